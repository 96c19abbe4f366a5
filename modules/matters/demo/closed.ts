import { hour } from '@doorstep/demo/time.ts'
import { pausedStates } from '../states.ts'
import { lastAt } from './life.ts'
import type { Plot } from './plot.ts'
import * as scene from './plot.ts'
import * as closing from './plot-closing.ts'

/** Whole lives: how most matters go, from the report to the archive. They end early where the history ends. */

export function begin(plot: Plot): void {
  const { dice, life } = plot
  if (life.matter.registeredBy === null && dice.chance(0.68)) scene.picture(plot, false)
}

export function goesWell(plot: Plot): void {
  begin(plot)
  const { dice } = plot
  // now and then one is overlooked
  if (dice.chance(0.015)) scene.accept(plot, 34, 70)
  else scene.accept(plot)
  if (plot.scenario.outside && dice.chance(0.25)) {
    over(plot, scene.transferOut)
    return
  }
  const done = closing.wouldResolve(plot)
  work(plot, done)
  closing.resolve(plot, done)
  afterwards(plot)
}

/** What is done until then; easy matters are settled by one call. */
function work(plot: Plot, done: number): void {
  const { dice, scenario, life, cast } = plot
  const easy = ['consult', 'praise', 'appointment'].includes(life.matter.kind)
  if (!easy && dice.chance(0.82)) scene.start(plot)
  if (scenario.task && cast.auxiliaries.length > 0 && dice.chance(0.4)) scene.help(plot)
  if (!easy || dice.chance(0.5)) scene.note(plot, 0)
  if (!easy && life.matter.kind !== 'help' && life.matter.channel === 'web' && dice.chance(0.22)) scene.tell(plot)
  if (scenario.hand && dice.chance(0.42)) {
    scene.hand(plot)
    scene.answered(plot)
  } else if (!easy && scenario.wait && dice.chance(0.22)) {
    scene.wait(plot)
    scene.resume(plot, 14, 60)
  }
  if (['dispute', 'hazard', 'complaint', 'suggestion'].includes(life.matter.kind) && dice.chance(0.3)) scene.reply(plot)
  if (!easy && scenario.note.length > 1 && dice.chance(0.7)) scene.note(plot, 1)
  moreTime(plot, done)
}

/** Who sees that it will take longer asks before the deadline. */
function moreTime(plot: Plot, done: number): void {
  const { life, dice } = plot
  if (life.matter.kind === 'help') return
  const due = Date.parse(life.matter.handleDue ?? life.matter.reportedAt)
  if (pausedStates.includes(life.matter.state) || done < due - 20 * hour || due - lastAt(life) < 8 * hour) return
  if (!dice.chance(0.6)) return
  scene.askMoreTime(plot, plot.pace.staff(Math.max(lastAt(life), due - 30 * hour), 0, 2))
  scene.decideMoreTime(plot)
}

function afterwards(plot: Plot): void {
  const { dice, life } = plot
  const reachable = life.matter.registeredBy === null
  if (reachable && life.matter.kind !== 'praise' && dice.chance(0.035)) {
    closing.object(plot)
    closing.settleAgain(plot)
  }
  const confirms = reachable && dice.chance(0.58)
  if (confirms) closing.confirm(plot)
  if (reachable && dice.chance(confirms ? 0.86 : 0.4)) closing.rate(plot)
  closing.visits(plot)
  closing.archive(plot)
}

/** Gone elsewhere: put away after a week. */
function over(plot: Plot, how: (plot: Plot) => void): void {
  how(plot)
  closing.archive(plot)
}
export const takenBack = (plot: Plot): void => {
  begin(plot)
  if (plot.dice.chance(0.5)) scene.accept(plot)
  over(plot, closing.withdraw)
}
export const goneElsewhere = (plot: Plot): void => {
  scene.accept(plot)
  over(plot, scene.transferOut)
}

import type { Demo } from '@doorstep/demo/demo.ts'
import { day } from '@doorstep/demo/time.ts'
import { isOpen } from '../states.ts'
import type { Clock } from './clock.ts'
import { goesWell, goneElsewhere, takenBack } from './closed.ts'
import type { Life } from './life.ts'
import { type Standing, standings } from './open.ts'
import { type Made, once, type Stage, stageOf } from './stage.ts'
import { span } from './times.ts'
import { twinsOf } from './twins.ts'

const total = 1200
/** Of those that are over: gone to another body, taken back, the same as an older one. */
const share = { elsewhere: 22, takenBack: 20, twins: 26, openTwins: 3 } as const

/** Every matter of the demo county, the older ones first. */
export function makeLives(demo: Demo, clock: Clock): Life[] {
  const stage = stageOf(demo, clock)
  const now = standings.flatMap((standing) =>
    Array.from({ length: standing.count }, () => standingNow(stage, standing)).flat(),
  )
  const open = now.filter(({ life }) => isOpen(life.matter.state))
  const over = wholeLives(stage, total - now.length - share.twins - share.openTwins)
  const twins = [...twinsOf(stage, over, share.twins), ...twinsOf(stage, open, share.openTwins)]
  const missing = total - now.length - over.length - twins.length
  const lives = [...now, ...over, ...wholeLives(stage, missing)].map(({ life }) => life)
  // a twin names the first of them, which has to be there already
  return [...lives.sort((a, b) => (a.matter.id < b.matter.id ? -1 : 1)), ...twins]
}

/** Most of what was reported in the last days is still going on: that is what the others are. */
function wholeLives(stage: Stage, count: number): Made[] {
  const over: Made[] = []
  const { dice } = stage
  while (over.length < count) {
    const elsewhere = over.length < share.elsewhere && count > 100
    const back = over.length < share.elsewhere + share.takenBack && count > 100
    const play = elsewhere ? goneElsewhere : back ? takenBack : goesWell
    const made = once(stage, { from: dice.chance(0.96) ? 6 : 0.4, to: span / day - 1, play })
    if (made && !isOpen(made.life.matter.state)) over.push(made)
  }
  return over
}

const tries = 400
/** Empty where the calendar does not let it come about, as for what is due today in the middle of long holidays. */
function standingNow(stage: Stage, standing: Standing): Made[] {
  for (let at = 0; at < tries; at++) {
    const made = once(stage, standing)
    if (made && stands(stage, standing, made.life)) return [made]
  }
  return []
}

function stands({ demo, clock }: Stage, { state, due, reached }: Standing, { matter }: Life): boolean {
  if (matter.state !== state || reached?.(matter) === false) return false
  if (due === undefined) return matter.dueAt === null
  if (matter.dueAt === null) return false
  const left = Date.parse(matter.dueAt) - demo.now
  if (due === 'running') return left > 0
  if (due === 'late') return left < 0 && left > -9 * day
  const today = [demo.zone.day(demo.now), dueDate(demo, clock)].includes(demo.zone.day(Date.parse(matter.dueAt)))
  return left > 0 && today === (due === 'today')
}
/** Today, or the next working day where today is a day off. */
function dueDate({ zone, now }: Demo, clock: Clock): string {
  let at = now
  while (!clock.isWorkingDay(zone.day(at))) at += day
  return zone.day(at)
}

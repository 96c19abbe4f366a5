import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { phrase } from '@doorstep/demo/phrases.ts'
import * as rules from '../rules.ts'
import * as closing from '../rules-closing.ts'
import { always } from './always.ts'
import type { Cast } from './cast.ts'
import { type Actor, act, as, type Life, lastAt } from './life.ts'
import type { Pace } from './pace.ts'
import { shows } from './photos.ts'
import type { Spot } from './places.ts'
import type { Scenario } from './scenario.ts'
import { fitting, nearest } from './words.ts'

/** What happens to one matter, one scene after the other. Every scene moves it by the verbs of the product. */
export type Plot = {
  demo: Demo
  dice: Dice
  life: Life
  cast: Cast
  pace: Pace
  scenario: Scenario
  spot: Spot
}

export const person = ({ life }: Plot): Actor => ({ by: life.matter.reporter, role: 'reporter' })
/** Words of the scenario where it has some, else what is always said. */
export function say(plot: Plot, patterns: readonly string[]): string {
  const { dice, spot, life } = plot
  const said = fitting(patterns, spot.urban, (pattern) => pattern).flatMap((pattern) =>
    [1, 2].map(() => phrase(pattern, spot.slots, dice)),
  )
  return nearest(dice, said, life.about)
}
export const isQuarrel = ({ life }: Plot): boolean => life.matter.kind === 'dispute'
export const officerOf = (plot: Plot): Actor => as(plot.cast.officer)

export function accept(plot: Plot, from = 0.05, to = 3): void {
  const { life, pace, dice } = plot
  const words = dice.chance(0.55) ? say(plot, always.accepted) : undefined
  const urgent = life.matter.urgency === 'urgent'
  const at = pace.staff(lastAt(life), urgent ? 0.03 : from, urgent ? 0.5 : to)
  act(
    life,
    'accept',
    officerOf(plot),
    at,
    (matter, now) => rules.accept(matter, now, life.clock.handleDue(matter, now.at)),
    (after) => ({
      text: words,
      data: { due: after.handleDue },
    }),
  )
}

/** Sends a picture of what the report is about, with it or from the scene; nothing where none was drawn of that. */
export function picture(plot: Plot, byStaff: boolean): void {
  const { life, demo, dice, scenario } = plot
  const about = `${life.matter.description} ${life.matter.extra.thing ?? ''}`
  const showing = (scenario.pictures ?? []).filter((name) => shows[name]?.test(about))
  if (showing.length === 0) return
  const name = dice.pick(showing)
  const at = lastAt(life) + dice.whole(60, 240) * 1000
  const id = demo.id(dice, at)
  act(life, 'attach', byStaff ? officerOf(plot) : person(plot), at, rules.attach, {
    data: { file: id, type: 'image/jpeg' },
  })
  life.files.push({ picture: name, byStaff, at: lastAt(life), id })
}

export function start(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'start', officerOf(plot), pace.staff(lastAt(life), 0.1, 5), rules.start)
}

export function help(plot: Plot): void {
  const { life, pace, dice, cast, scenario } = plot
  const who = dice.pick(cast.auxiliaries)
  act(
    life,
    'askHelp',
    officerOf(plot),
    pace.staff(lastAt(life), 0.05, 1),
    (matter, now) => rules.askHelp(matter, now, who.account),
    {
      reason: say(plot, scenario.task ?? ['请随我到现场，协助拍照、做记录。']),
      data: { account: who.account, accountRole: 'auxiliary' },
    },
  )
  if (dice.chance(0.85))
    act(life, 'helped', as(who), pace.staff(lastAt(life), 0.3, 4), rules.helped, {
      reason: say(plot, scenario.helped ?? ['已到现场协助，照片{m}张已交民警。']),
    })
}

export function note(plot: Plot, round = 0): void {
  const { life, pace, scenario, dice } = plot
  const patterns = scenario.note[Math.min(round, scenario.note.length - 1)] ?? []
  if (patterns.length === 0) return
  act(life, 'note', officerOf(plot), pace.staff(lastAt(life), 0.3, 8), rules.note, { reason: say(plot, patterns) })
  if (round === 0 && dice.chance(0.36)) picture(plot, true)
}

export function reply(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'reply', officerOf(plot), pace.staff(lastAt(life), 0.2, 10), rules.reply, {
    text: say(plot, always.replied),
  })
}
export function tell(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'tell', person(plot), pace.person(lastAt(life), 0.3, 12), closing.tell, {
    text: say(plot, isQuarrel(plot) ? always.toldOfQuarrel : always.told),
  })
}
export function urge(plot: Plot): void {
  const { life, pace, demo } = plot
  const sameDay = (a: string, b: string) => demo.zone.day(Date.parse(a)) === demo.zone.day(Date.parse(b))
  act(life, 'urge', person(plot), pace.person(lastAt(life), 20, 40), (matter, now) =>
    closing.urge(matter, now, sameDay),
  )
}

export function wait(plot: Plot): void {
  const { life, pace, scenario } = plot
  act(life, 'waitForPerson', officerOf(plot), pace.staff(lastAt(life), 0.3, 10), rules.waitForPerson, {
    text: say(plot, scenario.wait ?? always.waiting),
  })
}
export function suspend(plot: Plot): void {
  const { life, pace, cast } = plot
  act(life, 'suspend', as(cast.leader), pace.staff(lastAt(life), 2, 24), rules.suspend, {
    text: say(plot, always.suspended),
  })
}
export function resume(plot: Plot, from: number, to: number): void {
  const { life, pace } = plot
  const move = (matter: rules.Matter, now: rules.Act) => rules.resume(matter, now, life.clock.shifted(matter, now.at))
  act(life, 'resume', officerOf(plot), pace.staff(lastAt(life), from, to), move, (after, before) => ({
    data: { due: after.handleDue, pausedAt: before.pausedAt },
  }))
}

export function hand(plot: Plot): void {
  const { life, pace, scenario } = plot
  const { unit, why } = scenario.hand ?? { unit: 'street' as const, why: always.handed }
  act(
    life,
    'handToDepartment',
    officerOf(plot),
    pace.staff(lastAt(life), 0.5, 8),
    (matter, now) => rules.handToDepartment(matter, now, unit),
    {
      reason: say(plot, why),
      data: { unit },
    },
  )
}
/** The department answers, or sends it back; then the room goes on. */
export function answered(plot: Plot): void {
  const { life, pace, scenario, cast, dice } = plot
  const unit = life.matter.unit as string
  const clerk = as(cast.department(unit))
  const at = pace.staff(lastAt(life), 4, 60)
  if (dice.chance(0.12)) {
    act(life, 'returnToRoom', clerk, at, rules.returnToRoom, { reason: say(plot, always.returned), data: { unit } })
    note(plot, 1)
  } else
    act(life, 'answerFromDepartment', clerk, at, rules.answerFromDepartment, {
      text: say(plot, scenario.hand?.answer ?? always.answered),
      data: { unit },
    })
}

export function askMoreTime(plot: Plot, at: number): void {
  const { life, dice } = plot
  const days = dice.pick([2, 3, 3, 5, 5])
  const reason = say(plot, always.extension)
  act(life, 'askExtension', officerOf(plot), at, (matter, now) => rules.askExtension(matter, now, days, reason), {
    reason,
    data: { days },
  })
}
export function decideMoreTime(plot: Plot): void {
  const { life, dice, cast, pace } = plot
  const asked = life.matter.extension?.days ?? 3
  const days = dice.chance(0.88) ? asked : 0
  const move = (matter: rules.Matter, now: rules.Act) => rules.decideExtension(matter, now, days, life.clock.extended)
  act(life, 'decideExtension', as(cast.leader), pace.staff(lastAt(life), 0.3, 4), move, (after) => ({
    reason: say(plot, days > 0 ? always.granted : always.refused),
    data: { days, due: after.handleDue },
  }))
}

export function passOn(plot: Plot, area: string, name: string, to: Cast): void {
  const { life, pace } = plot
  const move = (matter: rules.Matter, now: rules.Act) =>
    rules.passOn(matter, now, area, life.clock.acceptDue(matter, now.at))
  act(life, 'passOn', officerOf(plot), pace.staff(lastAt(life), 0.1, 4), move, (after, before) => ({
    reason: say(plot, always.passedOn),
    data: { due: after.acceptDue, areaName: name, area: after.area, fromArea: before.area },
  }))
  plot.cast = to
}
export function transferOut(plot: Plot): void {
  const { life, pace, scenario } = plot
  const { body, why } = scenario.outside ?? {
    body: '12345' as const,
    why: ['不属于警务室职责范围，已转12345热线统一受理，可用同一电话查询。'],
  }
  act(life, 'transferOut', officerOf(plot), pace.staff(lastAt(life), 0.1, 6), rules.transferOut, {
    text: say(plot, why),
    data: { body },
  })
}

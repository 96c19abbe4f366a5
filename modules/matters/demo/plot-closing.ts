import { phrase } from '@doorstep/demo/phrases.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'
import * as rules from '../rules.ts'
import * as closing from '../rules-closing.ts'
import { always } from './always.ts'
import { act, type Life, lastAt, system } from './life.ts'
import { workHours } from './pace.ts'
import { isQuarrel, officerOf, type Plot, person, say } from './plot.ts'
import { fitting, nearest } from './words.ts'

/** How matters end, and what people say to it. */

const likely: Readonly<Partial<Record<rules.Grade, number>>> = { solved: 5, explained: 3 }
/** @param at when at the earliest */
export function resolve(plot: Plot, at: number, results = plot.scenario.results): void {
  const { life, pace, dice, spot } = plot
  const said = fitting(results, spot.urban, ([, pattern]) => pattern).map(
    ([grade, pattern]) => [grade, phrase(pattern, spot.slots, dice)] as const,
  )
  const score = ([grade, text]: (typeof said)[number]) => life.about(text) + (likely[grade] ?? 0) * dice.next()
  const [grade, result] = nearest(dice, said, score)
  const when = pace.staff(Math.max(at, lastAt(life)), 0.05, 0.6)
  act(life, 'resolve', officerOf(plot), when, (matter, now) => closing.resolve(matter, now, grade, result), {
    text: result,
    data: { grade },
  })
  planVisits(life)
}
export function planVisits(life: Life): void {
  const planned = closing.visitsOf(life.matter, life.clock.visitDue)
  life.visits.push(...planned.map((visit) => ({ ...visit, outcome: null, note: null, by: null })))
}
/** When the result would be there if all goes well. */
export function wouldResolve({ life, dice }: Plot): number {
  const [from, to] = workHours[life.matter.kind] ?? [10, 100]
  const accepted = Date.parse(life.matter.acceptedAt ?? life.matter.reportedAt)
  return accepted + (from + dice.next() ** 1.5 * (to - from)) * hour
}

export function withdraw(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'withdraw', person(plot), pace.person(lastAt(life), 0.2, 30), closing.withdraw, {
    text: say(plot, always.withdrawn),
  })
}
export function object(plot: Plot): void {
  const { life, pace } = plot
  const move = (matter: rules.Matter, now: rules.Act) =>
    closing.object(matter, now, life.clock.handleDue(matter, now.at))
  act(life, 'object', person(plot), pace.person(lastAt(life), 3, 60), move, (after) => ({
    reason: say(plot, isQuarrel(plot) ? always.objectedQuarrel : always.objected),
    data: { due: after.handleDue },
  }))
  dropOpenVisits(life)
}
function reopen(plot: Plot): void {
  const { life, pace } = plot
  const move = (matter: rules.Matter, now: rules.Act) =>
    closing.reopen(matter, now, life.clock.handleDue(matter, now.at))
  act(life, 'reopen', officerOf(plot), pace.staff(lastAt(life), 0.1, 2), move, (after) => ({
    reason: say(plot, always.reopened),
    data: { due: after.handleDue },
  }))
  dropOpenVisits(life)
}
const dropOpenVisits = (life: Life): void => {
  life.visits = life.visits.filter(({ doneAt }) => doneAt !== null)
}

export function confirm(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'confirm', person(plot), pace.person(lastAt(life), 0.5, 50), closing.confirm)
}
export function rate(plot: Plot): void {
  const { life, pace, dice } = plot
  const { matter } = life
  const slow = matter.handleDue !== null && (matter.resolvedAt ?? '') > matter.handleDue
  const stars = dice.weighted([5, 4, 3, 2, 1], (each) => (slow ? [9, 9, 20, 30, 10] : [3, 5, 9, 30, 58])[each - 1] ?? 1)
  const words = say(plot, always.praise[stars] ?? ['']) || null
  act(
    life,
    'rate',
    person(plot),
    pace.person(lastAt(life), 0.02, 6),
    (before, now) => closing.rate(before, now, stars, words),
    {
      text: words ?? undefined,
      data: { rating: stars },
    },
  )
}

function goodWords(plot: Plot): readonly string[] {
  if (isQuarrel(plot)) return always.visits.goodQuarrel
  return ['hazard', 'complaint'].includes(plot.life.matter.kind) ? always.visits.goodPlace : always.visits.good
}
/** Visits of day 1, 3 and 7; now and then the trouble is back, and it is opened again. */
export function visits(plot: Plot): void {
  const { life, pace, dice, demo } = plot
  for (const planned of life.visits.filter(({ doneAt }) => doneAt === null)) {
    const due = Date.parse(planned.dueAt)
    const morning = demo.zone.atHour(dice.chance(0.93) ? due : due + day, 9)
    const again = dice.chance(0.012) && life.matter.reopened === 0
    const outcome = again ? 'again' : dice.chance(0.1) ? 'notReached' : 'good'
    const words = say(plot, outcome === 'good' ? goodWords(plot) : always.visits[outcome])
    const at = pace.staff(Math.max(morning, lastAt(life)), 0, 8)
    act(
      life,
      'recordVisit',
      officerOf(plot),
      at,
      (matter, now) => closing.recordVisit(matter, now, life.visits, planned.day),
      {
        reason: words,
        data: { day: planned.day, outcome },
      },
    )
    Object.assign(planned, { doneAt: life.matter.updatedAt, outcome, note: words, by: plot.cast.officer.account })
    if (!again) continue
    reopen(plot)
    settleAgain(plot)
    visits(plot)
    return
  }
}
export function settleAgain(plot: Plot): void {
  const { life, pace } = plot
  act(life, 'note', officerOf(plot), pace.staff(lastAt(life), 1, 20), rules.note, {
    reason: say(plot, always.workedAgain),
  })
  resolve(
    plot,
    lastAt(life) + 20 * hour,
    (isQuarrel(plot) ? always.settledQuarrelAgain : always.settledAgain).map((words) => ['solved', words] as const),
  )
}

/** The clock puts away what is over, at seventeen minutes past an hour. */
export function archive(plot: Plot): void {
  const { life } = plot
  const quiet = life.matter.state === 'followUp' ? lastAt(life) : lastAt(life) + closing.quietDays * day
  const at = Math.ceil((quiet - 17 * 60_000) / hour) * hour + 17 * 60_000
  if (at <= life.now && closing.readyForArchive(life.matter, life.visits, iso(at)))
    act(life, 'archive', system, at, closing.archive)
}

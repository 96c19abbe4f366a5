import { hour } from '@doorstep/demo/time.ts'
import { linkDuplicate } from '../rules.ts'
import { closeWithOther } from '../rules-closing.ts'
import { always } from './always.ts'
import type { Chosen } from './intake.ts'
import { act, as, type Life, lastAt, system, TooLate } from './life.ts'
import { accept, type Plot, say } from './plot.ts'
import { archive, planVisits, visits } from './plot-closing.ts'
import { type Made, played, type Stage } from './stage.ts'

/** Others report the same; the officer links it to the first, and it is closed together with it. */
export function twinsOf(stage: Stage, made: readonly Made[], count: number): Life[] {
  const { demo, dice } = stage
  const lives: Life[] = []
  for (const { life: first, chosen } of dice.shuffled(made)) {
    if (lives.length === count) break
    const { matter } = first
    const until = matter.resolvedAt ? Date.parse(matter.resolvedAt) : demo.now
    const later = Date.parse(matter.reportedAt) + (2 + dice.next() * 20) * hour
    const at = demo.zone.hour(later) < 7 ? later + 7 * hour : later
    if (!suits(first, chosen) || at > until - 8 * hour) continue
    const twin = linked(stage, first, { ...chosen, at, like: matter.description }, until)
    if (twin) lives.push(twin)
  }
  return lives
}

const suits = ({ matter, steps }: Life, { spot }: Chosen): boolean =>
  ['hazard', 'complaint'].includes(matter.kind) &&
  matter.reopened === 0 &&
  matter.acceptedAt !== null &&
  matter.area.slice(0, 12) === spot.community &&
  !steps.some(({ verb }) => verb === 'transferOut' || verb === 'withdraw')

function linked(stage: Stage, first: Life, { teller: _same, ...again }: Chosen, until: number): Life | undefined {
  const { life } = played(stage, again, (plot) => {
    accept(plot, 0.05, 1)
    if (lastAt(plot.life) > until - hour) throw new TooLate()
    const reason = say(plot, always.linked)
    // Open or not by now: when they were linked, the first one was.
    const other = { ...first.matter, state: 'inProgress' as const }
    act(
      plot.life,
      'linkDuplicate',
      as(plot.cast.officer),
      lastAt(plot.life) + hour / 6,
      (matter, now) => linkDuplicate(matter, now, other),
      { reason, data: { code: first.matter.code, matter: first.matter.id } },
    )
    if (first.matter.resolvedAt) closeTogether(plot, first)
  })
  const whole = life.matter.duplicateOf && (first.matter.resolvedAt === null || life.matter.resolvedAt)
  return whole ? life : undefined
}

function closeTogether(plot: Plot, { matter: first }: Life): void {
  const at = Date.parse(first.resolvedAt ?? '') + 2000
  act(plot.life, 'closeWithOther', system, at, (matter, now) => closeWithOther(matter, now, first), {
    ...(first.result === null ? {} : { text: first.result }),
    data: { grade: first.grade, code: first.code },
  })
  planVisits(plot.life)
  visits(plot)
  archive(plot)
}

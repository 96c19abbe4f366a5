import { type Demo, story } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour } from '@doorstep/demo/time.ts'
import { linkDuplicate } from '../rules.ts'
import { closeWithOther } from '../rules-closing.ts'
import { isOpen } from '../states.ts'
import { type Cast, casting } from './cast.ts'
import { chooseScenario } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { goesWell, goneElsewhere, takenBack } from './closed.ts'
import { common } from './common.ts'
import { type Chosen, intake } from './intake.ts'
import { act, as, type Life, lastAt, system, TooLate, watchUntil } from './life.ts'
import { type Standing, standings } from './open.ts'
import { paceOf } from './pace.ts'
import { type Ground, groundOf } from './places.ts'
import { accept, type Plot, passOn, say } from './plot.ts'
import { archive, planVisits, visits } from './plot-closing.ts'
import { hourOfDay, someDay, span } from './times.ts'

const total = 1200
/** Of those that are over: gone to another body, taken back, the same as an older one. */
const share = { elsewhere: 22, takenBack: 20, duplicates: 26, openDuplicates: 3 } as const
const storyWeight = 26

type Stage = {
  demo: Demo
  dice: Dice
  clock: Clock
  ground: Ground
  castOf(area: string): Cast
  diligence: Map<string, number>
}
export type Made = { life: Life; plot: Plot; chosen: Chosen }

/** Every matter of the demo county, the older ones first. */
export function makeLives(demo: Demo, clock: Clock): Life[] {
  const dice = demo.dice('matters')
  const stage: Stage = { demo, dice, clock, ground: groundOf(demo), castOf: casting(demo, dice), diligence: new Map() }
  const open = standings.flatMap((standing) =>
    Array.from({ length: standing.count }, () => standingNow(stage, standing)).flat(),
  )
  const over: Made[] = []
  const closed = total - open.length - share.duplicates - share.openDuplicates
  while (over.length < closed) {
    const play =
      over.length < share.elsewhere
        ? goneElsewhere
        : over.length < share.elsewhere + share.takenBack
          ? takenBack
          : goesWell
    const made = once(stage, span - day, 0.4 * day, play)
    if (made && !isOpen(made.life.matter.state)) over.push(made)
  }
  const twins = [...duplicatesOf(stage, over, share.duplicates), ...duplicatesOf(stage, open, share.openDuplicates)]
  return [...open, ...over]
    .map(({ life }) => life)
    .sort((a, b) => (a.matter.id < b.matter.id ? -1 : 1))
    .concat(twins)
}

/** One matter reported between then and then, as far as the history goes; undefined where nothing fits. */
function once(
  stage: Stage,
  from: number,
  to: number,
  play: (plot: Plot) => void,
  kinds?: readonly string[],
): Made | undefined {
  const { demo, dice, ground } = stage
  const community = dice.weighted(ground.communities, ({ code, weight }) =>
    code === story.community ? storyWeight : weight,
  )
  const rough = someDay(demo, dice, to, from)
  const sort = chooseScenario(dice, { urban: community.urban, month: demo.zone.month(rough) }, kinds)
  if (!sort) return undefined
  const at = Math.round(hourOfDay(demo, dice, rough, sort.scenario.hours))
  const spot = ground.spot(dice, community.code)
  const own = demo.residents[0]
  const mine = community.code === story.community && own && dice.chance(0.3) && demo.now - at < 200 * day
  return played(stage, { ...sort, spot, at, ...(mine ? { reporter: own } : {}) }, play)
}

function played(stage: Stage, chosen: Chosen, play: (plot: Plot) => void): Made {
  const { demo, dice, clock, castOf } = stage
  const cast = castOf(chosen.spot.community)
  const life = intake({ demo, dice, clock, cast }, chosen)
  const pace = paceOf(demo, dice, diligenceOf(stage, cast.officer.account))
  const plot: Plot = { demo, dice, life, cast, pace, scenario: chosen.scenario, spot: chosen.spot }
  try {
    if (dice.chance(0.03) && life.matter.registeredBy === null) astray(stage, plot)
    play(plot)
  } catch (error) {
    if (!(error instanceof TooLate)) throw error
  }
  watchUntil(life, demo.now)
  return { life, plot, chosen }
}

/** Sent to the room next door first. */
function astray({ ground, dice, castOf }: Stage, plot: Plot): void {
  const right = plot.spot.community
  const others = ground.communities.filter(({ code }) => code !== right && code.startsWith(right.slice(0, 9)))
  if (others.length === 0) return
  const area = plot.life.matter.area
  const wrong = dice.pick(others).code
  const cast = plot.cast
  plot.life.matter = { ...plot.life.matter, area: wrong, point: null }
  plot.cast = castOf(wrong)
  passOn(plot, area, ground.communities.find(({ code }) => code === right)?.name ?? right, cast)
}

/** Some officers answer within minutes, some let people wait. */
function diligenceOf({ dice, diligence }: Stage, officer: string): number {
  const known = diligence.get(officer) ?? 0.35 + dice.next() ** 2 * 1.6
  diligence.set(officer, known)
  return known
}

const tries = 400
/** Empty where the calendar does not let it come about, as for what is due today in the middle of long holidays. */
function standingNow(stage: Stage, standing: Standing): Made[] {
  for (let at = 0; at < tries; at++) {
    const made = once(stage, standing.to * day, standing.from * day, standing.play, standing.kinds)
    if (made && stands(stage, standing, made.life)) return [made]
  }
  return []
}
function stands({ demo, clock }: Stage, { state, due, play }: Standing, { matter }: Life): boolean {
  if (matter.state !== state) return false
  if (due === undefined) return matter.dueAt === null
  if (matter.dueAt === null) return false
  const left = Date.parse(matter.dueAt) - demo.now
  if (due === 'running') return left > 0
  if (due === 'late') return left < 0 && left > -9 * day
  const reached = play.name !== 'heardAgain' || matter.reopened === 1
  const today = [demo.zone.day(demo.now), dueDate(demo, clock)].includes(demo.zone.day(Date.parse(matter.dueAt)))
  return reached && left > 0 && today === (due === 'today')
}
/** Today, or the next working day where today is a day off. */
function dueDate({ zone, now }: Demo, clock: Clock): string {
  let at = now
  while (!clock.isWorkingDay(zone.day(at))) at += day
  return zone.day(at)
}

/** Others report the same; the officer links it to the first, and it is closed together with it. */
function duplicatesOf(stage: Stage, made: readonly Made[], count: number): Life[] {
  const { demo, dice } = stage
  const lives: Life[] = []
  for (const { life: first, chosen } of dice.shuffled(made)) {
    if (lives.length === count) break
    const { matter } = first
    const until = Date.parse(matter.resolvedAt ?? '') || demo.now
    const at = Date.parse(matter.reportedAt) + (2 + dice.next() * 20) * hour
    const suits = ['hazard', 'complaint'].includes(matter.kind) && matter.reopened === 0 && matter.acceptedAt !== null
    if (
      !suits ||
      matter.area.slice(0, 12) !== chosen.spot.community ||
      at > until - 14 * hour ||
      matter.state === 'transferredOut'
    )
      continue
    const twin = linked(stage, first, { ...chosen, at: demo.zone.hour(at) < 7 ? at + 7 * hour : at }, until)
    if (twin) lives.push(twin)
  }
  return lives
}
function linked(stage: Stage, first: Life, chosen: Chosen, until: number): Life | undefined {
  const { reporter: _same, ...again } = chosen
  const { life } = played(stage, again, (plot) => {
    accept(plot, 0.05, 1)
    if (lastAt(plot.life) > until - hour) throw new TooLate()
    const reason = say(plot, common.linked)
    // Open or not by now: when they were linked, the first one was.
    const other = { ...first.matter, state: 'inProgress' as const }
    act(
      plot.life,
      'linkDuplicate',
      as(plot.cast.officer),
      lastAt(plot.life) + 600_000,
      (matter, now) => linkDuplicate(matter, now, other),
      {
        reason,
        data: { code: first.matter.code, matter: first.matter.id },
      },
    )
    if (first.matter.resolvedAt) closeTogether(plot, first)
  })
  return life.matter.duplicateOf && (first.matter.resolvedAt === null || life.matter.resolvedAt) ? life : undefined
}
function closeTogether(plot: Plot, first: Life): void {
  const { grade, code, result } = first.matter
  act(
    plot.life,
    'closeWithOther',
    system,
    Date.parse(first.matter.resolvedAt ?? '') + 2000,
    (matter, now) => closeWithOther(matter, now, first.matter),
    {
      ...(result === null ? {} : { text: result }),
      data: { grade, code },
    },
  )
  planVisits(plot.life)
  visits(plot)
  archive(plot)
}

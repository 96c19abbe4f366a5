import { type Demo, story } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day } from '@doorstep/demo/time.ts'
import { type Cast, casting } from './cast.ts'
import { chooseScenario } from './catalogue.ts'
import type { Clock } from './clock.ts'
import { type Chosen, intake, type Teller } from './intake.ts'
import { type Life, TooLate, watchUntil } from './life.ts'
import { paceOf } from './pace.ts'
import { type Town, townOf } from './places.ts'
import { type Plot, passOn } from './plot.ts'
import type { Scenario } from './scenario.ts'
import { hourOfDay, someDay } from './times.ts'

/** Everything that matters are made with. */
export type Stage = {
  demo: Demo
  dice: Dice
  clock: Clock
  town: Town
  castOf(area: string): Cast
  diligence: Map<string, number>
}
export type Made = { life: Life; plot: Plot; chosen: Chosen }

export function stageOf(demo: Demo, clock: Clock): Stage {
  const dice = demo.dice('matters')
  return { demo, dice, clock, town: townOf(demo), castOf: casting(demo, dice), diligence: new Map() }
}

export type Wanted = {
  /** reported at least and at most so many days ago */
  from: number
  to: number
  kinds?: readonly string[]
  fits?: (scenario: Scenario) => boolean
  /** reported by the resident or the volunteer of the story, where it takes place */
  by?: 'resident' | 'volunteer' | 'anyone'
  play(plot: Plot): void
}
/** Of matters near the story, so that its officer has a full day. */
const storyWeight = 26

/** One matter, as far as the history goes; undefined where nothing fits. */
export function once(stage: Stage, { from, to, kinds, fits, by, play }: Wanted): Made | undefined {
  const { demo, dice, town } = stage
  const weightOf = ({ code, weight }: Town['communities'][number]) =>
    code === story.community ? storyWeight : by ? 0 : weight
  const community = dice.weighted(town.communities, weightOf)
  const rough = someDay(demo, dice, from * day, to * day)
  const where = { urban: community.urban, month: demo.zone.month(rough) }
  const sort = chooseScenario(dice, where, kinds, fits)
  if (!sort) return undefined
  const at = Math.round(hourOfDay(demo, dice, rough, sort.scenario.hours))
  const spot = town.spot(dice, community.code)
  const teller = tellerFor(
    stage,
    by ?? (community.code === story.community && dice.chance(0.025) ? 'resident' : 'anyone'),
  )
  return played(stage, { ...sort, spot, at, ...(teller ? { teller } : {}) }, play)
}

function tellerFor({ demo }: Stage, by: NonNullable<Wanted['by']>): Teller | undefined {
  const [resident] = demo.residents
  if (by === 'resident' && resident) return { account: resident.account, phone: resident.phone, channel: 'web' }
  const volunteer = demo.people.find(({ username }) => username === 'volunteer')
  return by === 'volunteer' && volunteer ? { account: volunteer.account, phone: null, channel: 'volunteer' } : undefined
}

export function played(stage: Stage, chosen: Chosen, play: (plot: Plot) => void): Made {
  const { demo, dice, clock, castOf } = stage
  const cast = castOf(chosen.spot.community)
  const life = intake({ demo, dice, clock, cast }, chosen)
  const pace = paceOf(demo, dice, diligenceOf(stage, cast.officer.account), chosen.kind)
  const plot: Plot = { demo, dice, life, cast, pace, scenario: chosen.scenario, spot: chosen.spot }
  try {
    if (dice.chance(0.03) && life.matter.registeredBy === null && !chosen.teller) astray(stage, plot)
    play(plot)
  } catch (error) {
    if (!(error instanceof TooLate)) throw error
  }
  watchUntil(life, demo.now)
  return { life, plot, chosen }
}

/** Sent to the room next door first. */
function astray({ town, dice, castOf }: Stage, plot: Plot): void {
  const right = plot.spot.community
  const others = town.communities.filter(({ code }) => code !== right && code.startsWith(right.slice(0, 9)))
  if (others.length === 0) return
  const { area } = plot.life.matter
  const { cast } = plot
  const wrong = dice.pick(others).code
  plot.life.matter = { ...plot.life.matter, area: wrong, point: null }
  plot.cast = castOf(wrong)
  passOn(plot, area, town.communities.find(({ code }) => code === right)?.name ?? right, cast)
}

/** Some officers answer within minutes, some let people wait. */
function diligenceOf({ dice, diligence }: Stage, officer: string): number {
  const known = diligence.get(officer) ?? 0.35 + dice.next() ** 2 * 1.6
  diligence.set(officer, known)
  return known
}

import type { FictionalCounty } from '@doorstep/geo/county.ts'
import type { Db, Parts } from '@doorstep/kernel'
import { type Dice, diceOf } from './dice.ts'
import { idFrom } from './ids.ts'
import type { Sql } from './rows.ts'
import { type Zone, zoneOf } from './time.ts'

/** Somebody with a post, as other modules' parts need to know them. */
export type DemoPerson = {
  account: string
  name: string
  role: string
  area: string
  unit: string | null
  username: string | null
}
export type DemoResident = { account: string; name: string; phone: string; community: string }
/** A board that hangs, and since when. */
export type DemoBoard = { id: string; area: string; from: number }
export type DemoMatter = {
  id: string
  code: string
  state: string
  grade: string | null
  extra: Record<string, unknown>
  area: string
  reportedAt: string
  acceptedAt: string | null
  resolvedAt: string | null
  rating: number | null
  kind: string
  open: boolean
  assignee: string | null
  reporter: string | null
  place: string | null
  point: { lat: number; lon: number } | null
  /** Visits after its closing, as the matter itself records them. */
  revisits: {
    round: number
    day: number
    dueAt: string
    doneAt: string | null
    outcome: string | null
    by: string | null
  }[]
}
/** What a module's rule planned, and what came of it: the calendar of visits lays it. */
export type DemoVisit = {
  area: string
  purpose: string
  source: string
  key: string
  subject: string | null
  task: string | null
  /** Unix milliseconds of the day */
  due: number
  assignee: string | null
  done: number | null
  outcome: 'good' | 'concern' | 'notMet' | null
  note?: string
  place?: string
  point?: { lat: number; lon: number } | null
  along?: string[]
}
export type DemoNotice = {
  account: string
  words: string
  data: Record<string, string>
  subject: string
  urgent: boolean
  at: string
}

/**
 * What the modules' parts of the demo county are made with. Each part reads what the earlier ones left here and leaves
 * what the later ones need; nothing else passes between them.
 */
export type Demo = {
  parts: Pick<Parts, 'vault' | 'files' | 'settings'>
  /** owner's connection in one open transaction; `db` speaks through the same */
  sql: Sql
  db: Db
  county: number
  ground: FictionalCounty
  /** End of the made-up history, Unix milliseconds. */
  now: number
  zone: Zone
  /** Folder for pictures until they are kept; gone afterwards. */
  scratch: string
  dice(name: string): Dice
  id(dice: Dice, msecs: number): string
  people: DemoPerson[]
  residents: DemoResident[]
  boards: DemoBoard[]
  matters: DemoMatter[]
  visits: DemoVisit[]
  notices: DemoNotice[]
}

/** The community in which one story can be played through with the well-known sign-ins. */
export const story = { township: '990101001', community: '990101001005' } as const

type Start = Pick<Demo, 'parts' | 'sql' | 'db' | 'ground' | 'now' | 'scratch'>
export function newDemo(seed: number, start: Start): Demo {
  const county = Number(start.ground.county.properties.code)
  return {
    ...start,
    county,
    zone: zoneOf(start.parts.settings.zone, start.now),
    dice: (name) => diceOf(seed, name),
    id: (dice, msecs) => idFrom(dice, county, msecs),
    people: [],
    residents: [],
    boards: [],
    matters: [],
    visits: [],
    notices: [],
  }
}

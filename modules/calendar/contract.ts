import {
  anyone,
  Choice,
  County,
  contract,
  Day,
  type Failures,
  Instant,
  Line,
  Nullable,
  type Rights,
  Text,
  t,
} from '@doorstep/contract'
import { DayDetail, LimitCode, LimitRow, limitUnits, Month, Override, Quota, Year } from './shapes.ts'

/** Which days are working days and how long things may take is public; the county's own people set it. */
export const rights = {
  'calendar.read': anyone('everyone'),
  'calendar.edit': { countyAdmin: 'county' },
} as const satisfies Rights

export const failures = {
  'calendar.noSuchDay': 'invalid',
  'calendar.noSuchLimit': 'missing',
  'calendar.notALimit': 'invalid',
} as const satisfies Failures

const county = { county: t.Optional(County) }
const where = t.Object(county)
const Amount = t.Object({ unit: Choice(limitUnits), amount: t.Number({ minimum: 0, maximum: 100_000 }) })
const day = t.Object({ day: Day })
const code = t.Object({ code: LimitCode })
const edit = 'calendar.edit'

export const calendar = contract({
  month: {
    get: '/calendar/months/:month',
    may: 'calendar.read',
    summary: 'The days of a month: which are working days, and why.',
    params: t.Object({ month: Month }),
    query: where,
    reply: t.Object({ items: t.Array(DayDetail) }),
    fails: [],
  },
  overrides: {
    get: '/calendar/years/:year',
    may: 'calendar.read',
    summary: 'What the county has set itself in a year, and whether the nation has announced it.',
    params: t.Object({ year: Year }),
    query: where,
    reply: t.Object({
      announced: t.Boolean({ description: 'the holidays of the year are known' }),
      entered: t.Boolean({ description: 'the county has entered them by hand' }),
      items: t.Array(Override),
    }),
    fails: [],
  },
  setDay: {
    put: '/calendar/days/:day',
    may: edit,
    summary: 'Makes a day a holiday or a make-up day in the county.',
    params: day,
    query: where,
    body: t.Object({ kind: Choice(['holiday', 'workday'] as const), name: Line(40) }),
    reply: DayDetail,
    fails: ['calendar.noSuchDay'],
  },
  resetDay: {
    delete: '/calendar/days/:day',
    may: edit,
    summary: 'Takes the county’s word on a day back: it is again what the nation says.',
    params: day,
    query: where,
    reply: DayDetail,
    fails: ['calendar.noSuchDay'],
  },
  enterYear: {
    put: '/calendar/years/:year',
    may: edit,
    summary: 'Says whether the holidays of a year have been entered completely by hand.',
    params: t.Object({ year: Year }),
    query: where,
    body: t.Object({ entered: t.Boolean() }),
    reply: t.Object({ announced: t.Boolean(), entered: t.Boolean() }),
    fails: [],
  },
  limits: {
    get: '/calendar/limits',
    may: 'calendar.read',
    summary: 'Every time limit: what it started with, where that comes from, and what the county has made of it.',
    query: where,
    reply: t.Object({ items: t.Array(LimitRow), quotas: t.Array(Quota) }),
    fails: [],
  },
  setLimit: {
    put: '/calendar/limits/:code',
    may: edit,
    summary: 'Gives a limit the county’s own value, from now on; running deadlines stay as they are.',
    params: code,
    query: where,
    body: t.Object({ ...Amount.properties, reason: Text(500) }),
    reply: LimitRow,
    fails: ['calendar.noSuchLimit', 'calendar.notALimit'],
  },
  resetLimit: {
    delete: '/calendar/limits/:code',
    may: edit,
    summary: 'Gives a limit its first value back.',
    params: code,
    query: where,
    reply: LimitRow,
    fails: ['calendar.noSuchLimit'],
  },
  deadline: {
    get: '/calendar/deadline',
    may: 'calendar.read',
    summary: 'When something ends that begins then: a limit by its code, or any span.',
    query: t.Object({
      ...county,
      start: Instant,
      code: t.Optional(LimitCode),
      unit: t.Optional(Choice(limitUnits)),
      amount: t.Optional(t.Number({ minimum: 0, maximum: 100_000 })),
    }),
    reply: t.Object({
      deadline: Instant,
      day: Day,
      known: t.Boolean({ description: 'false: it falls in a year whose holidays are not announced yet' }),
      skipped: t.Array(t.Object({ day: Day, name: Nullable(t.Object({ zh: t.String(), en: t.String() })) })),
    }),
    fails: ['calendar.noSuchLimit', 'calendar.notALimit'],
  },
})

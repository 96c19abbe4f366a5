import { Choice, Day, Instant, Nullable, t } from '@doorstep/contract'

export const limitUnits = ['workingDays', 'months', 'days', 'hours', 'minutes', 'seconds'] as const

export const Month = t.String({ pattern: '^20\\d\\d-(0[1-9]|1[0-2])$', description: 'e.g. 2026-10' })
export const Year = t.String({ pattern: '^20\\d\\d$' })
export const LimitCode = t.String({ pattern: '^[a-zA-Z]{2,30}(\\.[a-zA-Z]{1,30}){1,2}$', maxLength: 60 })

const Names = t.Object({ zh: t.String(), en: t.String() })
export const DayDetail = t.Object({
  day: Day,
  working: t.Boolean(),
  kind: Choice(['ordinary', 'weekend', 'holiday', 'workday'] as const),
  decidedBy: Nullable(Choice(['nation', 'county'] as const)),
  name: Nullable(Names),
  known: t.Boolean({ description: 'false: the holidays of this year have not been announced yet' }),
})
export const Override = t.Object({ day: Day, kind: Choice(['holiday', 'workday'] as const), name: t.String() })

const Value = t.Object({ unit: Choice(limitUnits), amount: t.Number() })
export const LimitRow = t.Object({
  code: t.String(),
  value: Value,
  initial: Value,
  own: t.Boolean({ description: 'the county has set it' }),
  reason: Nullable(t.String()),
  changedAt: Nullable(Instant),
  mark: Choice(['S', 'L', 'C', 'I'] as const),
  source: t.String({ description: 'where the first value comes from: key of its words' }),
  times: t.Integer({ description: 'how often it may be granted' }),
  before: t.Boolean({ description: 'counted back from a fixed date' }),
})
export const Quota = t.Object({
  code: t.String(),
  atLeast: t.Number(),
  upTo: Nullable(t.Number()),
  unit: t.String(),
  per: Choice(['week', 'month', 'quarter', 'year'] as const),
  mark: Choice(['S', 'L', 'C', 'I'] as const),
  source: t.String(),
})

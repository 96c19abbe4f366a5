import { anyone, contract, Day, type Failures, Nullable, type Rights, t } from '@doorstep/contract'

export const rights = {
  'calendar.read': anyone('everyone'),
} as const satisfies Rights
export const failures = {} as const satisfies Failures

const Month = t.String({ pattern: '^(19|20|21)\\d\\d-(0[1-9]|1[0-2])$', description: 'e.g. 2026-10' })
const DayDetail = t.Object({
  day: Day,
  working: t.Boolean(),
  kind: t.String({ description: 'ordinary, weekend, holiday or workday (a make-up day)' }),
  decidedBy: Nullable(t.String({ description: 'nation or county; null where only the week says it' })),
  name: Nullable(t.Object({ zh: t.String(), en: t.String() })),
  known: t.Boolean({ description: 'false: the holidays of this year have not been announced yet' }),
})

export const calendar = contract({
  month: {
    get: '/calendar/months/:month',
    may: 'calendar.read',
    summary: 'The days of a month: which are working days, and why.',
    params: t.Object({ month: Month }),
    query: t.Object({ county: t.Optional(t.String({ pattern: '^[1-9]\\d{5}$' })) }),
    reply: t.Object({ items: t.Array(DayDetail) }),
    fails: [],
  },
})

import type { Samples } from '@doorstep/testkit/sample.ts'
import type { calendar } from './contract.ts'

/** What the generated tests ask: one valid request of every operation, about the county of the place. */
let asked = 0
/** Another day for every request, so that a set day is a new row. */
const freshDay = () => new Date(Date.UTC(2040, 0, 1 + asked++)).toISOString().slice(0, 10)

export const samples: Samples<typeof calendar> = {
  month: async ({ place }) => ({ params: { month: '2026-10' }, query: { county: place.county } }),
  overrides: async ({ place }) => ({ params: { year: '2026' }, query: { county: place.county } }),
  limits: async ({ place }) => ({ query: { county: place.county } }),
  deadline: async ({ place }) => ({
    query: { county: place.county, start: '2026-09-30T02:00:00.000Z', code: 'matter.accept' },
  }),
  setDay: async ({ place }) => ({
    params: { day: freshDay() },
    query: { county: place.county },
    body: { kind: 'holiday', name: '县庆日' },
  }),
  resetDay: async ({ t, place }) => {
    const day = freshDay()
    await t.sql(`insert into calendar.day_override (county, day, kind, name) values ($1, $2, 'holiday', '县庆日')`, [
      Number(place.county),
      day,
    ])
    return { params: { day }, query: { county: place.county } }
  },
  enterYear: async ({ t, place }) => {
    await t.sql('delete from calendar.entered_year')
    return { params: { year: '2041' }, query: { county: place.county }, body: { entered: true } }
  },
  setLimit: async ({ t, place }) => {
    await t.sql('delete from calendar.limit_override')
    return {
      params: { code: 'matter.general' },
      query: { county: place.county },
      body: { unit: 'days', amount: 5, reason: '县里承诺' },
    }
  },
  resetLimit: async ({ t, place }) => {
    await t.sql('delete from calendar.limit_override')
    await t.sql(
      `insert into calendar.limit_override (county, code, unit, amount, reason) values ($1, 'matter.general', 'days', 5, '试行')`,
      [Number(place.county)],
    )
    return { params: { code: 'matter.general' }, query: { county: place.county } }
  },
}

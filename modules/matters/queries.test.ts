import { type Db, transaction } from '@doorstep/kernel'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as life from './store-life.ts'
import * as lists from './store-lists.ts'
import * as search from './store-search.ts'

const county = Number(world.county)
const rows = 200_000
const township = `${county}001`
const officer = `${county}-01900000-0000-7000-8000-000000000001`
const now = '2026-11-21T00:00:00.000Z'
const zero = '00000000-0000-0000-0000-000000000000'
let t: TestApp

/** Ten townships with twenty communities each; one in ten is open, as in a county after some years. */
const many = `
  insert into matters.matter (county, id, code, area, kind, state, open, channel, description, lat, lon, receipt_hash, reporter,
    assignee, helpers, unit, reported_at, accept_due, handle_due, due_at, accepted_at, resolved_at, grade, result, clock_from,
    handled_at, grams, updated_at)
  select ${county}, gen_random_uuid(), 'M' || n, '${county}' || lpad((1 + a % 10)::text, 3, '0') || lpad((1 + a / 10 % 20)::text, 3, '0') || '001',
    (array['dispute', 'hazard', 'help', 'consult'])[1 + b / 10 % 4], case when not open then (case when b % 100 = 1 then 'followUp' else 'archived' end)
      when b % 3 = 0 then 'submitted' else 'inProgress' end,
    open, 'web', '楼上漏水，第 ' || n || ' 件' || word, 40 + random() * 0.5, 100 + random() * 0.5, md5(n::text),
    case when n % 50 = 0 then '${county}-reporter-' || n % 500 end, case when c % 97 = 0 then '${officer}' else 'somebody-' || c % 300 end,
    case when c % 4 = 0 then array['helper-' || c % 200] else '{}' end, case when c % 10 = 0 then 'housing' end,
    timestamptz '${now}' - n * interval '3 minutes', now(), now(), case when open then timestamptz '${now}' + (b % 1000 - 300) * interval '1 hour' end,
    now(), case when not open then timestamptz '${now}' - n * interval '2 minutes' end, 'solved', 'x', now(), timestamptz '${now}' - n * interval '2 minutes',
    array['楼上', '漏水', word, case when n % 2000 = 0 then '极少' else '常见' end], timestamptz '${now}' - n * interval '1 minute'
  from (select n, a, b, c, b % 10 = 9 as open, (array['噪音', '停车', '路灯', '井盖'])[1 + a / 200 % 4] as word from (
    select n, hashint4(n) & 1048575 as a, hashint4(n + 1000003) & 1048575 as b, hashint4(n + 2000003) & 1048575 as c
    from generate_series(1, ${rows}) n) hashed) r`

beforeAll(async () => {
  t = await testApp()
  await t.sql(many)
  await t.sql('analyze matters.matter')
}, 60_000)
afterAll(() => t.close())

type Ask = (on: { db: Db; county: number }) => Promise<object>
type As = { scopes?: string[]; own?: string; asked?: string; units?: string[] }
/** Runs a question of the store as the app's role with an actor's rows, and reads the plans of what it asked. */
async function plansOf(as: As, ask: Ask): Promise<{ plans: string; found: number }> {
  const plans: string[] = []
  let found = 0
  await transaction(t.parts.database.app, { county, ...as }, async (db, client) => {
    const asked: { text: string; values: unknown[] }[] = []
    const query = client.query.bind(client)
    Object.assign(client, {
      query: (said: { text?: string; values?: unknown[] }) => {
        if (said.text) asked.push({ text: said.text, values: said.values ?? [] })
        return query(said as never)
      },
    })
    try {
      found = sizeOf(await ask({ db, county }))
    } finally {
      Object.assign(client, { query })
    }
    for (const { text, values } of asked) {
      const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off) ${text}`,
        values,
      )
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
    }
  })
  return { plans: plans.join('\n'), found }
}
const sizeOf = (answer: object): number =>
  answer instanceof Map ? answer.size : Array.isArray(answer) ? answer.length : 0
const chief: As = { scopes: [township] }
const police: As = { scopes: [`${township}001`] }
const wholeCounty: As = { scopes: [String(county)] }
const of = (area: string): lists.Where => ({ areas: [area] })
const open = { open: true } as const

test.each<[string, As, Ask]>([
  ['queue of a community', police, (on) => lists.listByDue(on, { ...of(`${township}001`), ...open }, 51)],
  ['queue of a township', chief, (on) => lists.listByDue(on, { ...of(township), ...open }, 51)],
  ['queue of the county', wholeCounty, (on) => lists.listByDue(on, { ...of(String(county)), ...open }, 51)],
  [
    'a later page of it',
    wholeCounty,
    (on) => lists.listByDue(on, { ...of(String(county)), ...open }, 51, [now, '00000000-0000-0000-0000-000000000000']),
  ],
  ['overdue of a township', chief, (on) => lists.listByDue(on, { ...of(township), ...open, dueBefore: now }, 51)],
  ['newest of a community', police, (on) => lists.listByNewest(on, of(`${township}001`), 51)],
  ['newest of a township', chief, (on) => lists.listByNewest(on, of(township), 51)],
  ['newest of the county', wholeCounty, (on) => lists.listByNewest(on, of(String(county)), 51)],
  ['mine, as an officer', chief, (on) => lists.listByDue(on, { ...of(township), ...open, assignee: officer }, 51)],
  [
    'mine, as a reporter',
    { own: `${county}-reporter-50` },
    (on) => lists.listByNewest(on, { areas: [], reporter: `${county}-reporter-50` }, 51),
  ],
  [
    'of a department',
    { units: [`housing@${county}`] },
    (on) => lists.listByDue(on, { areas: [], units: ['housing'], ...open }, 51),
  ],
  [
    'as a helper',
    { asked: 'helper-48' },
    async (on) => {
      const ids = await lists.findHelped(on, true, 500)
      expect(ids.length).toBeGreaterThan(100)
      return lists.listByDue(on, { areas: [], ids, ...open }, 51)
    },
  ],
  [
    'a search among what is open',
    chief,
    (on) => lists.listByDue(on, { ...of(township), ...open, words: ['漏水', '噪音'] }, 51),
  ],
  [
    'a search among what is open, the newest first',
    chief,
    (on) => lists.listByNewest(on, { ...of(township), ...open, words: ['漏水'] }, 51),
  ],
  [
    'a search of one character',
    chief,
    async (on) => (await search.walkWords(on, of(township), ['噪'], ['infinity', zero], 2000)).found,
  ],
  ['map of a township', chief, (on) => lists.listPins(on, { ...of(township), ...open }, 2001)],
  ['map of the county', wholeCounty, (on) => lists.listPins(on, { ...of(String(county)), ...open }, 2001)],
  ['counts of a township', chief, (on) => lists.countByState(on, { ...of(township), ...open }, now)],
  ['first cards of a township', chief, (on) => lists.firstOfStates(on, { ...of(township), ...open }, 5)],
  ['near a point', chief, (on) => lists.findNear(on, { lat: 40.2, lon: 100.2 }, 5000, '2020-01-01')],
  ['what is put away', wholeCounty, (on) => life.listClosing(on, now, 500)],
])('%s uses an index', async (_name, as, ask) => {
  const { plans, found } = await plansOf(as, ask)
  expect(found).toBeGreaterThan(0)
  expect(plans).not.toMatch(/Seq Scan on matter\b/)
})

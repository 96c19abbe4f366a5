import { type Db, transaction } from '@doorstep/kernel'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as lists from './store-lists.ts'
import * as own from './store-own.ts'
import * as sessions from './store-sessions.ts'

const county = Number(world.county)
const rows = 200_000
const township = `${county}001`
const officer = `${county}-01900000-0000-7000-8000-000000000001`
const now = '2026-11-21T00:00:00.000Z'
const zero = '00000000-0000-0000-0000-000000000000'
let t: TestApp

/** Ten townships with twenty communities each; one file in ten is open, one in a thousand red, as in a county after some years. */
const many = `
  insert into disputes.dispute (county, id, area, code, state, open, type, family, class, way, tier, people_count, assignee, deadline, colour,
    opened_at, settled_at, updated_at)
  select ${county}, gen_random_uuid(), '${county}' || lpad((1 + a % 10)::text, 3, '0') || lpad((1 + a / 10 % 20)::text, 3, '0') || '001',
    '2026' || lpad((n % 9999)::text, 4, '0') || '-' || n, case when not open then (case when b % 20 = 1 then 'withdrawn' else 'closed' end)
      when c % 40 = 0 then 'breached' when c % 3 = 0 then 'mediating' else 'registered' end,
    open, (array['neighbour', 'wages', 'debt', 'family', 'land', 'traffic', 'medical', 'other'])[1 + c % 8],
    (array['labourDebt', 'familyNeighbour', 'marriageLove', 'other'])[1 + c % 4], 'general', 'people', 'village', 2,
    case when c % 97 = 0 then '${officer}' else 'somebody-' || c % 300 end,
    case when open then timestamptz '${now}' + (b % 1000 - 300) * interval '1 hour' end,
    case when c % 1000 = 0 then 'red' when open and c % 20 = 1 then 'yellow' end,
    timestamptz '${now}' - n * interval '3 minutes', case when not open then timestamptz '${now}' - n * interval '2 minutes' end, now()
  from (select n, a, b, c, b % 10 = 9 as open from (
    select n, hashint4(n) & 1048575 as a, hashint4(n + 1000003) & 1048575 as b, hashint4(n + 2000003) & 1048575 as c
    from generate_series(1, ${rows}) n) hashed) r`

/** Two parties and a mediator in every tenth of them; one person with two cases. */
const people = `
  with half as (select row_number() over () as n, id, area from disputes.dispute where county = ${county} limit ${rows / 10}), parties as (
    insert into disputes.party (county, id, dispute, area, role, name, account, code_hash, added_at)
    select ${county}, gen_random_uuid(), id, area, role, 'sealed',
      case when role = 'applicant' and n % 10000 = 0 then '${county}-party' when n % 3 = 0 then 'account-' || n end, md5(role || n), now()
    from half, unnest(array['applicant', 'respondent']) as role returning 1)
  insert into disputes.mediator (county, id, dispute, area, role, name, account, added_at)
  select ${county}, gen_random_uuid(), id, area, 'lead', 'x', case when n % 2 = 0 then 'mediator-' || n % 300 end, now() from half`
const sittings = `
  insert into disputes.session (county, id, dispute, n, state, starts, ends, updated_at)
  select county, gen_random_uuid(), id, 1, case when open then 'planned' else 'held' end, opened_at, opened_at + interval '2 hours', now()
  from disputes.dispute where county = ${county} and open`

beforeAll(async () => {
  t = await testApp()
  await t.sql(many)
  await t.sql(people)
  await t.sql(sittings)
  await t.sql('analyze disputes.dispute, disputes.party, disputes.mediator, disputes.session')
}, 120_000)
afterAll(() => t.close())

type As = { scopes?: string[]; own?: string; asked?: string }
type Ask = (on: { db: Db; county: number }) => Promise<readonly unknown[]>
/** Runs a question of the store as the app's role with an actor's rows. @returns the plan, and how many rows were read for it */
async function plansOf(as: As, ask: Ask): Promise<{ plans: string; found: number; read: number }> {
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
      found = (await ask({ db, county })).length
    } finally {
      Object.assign(client, { query })
    }
    for (const { text, values } of asked) {
      const { rows: lines } = await client.query<{ 'QUERY PLAN': string }>(
        `explain (analyze, costs off, timing off) ${text}`,
        values,
      )
      plans.push(lines.map((line) => line['QUERY PLAN']).join('\n'))
    }
  })
  const all = plans.join('\n')
  const removed = [...all.matchAll(/Rows Removed by Filter: (\d+)/g)].reduce((sum, [, n]) => sum + Number(n), 0)
  const sorted = [...all.matchAll(/rows=(\d+)(?:\.\d+)? loops/g)].reduce((most, [, n]) => Math.max(most, Number(n)), 0)
  return { plans: all, found, read: removed + sorted }
}
const community = `${township}001`
const whole = String(county)
const of = (area: string): lists.Where => ({ areas: [area] })
const later = [now, zero] as const

test.each<[string, string, Ask]>([
  ['ledger of a community', community, (on) => lists.listByNewest(on, of(community), 51)],
  ['ledger of a township', township, (on) => lists.listByNewest(on, of(township), 51)],
  ['ledger of the county', whole, (on) => lists.listByNewest(on, of(whole), 51)],
  ['a later page of it', whole, (on) => lists.listByNewest(on, of(whole), 51, later)],
  ['what is open in a township', township, (on) => lists.listByNewest(on, { ...of(township), open: true }, 51)],
  ['what is open in the county', whole, (on) => lists.listByNewest(on, { ...of(whole), open: true }, 51)],
  ['a state in the county', whole, (on) => lists.listByNewest(on, { ...of(whole), state: 'breached' }, 51)],
  ['a state in a township', township, (on) => lists.listByNewest(on, { ...of(township), state: 'breached' }, 51)],
  ['a type in the county', whole, (on) => lists.listByNewest(on, { ...of(whole), type: 'medical' }, 51)],
  ['a type in a township', township, (on) => lists.listByNewest(on, { ...of(township), type: 'medical' }, 51)],
  ['a family in the county', whole, (on) => lists.listByNewest(on, { ...of(whole), family: 'marriageLove' }, 51)],
  ['a colour in the county', whole, (on) => lists.listByNewest(on, { ...of(whole), colour: 'red' }, 51)],
  ['a colour in a township', township, (on) => lists.listByNewest(on, { ...of(township), colour: 'red' }, 51)],
  [
    'a type in a state in the county',
    whole,
    (on) => lists.listByNewest(on, { ...of(whole), type: 'medical', state: 'mediating' }, 51),
  ],
  ['overdue in the county', whole, (on) => lists.listByDue(on, { ...of(whole), dueBefore: now }, 51)],
  ['overdue in a township', township, (on) => lists.listByDue(on, { ...of(township), dueBefore: now }, 51)],
  ['overdue in a community', community, (on) => lists.listByDue(on, { ...of(community), dueBefore: now }, 51)],
  ['mine', township, (on) => lists.listByDue(on, { ...of(township), assignee: officer }, 51)],
  ['by its code', whole, (on) => lists.listByNewest(on, { ...of(whole), code: '20260777-777' }, 51)],
])('%s uses an index, and reads little more than it shows', async (_name, scope, ask) => {
  const { plans, found, read } = await plansOf({ scopes: [scope] }, ask)
  expect(found).toBeGreaterThan(0)
  expect(plans).not.toMatch(/Seq Scan on dispute\b/)
  // Of a table that is ten times as large the same first page reads as much: that is what keeps it fast.
  expect(read, plans).toBeLessThan(2000)
})

/** Whoever is no staff: a party by account, a mediator. The policy of the file looks through their own rows. */
test.each<[string, As, Ask]>([
  ['my cases', { own: `${county}-party` }, (on) => own.listMine(on, { account: `${county}-party`, code: null })],
  ['the sittings I mediate', { asked: 'mediator-10' }, (on) => sessions.listMine(on, 'mediator-10')],
])('%s come through an index', async (_name, as, ask) => {
  const { plans, found, read } = await plansOf(as, ask)
  expect(found).toBeGreaterThan(0)
  expect(plans).not.toMatch(/Seq Scan on (dispute|party|mediator|session)\b/)
  expect(read, plans).toBeLessThan(4000)
})

import { world } from '../packages/testkit/world.ts'
import { firstPages, type Page } from './first-pages.ts'
import type { Place } from './place.ts'
import type { Row } from './row.ts'

const many = Number(process.env.BENCH_DISPUTES ?? 1_000_000)
const perMonth = 8000

const pages: readonly Page[] = [
  { name: 'the dispute ledger of a station, open', path: '/api/disputes' },
  { name: 'the dispute ledger, in mediation', path: '/api/disputes?view=all&state=mediating' },
  { name: 'the dispute ledger, closed', path: '/api/disputes?view=all&state=closed' },
  { name: 'the dispute ledger, one type', path: '/api/disputes?view=all&type=wages' },
  {
    name: 'the dispute ledger, a family and a state',
    path: '/api/disputes?view=all&family=labourDebt&state=closed',
  },
  { name: 'the dispute ledger, orange', path: '/api/disputes?view=all&colour=orange' },
  { name: 'the dispute ledger, overdue', path: '/api/disputes?view=overdue' },
  { name: 'the dispute ledger, by code', path: '/api/disputes?view=all&q=20' },
]

/**
 * A county of six weeks and one of ten years: what comes in a month is the same, and so is what is open at a time; what
 * grows is the history behind it. Every filter fills its page in both, so that equal pages are compared. Ten townships of twenty communities, five grids each.
 */
async function fill({ database: { owner } }: Place, from: number, to: number): Promise<void> {
  const client = await owner.connect()
  try {
    const { rows: indexes } = await client.query<{ name: string; made: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index where indrelid = 'disputes.dispute'::regclass and not indisprimary`,
    )
    await client.query(`set synchronous_commit = off; set maintenance_work_mem = '256MB'`)
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    await client.query(insertOf(from, to))
    for (const index of indexes) await client.query(index.made)
    await client.query('reset maintenance_work_mem; reset synchronous_commit')
    await client.query('vacuum (analyze) disputes.dispute')
  } finally {
    client.release()
  }
}

const { county } = world
const insertOf = (from: number, to: number): string => `
  insert into disputes.dispute (county, id, area, code, state, open, type, family, class, way, tier, people_count, amount_cents, happened_on,
    place, assignee, deadline, colour, opened_at, registered_at, outcome, settled_at, closed_at, breaches, updated_at)
  select ${county}, id, area, code,
    case when open then (array['found', 'registered', 'consentAsked', 'mediating', 'mediating', 'agreed', 'performing', 'followUp'])[1 + b % 8]
      else (array['closed', 'closed', 'closed', 'waysTold', 'withdrawn'])[1 + b % 5] end,
    open, (array['neighbour', 'family', 'wages', 'debt', 'marriage', 'love', 'land', 'consumer', 'property', 'other'])[1 + c % 10],
    (array['familyNeighbour', 'familyNeighbour', 'labourDebt', 'labourDebt', 'marriageLove', 'marriageLove', 'familyNeighbour', 'other', 'other', 'other'])[1 + c % 10],
    (array['simple', 'general', 'complex'])[1 + b % 3], 'people', (array['village', 'village', 'town', 'county'])[1 + c % 4], 2 + b % 40, (c % 900) * 10000,
    at::date, '三号楼二单元', case when b % 9 > 0 then 'officer-' || a % 200 end, case when open then at + interval '1 day' * (1 + c % 20) end,
    case when b % 2 = 0 then (array['blue', 'yellow', 'orange', 'red'])[1 + c % 4] end, at, at + interval '5 hours',
    case when not open then (array['oral', 'written', 'written', 'refused', 'withdrawn'])[1 + b % 5] end,
    case when not open then at + takes end, case when not open then at + takes + interval '30 days' end, case when b % 50 = 0 then 1 else 0 end, at + interval '6 hours'
  from (
    select *, now() - age * interval '1 day' as at, days * interval '1 day' as takes, age < days as open,
      to_char(now() - age * interval '1 day', 'YYYYMMDD') || '-' || upper(lpad(to_hex(n), 5, '0')) as code,
      '${county}' || lpad((1 + a % 10)::text, 3, '0') || lpad((1 + a / 10 % 20)::text, 3, '0') || lpad((1 + a / 200 % 5)::text, 3, '0') as area
    from (
      select n, gen_random_uuid() as id, n * 30.0 / ${perMonth} as age, hashint4(n) & 1048575 as a, hashint4(n + 1000003) & 1048575 as b,
        hashint4(n + 2000003) & 1048575 as c, 30 * power((hashint4(n + 3000017) & 1048575) / 1048576.0, 2) as days
      from generate_series(${from}, ${to}) n) numbered) dated`

/** The ledger of disputes, filtered as people filter it. */
export const run = (): Promise<Row[]> => firstPages(pages, fill, many)

import { type Ctx, insideArea, insideGrant } from '@doorstep/kernel'
import { sql } from 'kysely'
import type { Counted } from './rules-form.ts'
import { db } from './store-tables.ts'

/** Figures for the forms; row-level security stands behind them. */

export type Bounds = { month: string; year: string; end: string }
const counts = (ctx: Ctx, area: string | undefined, at: 'opened_at' | 'settled_at', { month, year, end }: Bounds) =>
  db(ctx)
    .selectFrom('disputes.dispute')
    .select(['family', 'tier', 'people_count'])
    .select([
      sql<number>`count(*)::integer`.as('year'),
      sql<number>`count(*) filter (where ${sql.ref(at)} >= ${month}::timestamptz)::integer`.as('month'),
      sql<number>`count(*) filter (where outcome in ('oral', 'written'))::integer`.as('agreedYear'),
      sql<number>`count(*) filter (where outcome in ('oral', 'written') and ${sql.ref(at)} >= ${month}::timestamptz)::integer`.as(
        'agreedMonth',
      ),
    ])
    .where('county', '=', ctx.county)
    .where(at, '>=', year)
    .where(at, '<', end)
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', area as string)))
    .groupBy(['family', 'tier', 'people_count'])
    .execute()

/** Found by the day on which they were reported, handled by the day on which they ended. @param bounds instants */
export async function countForm(ctx: Ctx, area: string | undefined, bounds: Bounds): Promise<Counted[]> {
  const found = await counts(ctx, area, 'opened_at', bounds)
  const handled = await counts(ctx, area, 'settled_at', bounds)
  const empty = { found: 0, handled: 0, settled: 0 }
  return [
    ...found.map(({ family, tier, people_count: people, month, year }) => ({
      ...{ family, tier, people },
      month: { ...empty, found: month },
      year: { ...empty, found: year },
    })),
    ...handled.map(({ family, tier, people_count: people, month, year, agreedMonth, agreedYear }) => ({
      ...{ family, tier, people },
      month: { ...empty, handled: month, settled: agreedMonth },
      year: { ...empty, handled: year, settled: agreedYear },
    })),
  ]
}

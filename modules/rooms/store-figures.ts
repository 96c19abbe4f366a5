import { type Ctx, insideArea, insideGrant } from '@doorstep/kernel'
import { type Kysely, sql } from 'kysely'
import type { State } from './rules.ts'
import { checkBefore } from './store-boards.ts'

type Tables = {
  'rooms.scan': { county: number; board: string; day: string; count: number }
  'rooms.answer': {
    county: number
    matter: string
    area: string
    reported_at: string
    accepted_at: string | null
    closed_at: string | null
    rating: number | null
  }
  'rooms.board': {
    county: number
    id: string
    area: string
    state: State
    posted_at: string | null
    checked_at: string | null
  }
}
const db = (ctx: Pick<Ctx, 'db'>) => ctx.db as Kysely<Tables>

export async function countScan(ctx: Ctx, board: string, day: string): Promise<void> {
  await db(ctx)
    .insertInto('rooms.scan')
    .values({ county: ctx.county, board, day, count: 1 })
    .onConflict((conflict) =>
      conflict.columns(['county', 'board', 'day']).doUpdateSet({ count: sql`rooms.scan.count + 1` }),
    )
    .execute()
}

export const scansOf = (ctx: Ctx, board: string, from: string, to: string): Promise<{ day: string; count: number }[]> =>
  db(ctx)
    .selectFrom('rooms.scan')
    .where('county', '=', ctx.county)
    .where('board', '=', board)
    .where('day', '>=', from)
    .where('day', '<=', to)
    .select(['day', 'count'])
    .orderBy('day')
    .execute()

const boards = (ctx: Ctx, area: string | undefined) =>
  db(ctx)
    .selectFrom('rooms.board')
    .where('rooms.board.county', '=', ctx.county)
    .where((eb) => insideGrant(eb as never, 'rooms.board.area', ctx.grant) as never)
    .$if(area !== undefined, (select) =>
      select.where((eb) => insideArea(eb as never, 'rooms.board.area', area as string) as never),
    )

const hangs = sql<boolean>`state in ('posted', 'needsUpdate', 'damaged')`
export type RoomCounts = {
  area: string
  hanging: number
  current: number
  reprint: number
  checkDue: number
  boards: number
}
/** Boards per community, in one look. */
export const countsByRoom = (ctx: Ctx, area: string | undefined): Promise<RoomCounts[]> => {
  const due = sql<boolean>`${hangs} and coalesce(checked_at, posted_at) < ${checkBefore(ctx)}`
  return boards(ctx, area)
    .where('state', '!=', 'removed')
    .select([
      sql<string>`left(area, 12)`.as('area'),
      sql<number>`count(*)::integer`.as('boards'),
      sql<number>`(count(*) filter (where ${hangs}))::integer`.as('hanging'),
      sql<number>`(count(*) filter (where state = 'posted'))::integer`.as('current'),
      sql<number>`(count(*) filter (where state in ('needsUpdate', 'damaged')))::integer`.as('reprint'),
      sql<number>`(count(*) filter (where ${due}))::integer`.as('checkDue'),
    ])
    .groupBy(sql`left(area, 12)`)
    .orderBy(sql`left(area, 12)`)
    .execute()
}
export const countsByState = (ctx: Ctx, area: string | undefined): Promise<{ state: State; count: number }[]> =>
  boards(ctx, area)
    .select(['state', sql<number>`count(*)::integer`.as('count')])
    .groupBy('state')
    .execute()
export async function scansSince(ctx: Ctx, area: string | undefined, day: string): Promise<number> {
  const row = await boards(ctx, area)
    .innerJoin('rooms.scan', (join) =>
      join.onRef('rooms.scan.county', '=', 'rooms.board.county').onRef('rooms.scan.board', '=', 'rooms.board.id'),
    )
    .where('rooms.scan.day', '>=', day)
    .select(sql<number>`coalesce(sum(rooms.scan.count), 0)::integer`.as('n'))
    .executeTakeFirstOrThrow()
  return row.n
}

type Answer = Partial<Omit<Tables['rooms.answer'], 'county' | 'matter'>> & { area: string; reported_at: string }
/** Notes what became of a matter; what is known already stays unless it is told anew. */
export async function noteAnswer(ctx: Ctx, matter: string, answer: Answer): Promise<void> {
  const { area, reported_at, ...later } = answer
  await db(ctx)
    .insertInto('rooms.answer')
    .values({
      county: ctx.county,
      matter,
      area,
      reported_at,
      accepted_at: null,
      closed_at: null,
      rating: null,
      ...later,
    })
    .onConflict((conflict) => conflict.columns(['county', 'matter']).doUpdateSet({ area, ...later }))
    .execute()
}

export type AnswerCounts = {
  reported: number
  answered: number
  closed: number
  rated: number
  rating: number | null
  minutes: number | null
}
export const answersOf = (ctx: Ctx, area: string, since: string): Promise<AnswerCounts> =>
  db(ctx)
    .selectFrom('rooms.answer')
    .where('county', '=', ctx.county)
    .where((eb) => insideArea(eb as never, 'area', area) as never)
    .where('reported_at', '>=', since)
    .select([
      sql<number>`count(*)::integer`.as('reported'),
      sql<number>`count(accepted_at)::integer`.as('answered'),
      sql<number>`count(closed_at)::integer`.as('closed'),
      sql<number>`count(rating)::integer`.as('rated'),
      sql<number | null>`avg(rating)::double precision`.as('rating'),
      sql<
        number | null
      >`percentile_cont(0.5) within group (order by extract(epoch from accepted_at - reported_at) / 60)`.as('minutes'),
    ])
    .executeTakeFirstOrThrow()

import { sql } from 'kysely'
import type { Where } from './store-lists.ts'
import { conditionsOf } from './store-lists.ts'
import { db, type On } from './store-tables.ts'

type Span = { from: string; to: string; zone: string; now: string }
type Sums = {
  reported: number
  accepted: number
  acceptedInTime: number
  closed: number
  closedInTime: number
  open: number
  overdue: number
  rated: number
  ratingSum: number
}
export type Figures = Sums & { days: { day: string; reported: number; closed: number }[] }

/** Counts of a span of days of the county; each by the moment it counts: of reporting, of acceptance, of closing. */
export async function figuresOf(on: On, where: Where, span: Span): Promise<Figures> {
  const begin = sql<string>`${span.from}::date::timestamp at time zone ${span.zone}`
  const end = sql<string>`(${span.to}::date + 1)::timestamp at time zone ${span.zone}`
  const rows = () => db(on).selectFrom('matters.matter').where(conditionsOf(on, where))
  const reported = await rows()
    .select((eb) => [
      sql<string>`to_char(reported_at at time zone ${span.zone}, 'YYYY-MM-DD')`.as('day'),
      eb.fn.countAll<number>().as('n'),
    ])
    .where('reported_at', '>=', begin)
    .where('reported_at', '<', end)
    .groupBy('day')
    .execute()
  const accepted = await rows()
    .select((eb) => [
      eb.fn.countAll<number>().as('n'),
      eb.fn.countAll<number>().filterWhereRef('accepted_at', '<=', 'accept_due').as('inTime'),
    ])
    .where('accepted_at', '>=', begin)
    .where('accepted_at', '<', end)
    .executeTakeFirstOrThrow()
  const closed = await rows()
    .select((eb) => [
      sql<string>`to_char(resolved_at at time zone ${span.zone}, 'YYYY-MM-DD')`.as('day'),
      eb.fn.countAll<number>().as('n'),
      eb.fn.countAll<number>().filterWhereRef('resolved_at', '<=', 'handle_due').as('inTime'),
      eb.fn.count<number>('rating').as('rated'),
      sql<number>`coalesce(sum(rating), 0)`.as('ratingSum'),
    ])
    .where('resolved_at', '>=', begin)
    .where('resolved_at', '<', end)
    .groupBy('day')
    .execute()
  const open = await rows()
    .select((eb) => [
      eb.fn.countAll<number>().as('n'),
      eb.fn.countAll<number>().filterWhere('due_at', '<', span.now).as('overdue'),
    ])
    .where(sql<boolean>`open`)
    .executeTakeFirstOrThrow()
  const sum = (of: (row: (typeof closed)[number]) => number) => closed.reduce((total, row) => total + of(row), 0)
  return {
    reported: reported.reduce((total, row) => total + row.n, 0),
    accepted: accepted.n,
    acceptedInTime: accepted.inTime,
    closed: sum((row) => row.n),
    closedInTime: sum((row) => row.inTime),
    open: open.n,
    overdue: open.overdue,
    rated: sum((row) => row.rated),
    ratingSum: sum((row) => row.ratingSum),
    days: daysOf(span).map((day) => ({
      day,
      reported: reported.find((row) => row.day === day)?.n ?? 0,
      closed: closed.find((row) => row.day === day)?.n ?? 0,
    })),
  }
}
function daysOf({ from, to }: Span): string[] {
  const days: string[] = []
  for (let at = Date.parse(from); at <= Date.parse(to); at += 86_400_000)
    days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

import { joinId, type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { type Kysely, sql } from 'kysely'
import type { Day, Planned } from './rules.ts'

type Row = Omit<Planned, 'id' | 'point' | 'dueOn' | 'lastDay' | 'doneAt' | 'doneBy' | 'updatedAt'> & {
  county: number
  id: string
  lat: number | null
  lon: number | null
  due_on: string
  last_day: string | null
  done_at: string | null
  done_by: string | null
  updated_at: string
}
type Tables = { 'visits.visit': Row }
const db = (ctx: Ctx) => ctx.db as Kysely<Tables>
const rows = (ctx: Ctx) => db(ctx).selectFrom('visits.visit').selectAll().where('county', '=', ctx.county)

const told = ({ county, id, lat, lon, due_on, last_day, done_at, done_by, updated_at, ...same }: Row): Planned => ({
  ...same,
  id: joinId(county, id),
  point: lat === null || lon === null ? null : { lat, lon },
  dueOn: due_on,
  lastDay: last_day,
  doneAt: done_at,
  doneBy: done_by,
  updatedAt: updated_at,
})
function rowOf(county: number, visit: Planned): Row {
  const { id, point, dueOn, lastDay, doneAt, doneBy, updatedAt, ...same } = visit
  return {
    ...same,
    county,
    id: splitId(id).uuid,
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
    due_on: dueOn,
    last_day: lastDay,
    done_at: doneAt,
    done_by: doneBy,
    updated_at: updatedAt,
  }
}

type Filter = {
  area?: string | undefined
  state?: Planned['state'] | undefined
  purpose?: Planned['purpose'] | undefined
  from?: Day | undefined
  to?: Day | undefined
  /** Theirs, and what nobody has taken. */
  assignee?: string | undefined
  subject?: string | undefined
  /** Only those that this account was asked along to. */
  along?: string | undefined
  source?: string | undefined
}
const filtered = (ctx: Ctx, { area, state, purpose, from, to, assignee, subject, along, source }: Filter) =>
  rows(ctx)
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', area as string)))
    .$if(state !== undefined, (select) => select.where('state', '=', state as Planned['state']))
    .$if(purpose !== undefined, (select) => select.where('purpose', '=', purpose as Planned['purpose']))
    .$if(from !== undefined, (select) => select.where('due_on', '>=', from as Day))
    .$if(to !== undefined, (select) => select.where('due_on', '<=', to as Day))
    .$if(assignee !== undefined, (select) =>
      select.where((eb) => eb.or([eb('assignee', '=', assignee as string), eb('assignee', 'is', null)])),
    )
    .$if(source !== undefined, (select) => select.where('source', '=', source as string))
    .$if(subject !== undefined, (select) => select.where('subject', '=', subject as string))
    .$if(along !== undefined, (select) => select.where(sql<boolean>`along @> array[${along}]::text[]`))

export async function list<T>(
  ctx: Ctx,
  { after, limit, ...filter }: Filter & { after?: string | undefined; limit: number },
  shape: (visit: Planned) => T,
): Promise<Page<T>> {
  const key = keyOf(after, 2)
  const found = await filtered(ctx, filter)
    .$if(key !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('due_on', 'id'), '>', eb.tuple(String(key?.[0]), String(key?.[1])))),
    )
    .orderBy('due_on')
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  return pageOf(
    found,
    limit,
    (row) => [row.due_on, row.id],
    (row) => shape(told(row)),
  )
}

export async function countDays(ctx: Ctx, filter: Filter & { from: Day; to: Day }) {
  const count = (state: Planned['state']) => sql<number>`count(*) filter (where state = ${state})::integer`
  return filtered(ctx, filter)
    .clearSelect()
    .select('due_on as day')
    .select([count('planned').as('planned'), count('done').as('done'), count('missed').as('missed')])
    .where('state', '!=', 'cancelled')
    .groupBy('due_on')
    .orderBy('due_on')
    .execute()
}

/** Not made on their day: still to be made, or made later. */
export async function countMissed(ctx: Ctx, filter: Filter): Promise<number> {
  const { count } = await filtered(ctx, filter)
    .clearSelect()
    .select(sql<number>`count(*)::integer`.as('count'))
    .where((eb) => eb.or([eb('state', '=', 'missed'), sql<boolean>`done_at::date > due_on`]))
    .executeTakeFirstOrThrow()
  return count
}

export async function find(ctx: Ctx, id: string): Promise<Planned | undefined> {
  const row = await rows(ctx).where('id', '=', splitId(id).uuid).executeTakeFirst()
  return row && told(row)
}
/** Nobody else moves it before this transaction ends. */
export async function lock(ctx: Ctx, id: string): Promise<Planned | undefined> {
  const row = await rows(ctx).where('id', '=', splitId(id).uuid).forUpdate().executeTakeFirst()
  return row && told(row)
}
export async function lockByKey(ctx: Ctx, source: string, key: string): Promise<Planned | undefined> {
  const row = await rows(ctx).where('source', '=', source).where('key', '=', key).forUpdate().executeTakeFirst()
  return row && told(row)
}
export async function lockOpenAbout(ctx: Ctx, source: string, subject: string): Promise<Planned[]> {
  const found = await rows(ctx)
    .where('subject', '=', subject)
    .where('source', '=', source)
    .where('state', 'in', ['planned', 'missed'])
    .orderBy('id')
    .forUpdate()
    .execute()
  return found.map(told)
}

/** @returns false when the id, or the planner's own name for it, is taken. */
export async function add(ctx: Ctx, visit: Planned): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('visits.visit')
    .values(rowOf(ctx.county, visit))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}

export async function save(ctx: Ctx, visit: Planned): Promise<void> {
  const { county, id, source: _source, key: _key, ...change } = rowOf(ctx.county, visit)
  await db(ctx).updateTable('visits.visit').set(change).where('county', '=', county).where('id', '=', id).execute()
}

/** Planned for a day that is over; some at a time. */
export async function lockOverdue(ctx: Ctx, today: Day, limit: number): Promise<Planned[]> {
  const found = await rows(ctx)
    .where('state', '=', 'planned')
    .where('due_on', '<', today)
    .orderBy('due_on')
    .limit(limit)
    .forUpdate()
    .execute()
  return found.map(told)
}
export async function countDue(ctx: Ctx, day: Day): Promise<{ assignee: string; count: number }[]> {
  const found = await db(ctx)
    .selectFrom('visits.visit')
    .select(['assignee', sql<number>`count(*)::integer`.as('count')])
    .where('county', '=', ctx.county)
    .where('state', '=', 'planned')
    .where('due_on', '=', day)
    .where('assignee', 'is not', null)
    .groupBy('assignee')
    .execute()
  return found.map(({ assignee, count }) => ({ assignee: assignee as string, count }))
}
/** Somebody moves on: what was still theirs inside the area goes to whoever takes over. */
export async function handOver(ctx: Ctx, from: string, to: string, area: string): Promise<void> {
  await db(ctx)
    .updateTable('visits.visit')
    .set({ assignee: to })
    .where('county', '=', ctx.county)
    .where('assignee', '=', from)
    .where('state', 'in', ['planned', 'missed'])
    .where((eb) => insideArea(eb, 'area', area))
    .execute()
}
/** Notes of what was made or cancelled long ago. @returns how many rows went */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('visits.visit')
    .where('county', '=', ctx.county)
    .where('state', 'in', ['done', 'cancelled', 'missed'])
    .where('updated_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

export async function standingIn(ctx: Ctx, areas: readonly string[], limit: number): Promise<Planned[]> {
  return (await rows(ctx).where('area', 'in', areas).orderBy('id').limit(limit).execute()).map(told)
}
export async function recode(ctx: Ctx, id: string, area: string): Promise<void> {
  await db(ctx)
    .updateTable('visits.visit')
    .set({ area })
    .where('county', '=', ctx.county)
    .where('id', '=', splitId(id).uuid)
    .execute()
}

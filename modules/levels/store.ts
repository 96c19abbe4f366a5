import { joinId, type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { sql } from 'kysely'
import type { Level } from './rules.ts'
import type { Colour } from './states.ts'
import { db, type Row } from './store-tables.ts'

const rows = (ctx: Ctx) => db(ctx).selectFrom('levels.level').selectAll().where('county', '=', ctx.county)
const uuidOf = (id: string): string => splitId(id).uuid

const told = (row: Row): Level => ({
  id: joinId(row.county, row.id),
  area: row.area,
  subjectKind: row.subject_kind,
  subject: joinId(row.county, row.subject),
  kind: row.kind,
  place: row.place,
  point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  colour: row.colour,
  state: row.state,
  reason: row.reason,
  decidedBy: row.decided_by,
  since: row.since,
  signDue: row.sign_due,
  signedBy: row.signed_by,
  signedAt: row.signed_at,
  expires: row.expires,
  confirmedAt: row.confirmed_at,
  terms: row.terms as Level['terms'],
  points: row.points,
  lowering: row.lowering as Level['lowering'],
  endedAt: row.ended_at,
  end: row.ended_by,
  updatedAt: row.updated_at,
})
const rowOf = (ctx: Ctx, level: Level): Row => ({
  county: ctx.county,
  id: uuidOf(level.id),
  area: level.area,
  subject_kind: level.subjectKind,
  subject: uuidOf(level.subject),
  kind: level.kind,
  place: level.place,
  lat: level.point?.lat ?? null,
  lon: level.point?.lon ?? null,
  colour: level.colour,
  state: level.state,
  reason: level.reason,
  decided_by: level.decidedBy,
  since: level.since,
  sign_due: level.signDue,
  signed_by: level.signedBy,
  signed_at: level.signedAt,
  expires: level.expires,
  confirmed_at: level.confirmedAt,
  terms: JSON.stringify(level.terms),
  points: level.points,
  lowering: level.lowering && JSON.stringify(level.lowering),
  ended_at: level.endedAt,
  ended_by: level.end,
  updated_at: level.updatedAt,
})

export type Waiting = 'signature' | 'lowering' | 'objection' | 'expiry'
type Filter = {
  area?: string | undefined
  colour?: Colour | undefined
  kind?: string | undefined
  waiting?: Waiting | undefined
  soon: string
}
const hasObjection = sql<boolean>`exists (select from levels.objection o where o.county = levels.level.county
  and o.level = levels.level.id and o.answered_at is null)`
const inForce = (ctx: Ctx, { area, kind }: { area?: string | undefined; kind?: string | undefined }) =>
  rows(ctx)
    .where('state', '=', 'active')
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', area as string)))
    .$if(kind === 'place', (select) => select.where('subject_kind', '=', 'place'))
    .$if(kind !== undefined && kind !== 'place', (select) => select.where('kind', '=', kind as string))

export async function list(ctx: Ctx, query: Filter & { after?: string | undefined; limit: number }) {
  const { colour, waiting, soon, limit } = query
  const key = keyOf(query.after, 2)
  const found = await inForce(ctx, query)
    .select(hasObjection.as('objection'))
    .$if(colour !== undefined, (select) => select.where('colour', '=', colour as Colour))
    .$if(waiting === 'signature', (select) => select.where('sign_due', 'is not', null))
    .$if(waiting === 'lowering', (select) => select.where('lowering', 'is not', null))
    .$if(waiting === 'objection', (select) => select.where(hasObjection))
    .$if(waiting === 'expiry', (select) => select.where('expires', '<', soon))
    .$if(key !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('since', 'id'), '<', eb.tuple(String(key?.[0]), String(key?.[1])))),
    )
    .orderBy('since', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(
    found,
    limit,
    (row) => [row.since, row.id],
    (row) => ({ level: told(row), objection: row.objection }),
  ) satisfies Page<{ level: Level; objection: boolean }>
}

export async function countBoard(ctx: Ctx, where: Pick<Filter, 'area' | 'kind'>, soon: string) {
  return inForce(ctx, where)
    .clearSelect()
    .select(['colour', sql<number>`count(*)::integer`.as('count')])
    .select([
      sql<number>`count(sign_due)::integer`.as('unsigned'),
      sql<number>`count(lowering)::integer`.as('lowering'),
      sql<number>`count(*) filter (where expires < ${soon})::integer`.as('expiring'),
    ])
    .groupBy('colour')
    .execute()
}

export async function find(ctx: Ctx, id: string): Promise<Level | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).executeTakeFirst()
  return row && told(row)
}
/** Nobody else moves it before this transaction ends. */
export async function lock(ctx: Ctx, id: string): Promise<Level | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).forUpdate().executeTakeFirst()
  return row && told(row)
}
const inForceOn = (ctx: Ctx, subject: string) =>
  rows(ctx).where('subject', '=', uuidOf(subject)).where('state', '=', 'active')
export async function findOf(ctx: Ctx, subject: string): Promise<Level | undefined> {
  const row = await inForceOn(ctx, subject).executeTakeFirst()
  return row && told(row)
}
export async function lockOf(ctx: Ctx, subject: string): Promise<Level | undefined> {
  const row = await inForceOn(ctx, subject).forUpdate().executeTakeFirst()
  return row && told(row)
}

/** @returns false when the id is taken, or the subject has a colour already. */
export async function add(ctx: Ctx, level: Level): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('levels.level')
    .values(rowOf(ctx, level))
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export async function save(ctx: Ctx, level: Level): Promise<void> {
  const { county, id, subject: _subject, subject_kind: _kind, ...change } = rowOf(ctx, level)
  await db(ctx).updateTable('levels.level').set(change).where('county', '=', county).where('id', '=', id).execute()
}

/** In force, and over by then, or unsigned by then. */
export async function listDue(ctx: Ctx, now: string, which: 'expires' | 'sign_due', limit: number): Promise<Level[]> {
  const found = await rows(ctx)
    .where('state', '=', 'active')
    .where(which, '<=', now)
    .orderBy(which)
    .limit(limit)
    .forUpdate()
    .execute()
  return found.map(told)
}
/** In force, and over within a span: told once, on the day. */
export async function listExpiring(ctx: Ctx, from: string, to: string): Promise<Level[]> {
  const found = await rows(ctx)
    .where('state', '=', 'active')
    .where('expires', '>', from)
    .where('expires', '<=', to)
    .limit(2000)
    .execute()
  return found.map(told)
}

export async function standingIn(ctx: Ctx, areas: readonly string[], limit: number): Promise<Level[]> {
  return (await rows(ctx).where('area', 'in', areas).orderBy('id').limit(limit).execute()).map(told)
}
export async function recode(ctx: Ctx, id: string, area: string): Promise<void> {
  await db(ctx)
    .updateTable('levels.level')
    .set({ area })
    .where('county', '=', ctx.county)
    .where('id', '=', uuidOf(id))
    .execute()
}

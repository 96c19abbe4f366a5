import { joinId, type Page, splitId } from '@doorstep/contract'
import { type Ctx, insideArea, insideGrant, keyOf, pageOf } from '@doorstep/kernel'
import { type Selectable, sql } from 'kysely'
import type { Sign } from './rules.ts'
import { type CallRow, db, type SignRow } from './store-tables.ts'

/** What came in: signs, and the calls that some of them are. */

const uuidOf = (id: string): string => splitId(id).uuid
const orNull = (county: number, uuid: string | null): string | null => (uuid === null ? null : joinId(county, uuid))
const rows = (ctx: Ctx) => db(ctx).selectFrom('findings.sign').selectAll().where('county', '=', ctx.county)
const told = (row: Selectable<SignRow>): Sign => ({
  id: joinId(row.county, row.id),
  source: row.source,
  ref: joinId(row.county, row.ref),
  area: row.area,
  family: row.family,
  place: row.place,
  placeKey: row.place_key,
  point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  at: row.at,
  proposal: orNull(row.county, row.proposal),
  matter: orNull(row.county, row.matter),
})
export const signRow = (county: number, sign: Sign) => ({
  county,
  id: uuidOf(sign.id),
  source: sign.source,
  ref: uuidOf(sign.ref),
  area: sign.area,
  family: sign.family,
  place: sign.place,
  place_key: sign.placeKey,
  lat: sign.point?.lat ?? null,
  lon: sign.point?.lon ?? null,
  at: sign.at,
  proposal: sign.proposal === null ? null : uuidOf(sign.proposal),
  matter: sign.matter === null ? null : uuidOf(sign.matter),
})

/** New ones; one that is there (by what it is) is told anew and looked at again unless it belongs somewhere already. */
export async function addSigns(ctx: Ctx, signs: readonly Sign[]): Promise<void> {
  if (signs.length === 0) return
  await db(ctx)
    .insertInto('findings.sign')
    .values(signs.map((sign) => signRow(ctx.county, sign)))
    .onConflict((conflict) =>
      conflict.columns(['county', 'source', 'ref']).doUpdateSet((eb) => ({
        area: eb.ref('excluded.area'),
        family: eb.ref('excluded.family'),
        place: eb.ref('excluded.place'),
        place_key: eb.ref('excluded.place_key'),
        lat: eb.ref('excluded.lat'),
        lon: eb.ref('excluded.lon'),
        looked: sql<boolean>`findings.sign.proposal is not null`,
      })),
    )
    .execute()
}
export async function saveCalls(ctx: Ctx, calls: readonly Omit<CallRow, 'county'>[]): Promise<void> {
  if (calls.length === 0) return
  await db(ctx)
    .insertInto('findings.call')
    .values(calls.map((call) => ({ ...call, county: ctx.county, id: uuidOf(call.id) })))
    .onConflict((conflict) =>
      conflict.columns(['county', 'id']).doUpdateSet((eb) => ({
        area: eb.ref('excluded.area'),
        number: eb.ref('excluded.number'),
        words: eb.ref('excluded.words'),
        phone: eb.ref('excluded.phone'),
        phone_blind: eb.ref('excluded.phone_blind'),
        called_at: eb.ref('excluded.called_at'),
        updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute()
}
export async function callsOf(ctx: Ctx, ids: readonly string[]): Promise<Map<string, CallRow>> {
  if (ids.length === 0) return new Map()
  const query = db(ctx).selectFrom('findings.call').selectAll().where('county', '=', ctx.county)
  const found = await query.where('id', 'in', ids.map(uuidOf)).execute()
  return new Map(found.map((row) => [joinId(row.county, row.id), row]))
}
export async function lastChanges(ctx: Ctx, ids: readonly string[]): Promise<Map<string, string>> {
  return new Map([...(await callsOf(ctx, ids))].map(([id, { updated_at }]) => [id, updated_at]))
}

/** Not looked at yet, the oldest first; nobody else looks at them meanwhile. */
export async function lockNew(ctx: Ctx, limit: number): Promise<Sign[]> {
  const found = await rows(ctx)
    .where('looked', '=', false)
    .orderBy('at')
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .execute()
  return found.map(told)
}
export async function setLooked(ctx: Ctx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const update = db(ctx).updateTable('findings.sign').set({ looked: true }).where('county', '=', ctx.county)
  await update.where('id', 'in', ids.map(uuidOf)).execute()
}

/** Metres of one degree of latitude, a little less than anywhere. */
const perDegree = 110_500
/** Whatever any rule might take for the same: near, or at the same address, and not too long ago. */
export async function around(ctx: Ctx, sign: Sign, metres: number, since: string, until: string): Promise<Sign[]> {
  const { point, placeKey } = sign
  if (!point && placeKey === null) return []
  const north = metres / perDegree
  const east = point ? north / Math.max(0.1, Math.cos((point.lat * Math.PI) / 180)) : 0
  const found = await rows(ctx)
    .where('at', '>=', since)
    .where('at', '<=', until)
    .where((eb) =>
      eb.or([
        ...(point
          ? [
              eb.and([
                eb('lat', '>=', point.lat - north),
                eb('lat', '<=', point.lat + north),
                eb('lon', '>=', point.lon - east),
                eb('lon', '<=', point.lon + east),
              ]),
            ]
          : []),
        ...(placeKey === null ? [] : [eb('place_key', '=', placeKey)]),
      ]),
    )
    .orderBy('at', 'desc')
    .limit(100)
    .execute()
  return found.map(told)
}

export const ofProposal = async (ctx: Ctx, id: string): Promise<Sign[]> =>
  (await rows(ctx).where('proposal', '=', uuidOf(id)).orderBy('at').orderBy('id').limit(200).execute()).map(told)
export async function attach(
  ctx: Ctx,
  ids: readonly string[],
  to: { proposal?: string | null; matter?: string },
): Promise<void> {
  if (ids.length === 0) return
  const { proposal, matter } = to
  await db(ctx)
    .updateTable('findings.sign')
    .set({
      ...(proposal === undefined ? {} : { proposal: proposal === null ? null : uuidOf(proposal) }),
      ...(matter === undefined ? {} : { matter: uuidOf(matter) }),
    })
    .where('county', '=', ctx.county)
    .where('id', 'in', ids.map(uuidOf))
    .execute()
}
export async function lock(ctx: Ctx, id: string): Promise<Sign | undefined> {
  const row = await rows(ctx).where('id', '=', uuidOf(id)).forUpdate().executeTakeFirst()
  return row && told(row)
}

type Query = { area?: string; source?: Sign['source']; after?: string; limit: number }
export async function listFree(ctx: Ctx, { area, source, after, limit }: Query): Promise<Page<Sign>> {
  const key = keyOf(after, 2)
  const found = await rows(ctx)
    .where('matter', 'is', null)
    .where((eb) => insideGrant(eb, 'area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'area', area as string)))
    .$if(source !== undefined, (select) => select.where('source', '=', source as Sign['source']))
    .$if(key !== undefined, (select) =>
      select.where((eb) => eb(eb.refTuple('at', 'id'), '<', eb.tuple(String(key?.[0]), String(key?.[1])))),
    )
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return pageOf(found, limit, (row) => [row.at, row.id], told)
}

/** The report behind a sign says nothing any more: it goes, and the proposal it is in no longer says where. */
export async function forgetReport(ctx: Ctx, matter: string): Promise<void> {
  const gone = await db(ctx)
    .deleteFrom('findings.sign')
    .where('county', '=', ctx.county)
    .where('source', '=', 'report')
    .where('ref', '=', uuidOf(matter))
    .returning('proposal')
    .executeTakeFirst()
  if (!gone?.proposal) return
  const update = db(ctx).updateTable('findings.proposal').set({ place: null, lat: null, lon: null })
  await update.where('county', '=', ctx.county).where('id', '=', gone.proposal).execute()
}

/** Calls of before then, and all signs as old. @returns how many calls went */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  await db(ctx).deleteFrom('findings.sign').where('county', '=', ctx.county).where('at', '<', before).execute()
  const calls = db(ctx).deleteFrom('findings.call').where('county', '=', ctx.county).where('called_at', '<', before)
  return Number((await calls.executeTakeFirst()).numDeletedRows)
}

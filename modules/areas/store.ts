import type { Point } from '@doorstep/contract'
import type { Shape } from '@doorstep/geo/types.ts'
import { type Db, insideArea } from '@doorstep/kernel'
import { CompiledQuery, type Generated, type Kysely, sql } from 'kysely'
import { digitsOf, type Level, levels, type UrbanRuralClass } from './rules.ts'
import type { Day } from './rules-dating.ts'

/** The shapes of rows as they come out. */
export type AreaRow = {
  code: string
  level: Level
  name: string
  urbanRural: UrbanRuralClass | null
  pinyin: string[]
  initials: string[]
  validFrom: Day
  validTo: Day | null
  supersededBy: string[]
  version: number
  centre: Point | null
}
export type NewArea = Omit<AreaRow, 'version' | 'centre'> & { geometry?: Shape | null; centre?: Point | null }
type Tables = {
  'areas.area': {
    code: string
    county: Generated<number>
    level: Level
    name: string
    urban_rural: UrbanRuralClass | null
    pinyin: string[]
    initials: string[]
    valid_from: string
    valid_to: string | null
    superseded_by: string[]
    geometry: Shape | string | null
    lat: number | null
    lon: number | null
    version: Generated<number>
    updated_at: Generated<string>
  }
  'areas.revision': {
    county: number
    code: string
    version: number
    name: string
    urban_rural: UrbanRuralClass | null
    geometry: Shape | null
    until: string
    changed_by: string | null
    reason: string | null
  }
  'areas.edition': { county: number; stamp: Generated<string>; changed_at: Generated<string> } & {
    west: number | null
    south: number | null
    east: number | null
    north: number | null
  }
}
/** A request's or a command's open transaction. */
export type On = { db: Db }
const db = (on: On) => on.db as unknown as Kysely<Tables>
const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value))

const columns = [
  'code',
  'level',
  'name',
  'urban_rural as urbanRural',
  'pinyin',
  'initials',
  'valid_from as validFrom',
  'valid_to as validTo',
  'superseded_by as supersededBy',
  'version',
  'lat',
  'lon',
] as const
type Flat = Omit<AreaRow, 'centre'> & { lat: number | null; lon: number | null }
const shape = ({ lat, lon, ...row }: Flat): AreaRow => ({
  ...row,
  centre: lat === null || lon === null ? null : { lat, lon },
})
const inForce = (on: Day) => sql<boolean>`valid_from <= ${on}::date and (valid_to is null or valid_to > ${on}::date)`

export async function findArea(on: On, code: string): Promise<AreaRow | undefined> {
  const row = await db(on).selectFrom('areas.area').select(columns).where('code', '=', code).executeTakeFirst()
  return row && shape(row)
}

export async function findAreas(on: On, codes: readonly string[]): Promise<AreaRow[]> {
  if (codes.length === 0) return []
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(columns)
    .where('code', '=', sql<string>`any(${codes}::text[])`)
    .orderBy('code')
    .execute()
  return rows.map(shape)
}

/** Everything inside a prefix, ended areas included, in the order of the codes. */
export async function listInside(on: On, prefix: string): Promise<AreaRow[]> {
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(columns)
    .where((eb) => insideArea(eb as never, 'code', prefix))
    .orderBy('code')
    .execute()
  return rows.map(shape)
}

/** Areas one level below, ended ones included. */
export async function listParts(on: On, code: string): Promise<AreaRow[]> {
  const level = levels[levels.findIndex((one) => digitsOf[one] === code.length) + 1]
  if (!level) return []
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(columns)
    .where((eb) => insideArea(eb as never, 'code', code))
    .where('level', '=', level)
    .orderBy('code')
    .execute()
  return rows.map(shape)
}

export type Shaped = { code: string; name: string; level: Level; geometry: Shape }
/** Areas of a county that have a border on a day, in the order of the codes. */
export async function listShapes(on: On, prefix: string, day: Day): Promise<Shaped[]> {
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(['code', 'name', 'level', 'geometry'])
    .where((eb) => insideArea(eb as never, 'code', prefix))
    .where('geometry', 'is not', null)
    .where(inForce(day))
    .orderBy('code')
    .execute()
  return rows as Shaped[]
}

/** New areas; those whose code exists already are left as they are. @returns the codes that were new. */
export async function insertAreas(on: On, areas: readonly NewArea[]): Promise<string[]> {
  const made: string[] = []
  for (let at = 0; at < areas.length; at += 500) {
    const rows = await db(on)
      .insertInto('areas.area')
      .values(
        areas.slice(at, at + 500).map(({ geometry, centre, ...area }) => ({
          code: area.code,
          level: area.level,
          name: area.name,
          urban_rural: area.urbanRural,
          pinyin: area.pinyin,
          initials: area.initials,
          valid_from: area.validFrom,
          valid_to: area.validTo,
          superseded_by: area.supersededBy,
          geometry: json(geometry),
          lat: centre?.lat ?? null,
          lon: centre?.lon ?? null,
        })),
      )
      .onConflict((conflict) => conflict.column('code').doNothing())
      .returning('code')
      .execute()
    made.push(...rows.map(({ code }) => code))
  }
  return made
}

/** Borders and names of everything that is or was in a county, by code. */
export async function listKnown(
  on: On,
  county: number,
): Promise<{ code: string; name: string; geometry: Shape | null; validTo: Day | null }[]> {
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(['code', 'name', 'geometry', 'valid_to as validTo'])
    .where((eb) => insideArea(eb as never, 'code', String(county)))
    .orderBy('code')
    .execute()
  return rows as { code: string; name: string; geometry: Shape | null; validTo: Day | null }[]
}

export type NewLook = {
  name?: string
  pinyin?: string[]
  initials?: string[]
  urbanRural?: UrbanRuralClass | null
  geometry?: Shape | null
  centre?: Point | null
}
/** Gives an area another name or border, and keeps how it was. */
export async function reviseArea(
  on: On,
  code: string,
  look: NewLook,
  by: string | null,
  reason: string,
): Promise<void> {
  await sql`insert into areas.revision (county, code, version, name, urban_rural, geometry, until, changed_by, reason)
    select county, code, version, name, urban_rural, geometry, now(), ${by}, ${reason} from areas.area where code = ${code}`.execute(
    db(on),
  )
  await db(on)
    .updateTable('areas.area')
    .set({
      ...(look.name === undefined ? {} : { name: look.name }),
      ...(look.pinyin ? { pinyin: look.pinyin } : {}),
      ...(look.initials ? { initials: look.initials } : {}),
      ...(look.urbanRural === undefined ? {} : { urban_rural: look.urbanRural }),
      ...(look.geometry === undefined
        ? {}
        : { geometry: json(look.geometry), lat: look.centre?.lat ?? null, lon: look.centre?.lon ?? null }),
      version: sql`version + 1`,
      updated_at: sql`now()`,
    })
    .where('code', '=', code)
    .execute()
}

/** The area no longer exists from this day on; its heirs took over. */
export async function endArea(on: On, code: string, from: Day, heirs: readonly string[]): Promise<void> {
  await db(on)
    .updateTable('areas.area')
    .set({ valid_to: from, superseded_by: [...heirs], version: sql`version + 1`, updated_at: sql`now()` })
    .where('code', '=', code)
    .execute()
}

export type RevisionRow = { version: number; name: string; until: string; reason: string | null; shaped: boolean }
/** How an area was before, newest first. */
export async function listRevisions(on: On, code: string): Promise<RevisionRow[]> {
  return db(on)
    .selectFrom('areas.revision')
    .select(['version', 'name', 'until', 'reason', sql<boolean>`geometry is not null`.as('shaped')])
    .where('county', '=', Number(code.slice(0, 6)))
    .where('code', '=', code)
    .orderBy('version', 'desc')
    .execute()
}

/** Areas that ended and named this one as an heir. */
export async function listForerunners(on: On, code: string): Promise<AreaRow[]> {
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(columns)
    .where((eb) => insideArea(eb as never, 'code', code.slice(0, 6)))
    .where(sql<boolean>`${code} = any (superseded_by)`)
    .orderBy('code')
    .execute()
  return rows.map(shape)
}

/** What every area inside a prefix is called, ended ones too. */
export async function listNames(on: On, prefix: string): Promise<Map<string, string>> {
  const rows = await db(on)
    .selectFrom('areas.area')
    .select(['code', 'name'])
    .where((eb) => insideArea(eb as never, 'code', prefix))
    .execute()
  return new Map(rows.map(({ code, name }) => [code, name]))
}

export type Edition = { stamp: string; changedAt: string }
export async function findEdition(on: On, county: number): Promise<Edition | undefined> {
  const text = 'select stamp, changed_at as "changedAt" from areas.edition where county = $1'
  return (await on.db.executeQuery<Edition>(CompiledQuery.raw(text, [county]))).rows[0]
}

/** Says that the county's areas are no longer what they were. Also takes the county's lock until the transaction ends. */
export async function renewEdition(on: On, county: number): Promise<void> {
  await db(on)
    .insertInto('areas.edition')
    .values({ county })
    .onConflict((conflict) =>
      conflict.column('county').doUpdateSet({ stamp: sql`gen_random_uuid()`, changed_at: sql`now()` }),
    )
    .execute()
}

/** The county's lock: two changes of one county's areas come one after the other. */
export async function lockCounty(on: On, county: number): Promise<void> {
  await db(on)
    .insertInto('areas.edition')
    .values({ county })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await db(on).selectFrom('areas.edition').select('stamp').where('county', '=', county).forUpdate().execute()
}

export async function listCounties(on: On): Promise<number[]> {
  const rows = await db(on).selectFrom('areas.edition').select('county').orderBy('county').execute()
  return rows.map(({ county }) => county)
}

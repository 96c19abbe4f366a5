import type { Point } from '@doorstep/contract'
import { type Ctx, dayIn } from '@doorstep/kernel'
import { locateIn, locatorIn } from './locate.ts'
import { remember } from './memory.ts'
import { ancestorsOf, communityKindOf, isValidCode, type Level, parseGridCode, townshipKindOf } from './rules.ts'
import { type Day, isInForce } from './rules-dating.ts'
import { type AreaRow, findArea, findAreas, listInside, listNames } from './store.ts'

export type Seen = Pick<Ctx, 'db' | 'county' | 'now' | 'settings'>

/** Today in the county's zone. */
export function today(ctx: Pick<Ctx, 'now' | 'settings'>): Day {
  return dayIn(ctx.settings.zone, ctx.now())
}

/** What a code's own digits say it is. */
export function kindOf(code: string): string | null {
  if (code.length === 15) return parseGridCode(code)?.kind ?? null
  if (code.length === 12) return communityKindOf(code) ?? null
  return code.length === 9 ? (townshipKindOf(code) ?? null) : null
}

export type AreaInForce = { code: string; name: string; level: Level; kind: string | null; centre: Point | null }

/** The grid (special before basic) or the community of the request's county that a point lies in. */
export async function locate(ctx: Seen, point: Point): Promise<{ area: string; name: string } | undefined> {
  return locateIn(ctx, ctx.county, today(ctx), point)
}

/** As `locate`, for many points: asks once, answers at once. */
export const locatorOf = (ctx: Seen): Promise<(point: Point) => { area: string; name: string } | undefined> =>
  locatorIn(ctx, ctx.county, today(ctx))

/** Every area of the county that there is or was, for files that write them by name: what an ended one goes on in. */
export async function areasOfCounty(ctx: Seen) {
  const day = today(ctx)
  return (await listInside(ctx, String(ctx.county))).map((row) => ({
    code: row.code,
    name: row.name,
    pinyin: row.pinyin,
    ended: !isInForce(row, day),
    supersededBy: row.supersededBy,
  }))
}

/** Names of codes, ended ones too; codes that nobody knows are left out. */
export async function areaNames(ctx: Seen, codes: readonly string[]): Promise<Map<string, string>> {
  const held = await remember(ctx, ctx.county, today(ctx), 'names', () => listNames(ctx, String(ctx.county)))
  const wanted = [...new Set(codes)].sort()
  const elsewhere = held ? wanted.filter((code) => !code.startsWith(String(ctx.county))) : wanted
  const others = new Map((await findAreas(ctx, elsewhere)).map(({ code, name }) => [code, name]))
  return new Map(
    wanted.flatMap((code): [string, string][] => {
      const name = held?.get(code) ?? others.get(code)
      return name === undefined ? [] : [[code, name]]
    }),
  )
}

/** The area of a code, if it exists today. */
export async function areaInForce(ctx: Seen, code: string): Promise<AreaInForce | undefined> {
  const row = isValidCode(code) ? await findArea(ctx, code) : undefined
  return row && isInForce(row, today(ctx))
    ? { code, name: row.name, level: row.level, kind: kindOf(code), centre: row.centre }
    : undefined
}

/** `township · community · grid`, as far down as the code goes; for a county or above its own name, '' for an unknown code. */
export async function placeName(ctx: Seen, code: string): Promise<string> {
  return (await placeNames(ctx, [code])).get(code) ?? ''
}

/** As `placeName`, for a whole list with one query. */
export async function placeNames(ctx: Seen, codes: readonly string[]): Promise<Map<string, string>> {
  const partsOf = (code: string) =>
    code.length <= 6 ? [code] : [...ancestorsOf(code), code].filter(({ length }) => length > 6)
  const names = await areaNames(ctx, codes.flatMap(partsOf))
  return new Map(
    codes.map((code) => [
      code,
      partsOf(code)
        .flatMap((part) => names.get(part) ?? [])
        .join(' · '),
    ]),
  )
}

/** One row as the API tells it. */
export function tell({ code, level, name, urbanRural, validFrom, validTo, supersededBy, centre, version }: AreaRow) {
  return { code, level, name, kind: kindOf(code), urbanRural, validFrom, validTo, supersededBy, centre, version }
}

import { failing, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { type areas, failures } from './contract.ts'
import { placeName, placeNames, tell, today } from './doors.ts'
import { locateIn } from './locate.ts'
import { ancestorsOf } from './rules.ts'
import { isInForce, resolve } from './rules-dating.ts'
import { search } from './rules-search.ts'
import * as store from './store.ts'

const fail = failing(failures)
const getArea = async (ctx: Ctx, code: string): Promise<store.AreaRow> =>
  (await store.findArea(ctx, code)) ?? fail('areas.missing', { code })

async function heirsToday(ctx: Ctx, area: store.AreaRow): Promise<string[]> {
  const known = new Map([[area.code, area]])
  for (let open = area.supersededBy; open.length > 0; ) {
    const heirs = await store.findAreas(
      ctx,
      open.filter((code) => !known.has(code)),
    )
    for (const heir of heirs) known.set(heir.code, heir)
    open = heirs.flatMap(({ supersededBy }) => supersededBy).filter((code) => !known.has(code))
  }
  return resolve(area.code, today(ctx), known)
}

async function partsOf(ctx: Ctx, code: string, ended: boolean): Promise<store.AreaRow[]> {
  const rows = await store.listParts(ctx, code)
  return ended ? rows : rows.filter((row) => isInForce(row, today(ctx)))
}

export const service: Service<typeof areas, Ctx> = {
  counties: async (ctx) => {
    const codes = (await store.listCounties(ctx)).map(String)
    return { items: (await store.findAreas(ctx, codes)).map(tell) }
  },
  search: async (ctx, { query }) => {
    const inside = await store.listInside(ctx, query.county ?? String(ctx.county))
    const wanted = inside.filter(
      (area) => isInForce(area, today(ctx)) && (query.level === undefined || area.level === query.level),
    )
    const found = search(
      wanted.map((area) => ({ ...area, full: area.pinyin })),
      query.q,
      query.limit,
    )
    const places = await placeNames(
      ctx,
      found.map(({ code }) => code),
    )
    return { items: found.map((area) => ({ ...tell(area), place: places.get(area.code) ?? '' })) }
  },
  locate: async (ctx, { query: { lat, lon, county } }) => {
    const found = (await locateIn(ctx, Number(county ?? ctx.county), today(ctx), { lat, lon })) ?? fail('areas.nowhere')
    return { ...found, place: await placeName(ctx, found.area) }
  },
  get: async (ctx, { params: { code } }) => {
    const area = await getArea(ctx, code)
    return {
      ...tell(area),
      inForce: isInForce(area, today(ctx)),
      above: (await store.findAreas(ctx, ancestorsOf(code))).map(({ code, name, level }) => ({ code, name, level })),
      today: await heirsToday(ctx, area),
      parts: (await partsOf(ctx, code, false)).length,
    }
  },
  parts: async (ctx, { params: { code }, query }) => {
    await getArea(ctx, code)
    return { items: (await partsOf(ctx, code, query.ended ?? false)).map(tell) }
  },
}

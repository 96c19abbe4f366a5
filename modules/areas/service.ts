import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { fail, getArea, getHeld } from './access.ts'
import { tellProblems } from './borders.ts'
import type { areas } from './contract.ts'
import { placeName, placeNames, tell, today } from './doors.ts'
import { locateIn } from './locate.ts'
import { remember } from './memory.ts'
import { ancestorsOf, type Level, levels } from './rules.ts'
import { checkHistory, isInForce, resolve } from './rules-dating.ts'
import { findMisfits } from './rules-import-fit.ts'
import { search } from './rules-search.ts'
import { editing } from './service-edit.ts'
import { shapesOf } from './shapes-file.ts'
import * as store from './store.ts'

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

/** Areas in force of one county, the best answers first. */
async function searchIn(ctx: Ctx, county: number, text: string, limit: number, level?: Level) {
  const day = today(ctx)
  const read = async () =>
    (await store.listInside(ctx, String(county)))
      .filter((area) => isInForce(area, day))
      .map((area) => ({ ...area, full: area.pinyin }))
  const areas = (await remember(ctx, county, day, 'search', read)) ?? []
  return search(level ? areas.filter((area) => area.level === level) : areas, text, limit)
}

export const service: Service<typeof areas, Ctx> = {
  counties: async (ctx) => {
    const codes = (await store.listCounties(ctx)).map(String)
    return { items: (await store.findAreas(ctx, codes)).map(tell) }
  },
  search: async (ctx, { query }) => {
    const found = await searchIn(ctx, Number(query.county ?? ctx.county), query.q, query.limit ?? 20, query.level)
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
  history: async (ctx, { params: { code } }) => {
    const area = await getArea(ctx, code)
    const mayKnowWhy = ctx.may('areas.edit') !== undefined
    return {
      before: (await store.listForerunners(ctx, code)).map(tell),
      after: (await store.findAreas(ctx, area.supersededBy)).map(tell),
      revisions: (await store.listRevisions(ctx, code)).map((revision) => ({
        ...revision,
        reason: mayKnowWhy ? revision.reason : null,
      })),
    }
  },
  shapes: async (ctx, { params: { code }, query }) => {
    const area = await getArea(ctx, code)
    const edition = code.length < 6 ? undefined : await store.findEdition(ctx, Number(code.slice(0, 6)))
    const headers = {
      'cache-control': 'no-cache',
      ...(edition ? { etag: `"${edition.stamp}-${today(ctx)}-${query.level ?? 'all'}"` } : {}),
    }
    const type = 'application/geo+json'
    if (headers.etag && ctx.headers['if-none-match'] === headers.etag) return { type, body: '', headers, status: 304 }
    // Of provinces and cities only the counties: all grids of a province would be a file of its own.
    const file = await shapesOf(ctx, code, code.length < 6 ? 'county' : query.level)
    const filename = query.file ? { filename: `${area.name}-${code}.geojson` } : {}
    return { type, body: JSON.stringify(file), headers, ...filename }
  },
  check: async (ctx, { params: { code } }) => {
    await getHeld(ctx, code)
    const rows = await store.listInside(ctx, code)
    const living = rows.filter((row) => isInForce(row, today(ctx)))
    const bordered = (await shapesOf(ctx, code)).features.map(({ properties, geometry }, feature) => ({
      ...properties,
      geometry,
      feature,
    }))
    return {
      areas: living.length,
      history: checkHistory(new Map(rows.map((row) => [row.code, row]))).map(({ heir = null, ...one }) => ({
        ...one,
        heir,
      })),
      borderless: levels.flatMap((level) => {
        const count = living.filter((row) => row.level === level && row.centre === null).length
        return count > 0 ? [{ level, count }] : []
      }),
      misfits: tellProblems(findMisfits(bordered)),
    }
  },
  ...editing,
}

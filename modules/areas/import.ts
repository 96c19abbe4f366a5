import { centroid } from '@doorstep/geo'
import type { Ctx } from '@doorstep/kernel'
import { findDivisions } from './data/divisions.ts'
import { today } from './doors.ts'
import { layAreas, newArea } from './lay.ts'
import { searchKeys } from './pinyin.ts'
import { planApart } from './plan-apart.ts'
import type { Day } from './rules-dating.ts'
import type { ImportPlan } from './rules-import.ts'
import * as store from './store.ts'

/** The day that the divisions data describes (modules/areas/data/README.md). */
const dataDay: Day = '2023-06-30'

export type LaidCounty = { name: string; townships: number; villages: number; fresh: number; kept: number }

/**
 * Lays a county's real divisions down to communities and villages. What is there already is left as it is, renamed or
 * closed by the county as it may be: a second run changes nothing. @returns undefined for a code that is no county.
 */
export async function importDivisions(ctx: store.On, code: string): Promise<LaidCounty | undefined> {
  const found = await findDivisions(code)
  if (!found) return undefined
  const { province, city, county, townships, villages } = found
  const above = city.nominal || city.code.padEnd(6, '0') === code ? [province] : [province, city]
  const all = [...above, county, ...townships, ...villages]
  const made = await layAreas(ctx, Number(code), all, dataDay)
  return {
    name: county.name,
    townships: townships.length,
    villages: villages.length,
    fresh: made.length,
    kept: all.length - made.length,
  }
}

/** What the file would do to the county of the request; nothing is written. */
export async function planShapes(ctx: Pick<Ctx, 'db' | 'county'>, text: string): Promise<ImportPlan> {
  const known = await store.listKnown(ctx, ctx.county)
  const byCode = known.map((area) => [area.code, { ...area, ended: area.validTo !== null }] as const)
  return planApart({ text, county: String(ctx.county), known: byCode })
}

/** Brings borders and grids of a GeoJSON file in. Holds the county's lock, so that no other change comes between plan and deed. */
export async function importShapes(
  ctx: Pick<Ctx, 'db' | 'county' | 'actor' | 'now' | 'settings' | 'publish'>,
  text: string,
  options: { reason: string; partly: boolean },
): Promise<ImportPlan & { written: boolean }> {
  await store.lockCounty(ctx, ctx.county)
  const plan = await planShapes(ctx, text)
  const refused = plan.problems.some(({ severity }) => severity === 'rejected')
  if (plan.fresh.length + plan.changed.length === 0 || (refused && !options.partly)) return { ...plan, written: false }
  const day = today(ctx)
  await store.insertAreas(
    ctx,
    plan.fresh.map((area) => newArea(area, day)),
  )
  for (const { code, name, geometry } of plan.changed) {
    const { full, initials } = searchKeys(name)
    const look = { name, pinyin: [...full], initials: [...initials], geometry, centre: centroid(geometry) }
    await store.reviseArea(ctx, code, look, ctx.actor.account, options.reason)
  }
  await store.renewEdition(ctx, ctx.county)
  ctx.publish({ type: 'areas.changed', subject: String(ctx.county), area: String(ctx.county) })
  return { ...plan, written: true }
}

import type { Ctx } from '@doorstep/kernel'
import { heirsOf } from '@doorstep/modules/areas/index.ts'
import * as store from './store-recode.ts'

/**
 * Areas were merged, split or recoded: what stands under an old code goes to the new one, so that whoever is posted there
 * today finds it. Works from what the areas say today, so that a day of change that lay ahead is not missed, and a
 * repeated round finds nothing left.
 */
const batch = 2000
const most = 100_000

export async function followAreas(ctx: Ctx): Promise<void> {
  const heirs = await heirsOf(ctx)
  let left = most
  const moved = new Set<string>()
  for (const was of await store.standing(ctx, heirs.ended)) {
    for (;;) {
      const found = await store.listStanding(ctx, was, batch)
      for (const [area, { ids, unsure }] of await groups(heirs, was, found)) {
        await store.recode(ctx, ids, { was, area, at: ctx.now(), unsure })
        moved.add(area)
      }
      left -= found.length
      if (found.length < batch || left <= 0) break
    }
    if (left <= 0) break
  }
  for (const was of heirs.ended) {
    const [heir] = heirs.of(was)
    if (heir) await store.recodeSenders(ctx, was, heir)
  }
  for (const area of moved) ctx.publish({ type: 'matters.recoded', subject: String(ctx.county), area })
}

type Group = { ids: string[]; unsure: boolean }
async function groups(heirs: Awaited<ReturnType<typeof heirsOf>>, was: string, found: readonly store.Standing[]) {
  const by = new Map<string, Group>()
  for (const { id, lat, lon } of found) {
    const heir = await heirs.at(was, lat === null || lon === null ? null : { lat, lon })
    if (!heir) continue
    const group = by.get(heir.area) ?? { ids: [], unsure: heir.unsure }
    group.ids.push(id)
    by.set(heir.area, group)
  }
  return by
}

import type { Ctx } from '@doorstep/kernel'
import { heirsOf } from '@doorstep/modules/areas/index.ts'
import { standingOf } from '@doorstep/modules/matters/index.ts'
import * as store from './store.ts'

const atOnce = 5000

/** Areas were merged, split or recoded: a colour stands where its place, or its matter, is today. */
export async function followAreas(ctx: Ctx): Promise<void> {
  const heirs = await heirsOf(ctx)
  if (heirs.ended.length === 0) return
  for (const { id, area, point, subject } of await store.standingIn(ctx, heirs.ended, atOnce)) {
    const spot = point ?? (subject === null ? null : ((await standingOf(ctx, subject))?.point ?? null))
    const heir = await heirs.at(area, spot)
    if (heir) await store.recode(ctx, id, heir.area)
  }
}

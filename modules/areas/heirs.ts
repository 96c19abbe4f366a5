import { type Seen, today } from './doors.ts'
import { locateIn } from './locate.ts'
import { isInForce } from './rules-dating.ts'
import { listInside } from './store.ts'

/** Where things go whose area has ended. */

export type Heirs = {
  /** Every code of the county that has ended by today and goes on elsewhere. */
  ended: readonly string[]
  /** The areas in force that took over from it, over as many changes as there were. */
  of(code: string): readonly string[]
  /** The one heir; where there are several, the one in which the point lies, else the first, which is then `unsure`. */
  at(code: string, point: { lat: number; lon: number } | null): Promise<{ area: string; unsure: boolean } | undefined>
}

export async function heirsOf(ctx: Seen): Promise<Heirs> {
  const day = today(ctx)
  const rows = new Map((await listInside(ctx, String(ctx.county))).map((row) => [row.code, row]))
  const follow = (code: string, seen: ReadonlySet<string>): string[] => {
    const row = rows.get(code)
    if (!row || seen.has(code)) return []
    if (isInForce(row, day)) return [code]
    if (row.validTo === null || row.validTo > day) return []
    return row.supersededBy.flatMap((heir) => follow(heir, new Set([...seen, code])))
  }
  const heirs = new Map<string, string[]>()
  for (const [code, row] of rows) {
    if (isInForce(row, day)) continue
    const found = [...new Set(follow(code, new Set()))]
    if (found.length > 0) heirs.set(code, found)
  }
  const of = (code: string): readonly string[] => heirs.get(code) ?? []
  return {
    ended: [...heirs.keys()],
    of,
    async at(code, point) {
      const all = of(code)
      const [first] = all
      if (first === undefined) return undefined
      if (all.length === 1) return { area: first, unsure: false }
      const there = point && (await locateIn(ctx, ctx.county, day, point))
      const inside = there && all.find((heir) => there.area.startsWith(heir))
      return inside ? { area: code.length < 15 ? inside : there.area, unsure: false } : { area: first, unsure: true }
    },
  }
}

/** How the areas lie together after an import: which claim the same ground, and what nobody has. */
import { areaM2, gaps, overlaps, type Shape } from '@doorstep/geo'
import { type Level, levelOf, parentOf, parseGridCode } from './rules.ts'
import type { ImportProblem } from './rules-import-read.ts'

/** An area as it will lie; `feature` where it comes from the file. */
export type Laid = { code: string; name: string; geometry: Shape; feature?: number }

/** Borders drawn by hand never meet exactly: below this share of the smaller one an overlap is noted, above it refused. */
const sliverShare = 0.01

const isBasic = ({ code }: Laid) => parseGridCode(code)?.kind === 'basic'
const where = ({ feature, name }: Laid) => ({ ...(feature === undefined ? {} : { feature }), name })
const squareMetres = (area: number) => Math.round(area)

/** Overlaps of one layer, each named at a feature of the file; those between areas that are there already are left alone. */
function overlapsIn(layer: readonly Laid[]): ImportProblem[] {
  return overlaps(layer).flatMap(({ a, b, areaM2: shared }) => {
    const [at, other] = b.feature === undefined ? [a, b] : [b, a]
    if (at.feature === undefined) return []
    const smaller = Math.min(areaM2(a.geometry), areaM2(b.geometry))
    return {
      ...where(at),
      code: 'overlap',
      severity: shared > smaller * sliverShare ? ('rejected' as const) : ('noted' as const),
      detail: { other: other.name, otherCode: other.code, squareMetres: squareMetres(shared) },
    }
  })
}

/** Ground of one parent that none of its parts has; noted only, since a lake or a base may belong to nobody. */
function gapsIn(parts: readonly Laid[], outer: Laid | undefined): ImportProblem[] {
  if (!parts.some(({ feature }) => feature !== undefined)) return []
  return gaps(parts, outer?.geometry).map(({ areaM2: open, beside }) => {
    const next = beside.find(({ feature }) => feature !== undefined) ?? beside[0]
    return {
      ...(next ? where(next) : {}),
      code: 'gap',
      severity: 'noted' as const,
      detail: { squareMetres: squareMetres(open), beside: beside.map(({ name }) => name).join('、') },
    }
  })
}

/** What of an area lies outside of the one above it. */
function outsideOf(area: Laid, outer: Laid): ImportProblem[] {
  const whole = areaM2(area.geometry)
  const [inside] = overlaps([area, outer])
  const outside = whole - (inside?.areaM2 ?? 0)
  if (area.feature === undefined || outside <= Math.max(1, whole * sliverShare)) return []
  return [
    {
      ...where(area),
      code: 'outsideParent',
      severity: outside > whole / 2 ? 'rejected' : 'noted',
      detail: { parent: outer.name, squareMetres: squareMetres(outside) },
    },
  ]
}

/** @param areas everything that will be in force and has a border, in the order of the codes */
export function findMisfits(areas: readonly Laid[]): ImportProblem[] {
  const byCode = new Map(areas.map((area) => [area.code, area]))
  const layerOf = (level: Level) => areas.filter(({ code }) => levelOf(code) === level)
  const grids = layerOf('grid')
  const tilings = [layerOf('township'), layerOf('community'), grids.filter(isBasic)]
  const problems = [...tilings, grids.filter((grid) => !isBasic(grid))].flatMap(overlapsIn)
  for (const tiling of tilings)
    for (const [parent, parts] of Map.groupBy(tiling, ({ code }) => parentOf(code) ?? ''))
      problems.push(...gapsIn(parts, byCode.get(parent)))
  for (const area of areas) {
    const outer = byCode.get(parentOf(area.code) ?? '')
    if (outer && area.feature !== undefined) problems.push(...outsideOf(area, outer))
  }
  return problems
}

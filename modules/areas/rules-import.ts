/** An import is planned in full before anything is written: the plan is the report of a dry run. */
import { centroid, locator, type Shape } from '@doorstep/geo'
import { levelOf, parentOf, parseGridCode } from './rules.ts'
import { findMisfits, type Laid } from './rules-import-fit.ts'
import { readLayers } from './rules-import-layers.ts'
import {
  droppedColumns,
  freeGridCode,
  type ImportProblem,
  isProblem,
  readWanted,
  type Wanted,
} from './rules-import-read.ts'

export type { ImportProblem } from './rules-import-read.ts'
export type KnownArea = { code: string; name: string; geometry: Shape | null; ended: boolean }
export type PlannedArea = { feature: number; code: string; name: string; geometry: Shape }
export type ImportPlan = {
  features: number
  fresh: PlannedArea[]
  changed: PlannedArea[]
  unchanged: number
  rejected: number
  problems: ImportProblem[]
}

/** Never throws, whatever the text is. @param known every area of the county that was ever there, by code */
export function planImport(text: string, county: string, known: ReadonlyMap<string, KnownArea>): ImportPlan {
  const { features, problems: faults } = readLayers(text)
  const problems: ImportProblem[] = faults.map((fault) => ({ ...fault, detail: { ...fault.detail } }))
  const dropped = droppedColumns(features)
  if (dropped.length > 0)
    problems.push({
      code: 'columnsDropped',
      severity: 'noted',
      detail: { columns: dropped.slice(0, 20).join(', ').slice(0, 300), count: dropped.length },
    })
  const wanted = features.map((feature) => readWanted(feature, county))
  problems.push(...wanted.filter(isProblem))
  const placed = place(
    wanted.filter((one): one is Wanted => !isProblem(one)),
    known,
    problems,
  )
  problems.push(...findMisfits(layOver(placed, known)))
  const unread = new Set(faults.filter(isRejectedFeature).map(({ feature }) => feature))
  return sortOut(placed, known, problems, features.length + unread.size)
}

const isRejectedFeature = ({ feature, severity }: { feature?: number; severity: string }) =>
  feature !== undefined && severity === 'rejected'

/** Gives every wanted area its code and name, or says why it cannot have one. */
function place(wanted: readonly Wanted[], known: ReadonlyMap<string, KnownArea>, problems: ImportProblem[]) {
  const communityAt = locator(
    [...known.values(), ...namedCommunities(wanted)].flatMap(({ code, geometry }) =>
      geometry && levelOf(code) === 'community' ? [{ code, geometry }] : [],
    ),
  )
  const taken = new Map<string, number>()
  for (const { code, feature } of wanted) if (code && !taken.has(code)) taken.set(code, feature)
  const placed: PlannedArea[] = []
  for (const one of wanted) {
    const refuse = (code: string, detail: ImportProblem['detail']) =>
      problems.push({
        feature: one.feature,
        ...(one.name ? { name: one.name } : {}),
        code,
        severity: 'rejected',
        detail,
      })
    const community = one.community ?? communityAt(centroid(one.geometry))?.code
    const code = one.code ?? (community && freeGridCode(community, one.kind, (c) => taken.has(c) || known.has(c)))
    if (!code) refuse(community ? 'numbersUsedUp' : 'communityMissing', { code: community ?? '' })
    else if ((taken.get(code) ?? one.feature) !== one.feature) refuse('codeTwice', { code })
    else if (known.get(code)?.ended) refuse('codeEnded', { code })
    else if (!known.has(code) && levelOf(code) !== 'grid') refuse('areaUnknown', { code })
    else if (!standing(parentOf(code), known)) refuse('communityUnknown', { code: parentOf(code) ?? '' })
    else {
      taken.set(code, one.feature)
      placed.push({ feature: one.feature, code, name: nameFor(one, code, known), geometry: one.geometry })
    }
  }
  return placed
}

const namedCommunities = (wanted: readonly Wanted[]) =>
  wanted.flatMap(({ code, geometry }) => (code && levelOf(code) === 'community' ? [{ code, geometry }] : []))

/** Parents above the county are nobody's business here. */
function standing(code: string | undefined, known: ReadonlyMap<string, KnownArea>): boolean {
  return code === undefined || code.length < 6 || known.get(code)?.ended === false
}

function nameFor({ name }: Wanted, code: string, known: ReadonlyMap<string, KnownArea>): string {
  const grid = parseGridCode(code)
  const made = grid && `${known.get(grid.community)?.name ?? grid.community}${Number(code.slice(12))}号网格`
  return name ?? known.get(code)?.name ?? made ?? code
}

/** The county as it will lie: what the file brings over what is there. */
function layOver(placed: readonly PlannedArea[], known: ReadonlyMap<string, KnownArea>): Laid[] {
  const laid = new Map<string, Laid>()
  for (const { code, name, geometry, ended } of known.values())
    if (geometry && !ended) laid.set(code, { code, name, geometry })
  for (const area of placed) laid.set(area.code, area)
  return [...laid.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

function sortOut(
  placed: readonly PlannedArea[],
  known: ReadonlyMap<string, KnownArea>,
  problems: ImportProblem[],
  features: number,
): ImportPlan {
  const bad = new Set(problems.filter(isRejectedFeature).map(({ feature }) => feature))
  const good = placed.filter(({ feature }) => !bad.has(feature))
  const differs = ({ code, name, geometry }: PlannedArea) =>
    known.get(code)?.name !== name || !sameShape(known.get(code)?.geometry, geometry)
  const there = good.filter(({ code }) => known.has(code))
  const changed = there.filter(differs)
  return {
    features,
    fresh: good.filter(({ code }) => !known.has(code)),
    changed,
    unchanged: there.length - changed.length,
    rejected: bad.size,
    problems: problems.sort((a, b) => (a.feature ?? -1) - (b.feature ?? -1)),
  }
}

function sameShape(a: Shape | null | undefined, b: Shape): boolean {
  return a?.type === b.type && JSON.stringify(a.coordinates) === JSON.stringify(b.coordinates)
}

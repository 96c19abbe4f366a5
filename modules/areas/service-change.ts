import { centroid, locator } from '@doorstep/geo'
import type { Shape } from '@doorstep/geo/types.ts'
import type { Ctx } from '@doorstep/kernel'
import { announce, fail, getHeld, realDay } from './access.ts'
import { readBorder } from './borders.ts'
import { newArea } from './lay.ts'
import { readAfresh } from './memory.ts'
import { type CarryProblem, carry } from './rules-carry.ts'
import { type Change, changeKind, isInForce } from './rules-dating.ts'
import * as store from './store.ts'
import { uniteShapes } from './unite.ts'

type Begin = { code: string; name?: string; geometry?: { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown[] } }
type Wanted = { from: string; ends: string[]; begins: Begin[]; reason: string; trial?: boolean }
type Known = Map<string, store.AreaRow & { geometry: Shape | null }>

/** Everything that was ever inside an area, with its border. */
async function readInside(ctx: Ctx, code: string): Promise<Known> {
  const shapes = new Map((await store.listKnown(ctx, ctx.county)).map((area) => [area.code, area.geometry]))
  const rows = await store.listInside(ctx, code)
  return new Map(rows.map((row) => [row.code, { ...row, geometry: shapes.get(row.code) ?? null }]))
}

export async function changeAreas(ctx: Ctx, code: string, wanted: Wanted) {
  realDay(wanted.from)
  await getHeld(ctx, code)
  readAfresh(ctx)
  await store.lockCounty(ctx, ctx.county)
  const known = await readInside(ctx, code)
  const change: Change = { on: wanted.from, ends: wanted.ends, begins: wanted.begins.map((begin) => begin.code) }
  const borders = new Map(
    wanted.begins.flatMap(({ code: heir, geometry }) => (geometry ? [[heir, readBorder(geometry)] as const] : [])),
  )
  const { steps, problems } = carry(change, known, heirFinder(change, known, borders))
  problems.push(...outside(code, change))
  const report = {
    kind: changeKind(change, known),
    moved: steps.flatMap(({ ends, begins }) => ends.map((from) => ({ from, to: [...begins] }))),
    problems: unique(problems),
  }
  if (wanted.trial) return { ...report, written: false }
  if (problems.length > 0) fail('areas.changeRefused', { problems: report.problems })
  await write(ctx, steps, wanted, known, borders)
  await announce(ctx, { on: wanted.from, moved: Object.fromEntries(report.moved.map(({ from, to }) => [from, to])) })
  return { ...report, written: true }
}

/** Nothing outside of the area that the change was asked for, and not that area itself. */
const outside = (code: string, { ends, begins }: Change): CarryProblem[] =>
  [...ends, ...begins]
    .filter((one) => !one.startsWith(code) || one.length === code.length)
    .map((area) => ({ code: 'areas.change.parentMissing', area }))

const unique = (problems: readonly CarryProblem[]): CarryProblem[] => [
  ...new Map(problems.map((problem) => [`${problem.code} ${problem.area}`, problem])).values(),
]

/** Where there are several heirs, a part goes to the one in whose new border its middle lies. */
function heirFinder({ begins }: Change, known: Known, borders: ReadonlyMap<string, Shape>) {
  const heirAt = locator(
    begins.flatMap((code) => {
      const geometry = borders.get(code) ?? known.get(code)?.geometry
      return geometry ? [{ code, geometry }] : []
    }),
  )
  return (part: string): string | undefined => {
    const centre = known.get(part)?.centre
    return centre ? heirAt(centre)?.code : undefined
  }
}

async function write(
  ctx: Ctx,
  steps: readonly Change[],
  wanted: Wanted,
  known: Known,
  borders: ReadonlyMap<string, Shape>,
): Promise<void> {
  const begins = new Map(wanted.begins.map((begin) => [begin.code, begin]))
  for (const { ends, begins: heirs, on } of steps) {
    for (const heir of heirs) {
      const border = borders.get(heir) ?? (heirs.length === 1 ? joined(heir, ends, known) : null)
      const there = known.get(heir)
      if (there && isInForce(there, on)) {
        if (border)
          await store.reviseArea(
            ctx,
            heir,
            { geometry: border, centre: centroid(border) },
            ctx.actor.account,
            wanted.reason,
          )
        continue
      }
      const before = known.get(ends[0] as string)
      const name = begins.get(heir)?.name ?? before?.name ?? heir
      await store.insertAreas(ctx, [
        newArea({ code: heir, name, geometry: border, urbanRural: before?.urbanRural ?? null }, on),
      ])
    }
    for (const end of ends) await store.endArea(ctx, end, on, heirs)
  }
}

/** Ground of the areas that end, and of the heir itself where it was there before. */
function joined(heir: string, ends: readonly string[], known: Known): Shape | null {
  const codes = known.has(heir) ? [heir, ...ends] : ends
  const shapes = codes.map((code) => known.get(code)?.geometry ?? null)
  return shapes.length === 1 ? (shapes[0] ?? null) : uniteShapes(shapes)
}

import { readFile } from 'node:fs/promises'
import type { Service } from '@doorstep/contract'
import { centroid } from '@doorstep/geo'
import type { Ctx } from '@doorstep/kernel'
import { announce, fail, getArea, getHeld, lockHeld, realDay } from './access.ts'
import { mostProblems, readBorder, tellProblems } from './borders.ts'
import type { edits } from './contract-edit.ts'
import { tell, today } from './doors.ts'
import { importShapes, planShapes } from './import.ts'
import { newArea } from './lay.ts'
import { searchKeys } from './pinyin.ts'
import { type GridKind, isValidCode, levelOf, levels } from './rules.ts'
import { isInForce } from './rules-dating.ts'
import type { ImportPlan } from './rules-import.ts'
import { freeGridCode } from './rules-import-read.ts'
import { changeAreas } from './service-change.ts'
import * as store from './store.ts'

const report = ({ fresh, changed, problems, ...plan }: ImportPlan & { written: boolean }) => ({
  features: plan.features,
  fresh: fresh.length,
  changed: changed.length,
  unchanged: plan.unchanged,
  rejected: plan.rejected,
  written: plan.written,
  problems: tellProblems(problems),
  moreProblems: Math.max(0, problems.length - mostProblems),
})

/** The code of a new part: the one asked for, if it fits and is free, or the next grid number. */
function codeFor(parent: string, kind: GridKind, asked: string | undefined, used: ReadonlySet<string>): string {
  const below = levels[levels.indexOf(levelOf(parent) ?? 'grid') + 1]
  if (!below) return fail('areas.noSuchPart')
  if (asked === undefined)
    return below === 'grid'
      ? (freeGridCode(parent, kind, (code) => used.has(code)) ?? fail('areas.numbersUsedUp', { code: parent }))
      : fail('areas.noSuchPart')
  if (!isValidCode(asked) || !asked.startsWith(parent) || levelOf(asked) !== below) return fail('areas.noSuchPart')
  return used.has(asked) ? fail('areas.codeUsed', { code: asked }) : asked
}

export const editing: Service<typeof edits, Ctx> = {
  add: async (ctx, { params, body }) => {
    const from = body.from ? realDay(body.from) : today(ctx)
    await lockHeld(ctx, params.code)
    const used = new Set((await store.listParts(ctx, params.code)).map(({ code }) => code))
    const code = codeFor(params.code, body.kind ?? 'basic', body.code, used)
    const geometry = body.geometry ? readBorder(body.geometry) : null
    await store.insertAreas(ctx, [newArea({ code, name: body.name, geometry }, from)])
    await announce(ctx)
    return tell(await getArea(ctx, code))
  },
  rename: async (ctx, { params: { code }, body }) => {
    await lockHeld(ctx, code)
    const { full, initials } = searchKeys(body.name)
    const look = {
      name: body.name,
      pinyin: [...full],
      initials: [...initials],
      ...(body.urbanRural === undefined ? {} : { urbanRural: body.urbanRural }),
    }
    await store.reviseArea(ctx, code, look, ctx.actor.account, body.reason)
    await announce(ctx)
    return tell(await getArea(ctx, code))
  },
  redraw: async (ctx, { params: { code }, body }) => {
    await lockHeld(ctx, code)
    const geometry = readBorder(body.geometry)
    await store.reviseArea(ctx, code, { geometry, centre: centroid(geometry) }, ctx.actor.account, body.reason)
    await announce(ctx)
    return tell(await getArea(ctx, code))
  },
  close: async (ctx, { params: { code }, body }) => {
    const from = realDay(body.from)
    const area = await lockHeld(ctx, code)
    if (area.level === 'county') fail('areas.noSuchPart')
    const inside = await store.listInside(ctx, code)
    if (inside.some((part) => part.code !== code && isInForce(part, from))) fail('areas.hasParts', { code })
    if (from <= area.validFrom)
      fail('areas.changeRefused', { problems: [{ code: 'areas.change.beforeItBegan', area: code }] })
    await store.endArea(ctx, code, from, [])
    await announce(ctx, { on: from, moved: { [code]: [] } })
    return tell(await getArea(ctx, code))
  },
  change: (ctx, { params, body }) => changeAreas(ctx, params.code, body),
  importShapes: async (ctx, { params: { code }, query, body }) => {
    await getHeld(ctx, code)
    if (levelOf(code) !== 'county') fail('areas.noSuchPart')
    const text = await readFile(body.path, 'utf8')
    if (query.trial) return report({ ...(await planShapes(ctx, text)), written: false })
    return report(await importShapes(ctx, text, { reason: 'import', partly: query.partly ?? false }))
  },
}

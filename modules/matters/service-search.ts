import { splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Matter } from './rules.ts'
import { nextSpan, scopeGramsOf } from './rules-search.ts'
import { gramsOf } from './rules-text.ts'
import * as lists from './store-lists.ts'
import * as search from './store-search.ts'

/** Pages of the newest-first order, with words to be found or without. */

export type NewestPage = {
  matters: Matter[]
  /** Where the next page begins; what lies behind it was not looked at yet. A page may be shorter than was asked for. */
  next: search.Place | null
}
const placeOf = (matter: Matter): search.Place => [matter.reportedAt, splitId(matter.id).uuid]
const smallest = '00000000-0000-0000-0000-000000000000'
const justAfter = ([at]: search.Place): search.Place => [new Date(Date.parse(at) + 1).toISOString(), smallest]

export async function newestPage(
  ctx: Ctx,
  where: lists.Where,
  limit: number,
  after?: search.Place,
): Promise<NewestPage> {
  // Words among what is open, what was asked of a helper, or one code: few rows, each looked at.
  if (!where.words || where.open === true || where.ids || where.code)
    return cut(await lists.listByNewest(ctx, where, limit + 1, after), limit)
  const { words, ...rest } = where
  const newest = await search.findNewest(ctx, rest)
  if (!newest) return { matters: [], next: null }
  const start = after && after[0] <= newest[0] ? after : justAfter(newest)
  const every = gramsOf(words.join(' '))
  const scope = scopeGramsOf(ctx.county, where.areas, where.units)
  return every.length > 0
    ? bySpans(ctx, { rest, words, every: [...every, ...scope] }, limit, start)
    : byWalking(ctx, { rest, words }, limit, start)
}

function cut(found: Matter[], limit: number): NewestPage {
  const shown = found.slice(0, limit)
  const last = shown.at(-1)
  return { matters: shown, next: found.length > limit && last ? placeOf(last) : null }
}

/** So many that hold the words and fall to another filter are read for one page; then it ends early. */
const mostRead = 5000
type Asked = { rest: lists.Where; words: readonly string[] }

async function bySpans(
  ctx: Ctx,
  { rest, words, every }: Asked & { every: readonly string[] },
  limit: number,
  start: search.Place,
): Promise<NewestPage> {
  const matters: Matter[] = []
  const most = limit + 1
  let before = start
  let looked = { months: 0, found: 0 }
  for (let read = 0; read < mostRead; ) {
    const span = nextSpan(instantBefore(before), looked)
    let held: search.Place[]
    do {
      held = await search.findWords(ctx, { every, oneOf: span.grams }, words, before, most)
      matters.push(...(await rowsOf(ctx, rest, held, limit + 1 - matters.length)))
      if (matters.length > limit) return cut(matters, limit)
      read += held.length
      looked = { months: looked.months, found: looked.found + held.length }
      before = held.at(-1) ?? before
    } while (held.length === most && read < mostRead)
    if (held.length === most) break
    if (!span.from) return { matters, next: null }
    looked = { months: span.months, found: looked.found }
    before = [span.from, smallest]
  }
  return { matters, next: before }
}
/** The month that the next row before this place may lie in. */
const instantBefore = ([at, uuid]: search.Place): string =>
  uuid === smallest ? new Date(Date.parse(at) - 1).toISOString() : at

const stride = 2000
const mostWalked = 20_000
async function byWalking(ctx: Ctx, { rest, words }: Asked, limit: number, start: search.Place): Promise<NewestPage> {
  const matters: Matter[] = []
  let before = start
  for (let read = 0; read < mostWalked; read += stride) {
    const { found, end } = await search.walkWords(ctx, rest, words, before, stride)
    matters.push(...(await rowsOf(ctx, {}, found, limit + 1 - matters.length)))
    if (matters.length > limit) return cut(matters, limit)
    if (!end) return { matters, next: null }
    before = end
  }
  return { matters, next: before }
}

const rowsOf = async (ctx: Ctx, where: Partial<lists.Where>, held: readonly search.Place[], limit: number) =>
  held.length === 0 ? [] : lists.listByNewest(ctx, { areas: [], ...where, ids: held.map(([, uuid]) => uuid) }, limit)

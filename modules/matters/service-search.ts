import { splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Matter } from './rules.ts'
import { keysOf, nextSpan } from './rules-search.ts'
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
const theNewest: search.Place = ['infinity', smallest]

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
  // Words that stand in every other matter fill a page out of the newest few, and what is little is read whole.
  const start = after ?? theNewest
  const { matters, next } = await walking(ctx, { rest, words }, limit, start, few)
  if (matters.length === limit || !next) return { matters, next }
  const grams = gramsOf(words.join(' '))
  const every = keysOf(grams, ctx.county, where.areas, where.units)
  const more = limit - matters.length
  const page =
    grams.length > 0
      ? await bySpans(ctx, { rest, words, every }, more, next, {
          months: monthsBetween(start === theNewest ? ctx.now() : start[0], next[0]),
          found: matters.length,
        })
      : await walking(ctx, { rest, words }, more, next, mostWalked)
  return { matters: [...matters, ...page.matters], next: page.next }
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
  walked: { months: number; found: number },
): Promise<NewestPage> {
  const matters: Matter[] = []
  const most = limit + 1
  let before = start
  let looked = walked
  for (let read = 0; read < mostRead; ) {
    const span = nextSpan(instantBefore(before), looked, limit - matters.length)
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
    looked = { months: looked.months + span.months, found: looked.found }
    before = [span.from, smallest]
  }
  return { matters, next: before }
}
/** At least a day: what came in within an hour says little of a month. */
const monthsBetween = (later: string, earlier: string): number =>
  Math.max(1, (Date.parse(later) - Date.parse(earlier)) / 86_400_000) / 30
/** The month that the next row before this place may lie in. */
const instantBefore = ([at, uuid]: search.Place): string =>
  uuid === smallest ? new Date(Date.parse(at) - 1).toISOString() : at

const few = 400
const stride = 2000
const mostWalked = 20_000
/** Row by row, as many as `most`. */
async function walking(
  ctx: Ctx,
  { rest, words }: Asked,
  limit: number,
  start: search.Place,
  most: number,
): Promise<NewestPage> {
  const matters: Matter[] = []
  let before = start
  for (let read = 0; read < most; read += stride) {
    const { found, end } = await search.walkWords(ctx, rest, words, before, Math.min(stride, most))
    matters.push(...(await rowsOf(ctx, {}, found, limit + 1 - matters.length)))
    if (matters.length > limit) return cut(matters, limit)
    if (!end) return { matters, next: null }
    before = end
  }
  return { matters, next: before }
}

const rowsOf = async (ctx: Ctx, where: Partial<lists.Where>, held: readonly search.Place[], limit: number) =>
  held.length === 0 ? [] : lists.listByNewest(ctx, { areas: [], ...where, ids: held.map(([, uuid]) => uuid) }, limit)

import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce } from '@doorstep/modules/areas/index.ts'
import { calendarOf, endOfDay } from '@doorstep/modules/calendar/index.ts'
import { reportsAt, type Standing, standingOf } from '@doorstep/modules/matters/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import { missedOf } from '@doorstep/modules/visits/index.ts'
import type { levels } from './contract.ts'
import { defaults, type Facts, type Table } from './defaults.ts'
import * as rules from './rules.ts'
import { type Advice, advise, isOrdered } from './rules-advice.ts'
import { decide } from './service-decide.ts'
import { objecting } from './service-objection.ts'
import { mayAt, mayDecide, view, viewRows } from './service-view.ts'
import type { Level as Shown } from './shapes.ts'
import { colours } from './states.ts'
import * as store from './store.ts'
import * as figures from './store-figures.ts'
import * as said from './store-said.ts'

const tableOf = async (ctx: Ctx): Promise<Table> => (await said.findTable(ctx)) ?? defaults
const actOf = (ctx: Ctx): rules.Act => ({ by: ctx.actor.account, at: ctx.now() })
const soon = (ctx: Ctx): string => new Date(Date.parse(ctx.now()) + 3 * 86_400_000).toISOString()
const mustLock = async (ctx: Ctx, id: string): Promise<rules.Level> =>
  (await store.lock(ctx, id)) ?? rules.fail('levels.missing')

/** What staff state, with what the platform counts itself. */
async function adviceFor(ctx: Ctx, matter: Standing, stated: Facts, table: Table): Promise<Advice> {
  const since = new Date(Date.parse(ctx.now()) - table.reportDays * 86_400_000).toISOString()
  return advise({ ...stated, overdue: matter.overdue, reports: await reportsAt(ctx, matter, since) }, table)
}

export const service: Service<typeof levels, Ctx> = {
  async advise(ctx, { params, query }) {
    const matter = (await standingOf(ctx, params.matter)) ?? rules.fail('levels.missing')
    const current = await store.findOf(ctx, matter.id)
    const advice = await adviceFor(ctx, matter, query, await tableOf(ctx))
    return { ...advice, current: current ? await view(ctx, current) : null }
  },
  async list(ctx, { query }) {
    const { items, next } = await store.list(ctx, { ...query, soon: soon(ctx), limit: query.limit ?? 50 })
    return { items: await viewRows(ctx, items), next }
  },
  async board(ctx, { query }) {
    const found = await store.countBoard(ctx, query, soon(ctx))
    const sum = (of: 'unsigned' | 'lowering' | 'expiring') => found.reduce((total, each) => total + each[of], 0)
    return {
      colours: colours.map((colour) => ({ colour, count: found.find((each) => each.colour === colour)?.count ?? 0 })),
      unsigned: sum('unsigned'),
      lowering: sum('lowering'),
      expiring: sum('expiring'),
    }
  },
  async statistics(ctx, { query }) {
    const { area, from, to } = query
    const calendar = await calendarOf(ctx)
    const first = new Date(Date.parse(endOfDay(from, calendar)) - 86_400_000).toISOString()
    const span = { from: first, to: endOfDay(to, calendar) }
    const missed = await missedOf(ctx, 'levels', { area, from, to })
    return { ...(await figures.figuresOf(ctx, area, span)), missedContacts: missed }
  },
  async table(ctx) {
    const table = await tableOf(ctx)
    return { ...table, terms: [...table.terms] }
  },
  async setTable(ctx, { body }) {
    if (!isOrdered(body)) rules.fail('levels.tableWrong')
    await said.saveTable(ctx, body)
    return body
  },
  async of(ctx, { params }) {
    const level = await store.findOf(ctx, params.matter)
    return { level: level ? await view(ctx, level) : null }
  },
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? rules.fail('levels.missing')),
  async changes(ctx, { params }) {
    if (!(await store.find(ctx, params.id))) rules.fail('levels.missing')
    const found = await said.changes(ctx, params.id)
    const names = await nameOf(ctx, [...new Set(found.flatMap(({ by_account }) => by_account ?? []))])
    return {
      items: found.map(({ at, verb, colour, by_account, reason }) => ({
        at,
        verb: verb as 'raise',
        colour,
        by: by_account === null ? null : (names.get(by_account) ?? null),
        reason,
      })),
    }
  },
  raise,
  raisePlace,
  sign: (ctx, { params }) =>
    change(ctx, params.id, 'sign', (level, act) => {
      const needed = level.colour === 'red' ? 'levels.signRed' : 'levels.sign'
      const signed = rules.sign(level, act)
      return mayAt(ctx, needed, level.area) ? signed : rules.fail('levels.notYours')
    }),
  confirm: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'confirm',
      async (level, act) => rules.confirm(level, act, body.reason, await tableOf(ctx)),
      body.reason,
    ),
  proposeLower: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'proposeLower',
      (level, act) => rules.proposeLower(level, act, body.evidence, body.meeting ?? null),
      body.evidence,
    ),
  decideLower: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      body.agree ? 'agreeLower' : 'refuseLower',
      async (level, act) => {
        const after = rules.decideLower(level, act, body.agree, body.reason, await tableOf(ctx))
        return mayDecide(ctx, level) ? after : rules.fail('levels.notYours')
      },
      body.reason,
    ),
  ...objecting,
}

/** lock → rules → save → log → tell → answer. */
async function change(
  ctx: Ctx,
  id: string,
  verb: Parameters<typeof decide>[2],
  work: (level: rules.Level, act: rules.Act) => rules.Level | Promise<rules.Level>,
  reason: string | null = null,
): Promise<Shown> {
  const before = await mustLock(ctx, id)
  const act = actOf(ctx)
  const after = await work(before, act)
  await decide(ctx, before, verb, after, act, reason)
  return view(ctx, after)
}

async function raise(ctx: Ctx, { params, body }: InputOf<typeof levels.raise>): Promise<Shown> {
  const matter = (await standingOf(ctx, params.matter)) ?? rules.fail('levels.missing')
  if (!matter.open) rules.fail('levels.matterClosed')
  const table = await tableOf(ctx)
  const { terms, points } = await adviceFor(ctx, matter, body.facts, table)
  const why: rules.Decision = { colour: body.colour, reason: body.reason, terms, points }
  const act = actOf(ctx)
  const maySign = mayAt(ctx, body.colour === 'red' ? 'levels.signRed' : 'levels.sign', matter.area)
  const before = await store.lockOf(ctx, matter.id)
  if (before) {
    const after = rules.raise(before, act, why, table, maySign)
    await decide(ctx, before, 'raise', after, act, body.reason)
    return view(ctx, after)
  }
  // Where it is stands in the matter, and ends with it.
  const { id: subject, area, kind } = matter
  const level = rules.begin(
    { id: body.id, area, subjectKind: 'matter', subject, kind, place: null, point: null },
    act,
    why,
    table,
    maySign,
  )
  if (!(await store.add(ctx, level))) rules.fail('levels.idTaken')
  await decide(ctx, null, 'raise', level, act, body.reason)
  return view(ctx, level)
}

/** The place is its own subject: its id is the first level's. */
async function raisePlace(ctx: Ctx, { body }: InputOf<typeof levels.raisePlace>): Promise<Shown> {
  const { id, area, place, point = null, colour, reason } = body
  if (!(await areaInForce(ctx, area))) rules.fail('levels.placeOutside')
  const act = actOf(ctx)
  const maySign = mayAt(ctx, colour === 'red' ? 'levels.signRed' : 'levels.sign', area)
  const level = rules.begin(
    { id, area, subjectKind: 'place', subject: id, kind: null, place, point },
    act,
    { colour, reason, terms: [], points: 0 },
    await tableOf(ctx),
    maySign,
  )
  if (!(await store.add(ctx, level))) rules.fail('levels.idTaken')
  await decide(ctx, null, 'raise', level, act, reason)
  return view(ctx, level)
}

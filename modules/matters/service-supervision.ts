import { type InputOf, newId, type ReplyOf, type Service, splitId } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { addLimit, dayOf, isWorkingDay, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { supervision } from './contract-supervision.ts'
import { canMove, fail, type Matter } from './rules.ts'
import { reachOf } from './rules-allowed.ts'
import * as rules from './rules-cards.ts'
import { issue } from './service-cards.ts'
import { actOf } from './service-change.ts'
import { withRole } from './service-duty.ts'
import { handing } from './service-handing.ts'
import { checked } from './service-lists.ts'
import { isWithheldInLists } from './service-minor.ts'
import { notify } from './service-tell.ts'
import { viewRows } from './service-view.ts'
import { namesFor, reachOfReader, roleFor, whoOf } from './service-voice.ts'
import { viewOf, whereOf } from './service-where.ts'
import { isOpen } from './states.ts'
import * as store from './store.ts'
import * as cardStore from './store-cards.ts'
import * as handoverStore from './store-handovers.ts'
import * as lists from './store-lists.ts'

/** Supervision: what is late and who answers for it. */

type CardReply = ReplyOf<typeof supervision.answerCard>

/** Whoever handles it answers; what nobody has taken is answered for by the officers of the place. */
const mayAnswer = (ctx: Ctx, matter: Matter): boolean =>
  !!reachOf(matter, ctx.may('matters.accept'), whoOf(ctx, matter)) &&
  (matter.assignee === null || matter.assignee === ctx.actor.account)
const mayClose = (ctx: Ctx, matter: Matter): boolean => !!reachOf(matter, ctx.may('matters.lead'), whoOf(ctx, matter))

function mayOf(ctx: Ctx, card: rules.Card, matter: Matter): ('answer' | 'close')[] {
  if (card.closedAt) return []
  const waits = card.answerDue !== null && card.answeredAt === null
  if (waits) return mayAnswer(ctx, matter) ? ['answer'] : []
  return mayClose(ctx, matter) && card.answeredBy !== ctx.actor.account ? ['close'] : []
}

async function viewCards(ctx: Ctx, cards: readonly rules.Card[]): Promise<CardReply[]> {
  if (cards.length === 0) return []
  const ids = [...new Set(cards.map(({ matter }) => splitId(matter).uuid))]
  const found = await lists.listByNewest(ctx, { areas: [], ids }, ids.length)
  const rows = new Map((await viewRows(ctx, found, 'full')).map((row) => [row.id, row]))
  const names = await namesFor(
    ctx,
    cards.flatMap((card) => [
      card.issuedBy,
      card.answeredBy,
      card.closedBy,
      ...card.told.map(({ account }) => account),
    ]),
  )
  return cards.flatMap((card) => {
    const [matter, row] = [found.find(({ id }) => id === card.matter), rows.get(card.matter)]
    return matter && row ? [shown(ctx, card, matter, row, names)] : []
  })
}
function shown(
  ctx: Ctx,
  card: rules.Card,
  matter: Matter,
  row: CardReply['matter'],
  names: ReadonlyMap<string, string>,
): CardReply {
  const hidden = isWithheldInLists(ctx, matter)
  const name = (account: string | null) => (account === null ? null : (names.get(account) ?? ''))
  const words = (said: string | null) => (hidden ? null : said)
  return {
    id: card.id,
    matter: row,
    colour: card.colour,
    because: card.because,
    reason: words(card.reason),
    step: card.step,
    issuedAt: card.issuedAt,
    issuedBy: name(card.issuedBy),
    told: card.told.map(({ account, as, at }) => ({ name: names.get(account) ?? '', as, at: instant(at) })),
    answerDue: card.answerDue,
    state: rules.stateOf(card, ctx.now()),
    answer: card.answeredAt
      ? {
          at: card.answeredAt,
          by: name(card.answeredBy),
          reason: words(card.answerReason),
          remedy: words(card.answerRemedy),
        }
      : null,
    closed: card.closedAt ? { at: card.closedAt, by: name(card.closedBy), words: words(card.closedWords) } : null,
    may: mayOf(ctx, card, matter),
  }
}
const instant = (at: string): string => new Date(at).toISOString()
const one = async (ctx: Ctx, card: rules.Card): Promise<CardReply> =>
  (await viewCards(ctx, [card]))[0] ?? fail('matters.cardMissing')

/** The instant before which a thing happened that is so many working days old. */
async function daysAgo(ctx: Ctx, days: number): Promise<string> {
  const { calendar } = await timesOf(ctx)
  let at = Date.parse(ctx.now())
  for (let left = days; left > 0; at -= 86_400_000)
    if (isWorkingDay(dayOf(new Date(at).toISOString(), calendar), calendar)) left--
  return new Date(at).toISOString()
}

async function cards(ctx: Ctx, { query }: InputOf<typeof supervision.cards>) {
  const { limit = 50, sort = 'newest', after } = query
  const where = {
    ...whereOf(ctx.grant, query.area),
    ...(query.kind ? { kind: query.kind } : {}),
    ...(query.matterState ? { states: [query.matterState] } : {}),
  }
  const card = {
    ...(query.state ? { state: query.state } : {}),
    ...(query.colour ? { colour: query.colour } : {}),
    ...(query.age ? { before: await daysAgo(ctx, query.age) } : {}),
  }
  const key = checked(keyOf(after, 2), sort === 'answerDue')
  const found = await cardStore.listCards(ctx, where, card, { sort, limit: limit + 1, now: ctx.now(), after: key })
  const page = pageOf(
    found,
    limit,
    (each) => cardStore.keyOfCard(each, sort),
    (each) => each,
  )
  return { items: await viewCards(ctx, page.items), next: page.next }
}

const spanDays = 30
async function supervised(ctx: Ctx, { query }: InputOf<typeof supervision.supervised>) {
  const where = { ...whereOf(ctx.grant, query.area), ...(query.kind ? { kind: query.kind } : {}) }
  const since = new Date(Date.parse(ctx.now()) - spanDays * 86_400_000).toISOString()
  const count = async (view: 'open' | 'overdue' | 'dueToday' | 'dueSoon') =>
    lists.countOf(ctx, { ...where, ...(await viewOf(ctx, view)) })
  const counted = await cardStore.countCards(ctx, where, since, ctx.now())
  const none = { issued: 0, open: 0, unanswered: 0, late: 0, answered: 0, inTime: 0 }
  return {
    days: spanDays,
    open: await count('open'),
    overdue: await count('overdue'),
    dueToday: await count('dueToday'),
    dueSoon: await count('dueSoon'),
    colours: rules.cardColours.map((colour) => ({
      ...none,
      colour,
      ...counted.find((each) => each.colour === colour),
    })),
    handovers: await handoverStore.countHandovers(ctx, where, since, ctx.now()),
  }
}

async function mustFind(ctx: Ctx, id: string): Promise<Matter> {
  const found = (await store.find(ctx, id)) ?? fail('matters.missing')
  const reached = reachOfReader(ctx, found.matter)
  // Between staff: the person whose matter it is, and helpers, have their own page.
  return reached === 'area' || reached === 'unit' ? found.matter : fail('matters.missing')
}
async function supervisionOf(ctx: Ctx, { params }: InputOf<typeof supervision.supervisionOf>) {
  const matter = await mustFind(ctx, params.id)
  return {
    cards: await viewCards(ctx, await cardStore.cardsOf(ctx, matter.id)),
    handovers: await handing.viewAll(ctx, await handoverStore.handoversOf(ctx, matter.id)),
  }
}

type StepWords = { text?: string | null; reason: string | null; data: Record<string, unknown> }
const stepOf = (ctx: Ctx, matter: Matter, verb: string, permission: string, words: StepWords) => ({
  id: newId(ctx.county, Date.parse(ctx.now())),
  at: ctx.now(),
  verb,
  by: ctx.actor.account,
  role: roleFor(ctx, matter, permission),
  from: matter.state,
  to: null,
  text: null,
  public: false,
  ...words,
})
const announce = (ctx: Ctx, type: string, matter: Matter, card: rules.Card): void =>
  ctx.publish({
    type: `matters.${type}`,
    subject: matter.id,
    area: matter.area,
    accounts: matter.assignee ? [matter.assignee] : [],
    payload: { colour: card.colour, by: ctx.actor.account },
  })

async function press(ctx: Ctx, { params, body }: InputOf<typeof supervision.press>) {
  const { matter } = (await store.lock(ctx, params.id)) ?? fail('matters.missing')
  if (!canMove(matter.state, 'supervise')) fail('matters.wrongState', { state: matter.state })
  const act = actOf(ctx)
  const { calendar } = await timesOf(ctx)
  const answerDue = addLimit(act.at, { workingDays: body.days }, calendar)
  const worn = matter.supervision === 'none' ? 'reminder' : matter.supervision
  const after: Matter = { ...matter, supervision: worn, updatedAt: act.at }
  const step = stepOf(ctx, matter, 'press', 'matters.lead', { reason: body.reason, data: { due: answerDue } })
  await store.save(ctx, after, step)
  const card = await issue(ctx, after, {
    colour: 'press',
    because: null,
    reason: body.reason,
    step: step.id,
    answerDue,
  })
  announce(ctx, 'pressed', after, card)
  return one(ctx, card)
}

/** @returns the card and its matter, both locked: the matter first, as every verb does */
async function lockBoth(ctx: Ctx, id: string): Promise<{ card: rules.Card; matter: Matter }> {
  const seen = (await cardStore.findCard(ctx, id)) ?? fail('matters.cardMissing')
  const found = (await store.lock(ctx, seen.matter)) ?? fail('matters.cardMissing')
  const card = (await cardStore.lockCard(ctx, id)) ?? fail('matters.cardMissing')
  return { card, matter: found.matter }
}
async function answerCard(ctx: Ctx, { params, body }: InputOf<typeof supervision.answerCard>) {
  const { card, matter } = await lockBoth(ctx, params.card)
  if (!mayAnswer(ctx, matter)) fail('matters.notYours')
  const answered = rules.answer(card, actOf(ctx), body.reason, body.remedy)
  await cardStore.saveCard(ctx, answered)
  const words = { reason: body.reason, text: body.remedy, data: { supervision: card.colour } }
  await store.insertStep(ctx, matter.id, stepOf(ctx, matter, 'answerCard', 'matters.accept', words))
  announce(ctx, 'cardAnswered', matter, answered)
  const chiefs = card.issuedBy
    ? [card.issuedBy]
    : await ctx.asSystem((system) => withRole(system, matter.area, 'chief'))
  notify(ctx, matter, { to: chiefs, words: 'cardAnswered' })
  return one(ctx, answered)
}
async function closeCard(ctx: Ctx, { params, body }: InputOf<typeof supervision.closeCard>) {
  const { card, matter } = await lockBoth(ctx, params.card)
  if (!mayClose(ctx, matter)) fail('matters.notYours')
  const closed = rules.close(card, actOf(ctx), body.words ?? null)
  await cardStore.saveCard(ctx, closed)
  const left = (await cardStore.cardsOf(ctx, matter.id, 'open')).filter(({ id }) => id !== card.id)
  const step = stepOf(ctx, matter, 'closeCard', 'matters.lead', {
    reason: body.words ?? null,
    data: { supervision: card.colour },
  })
  if (isOpen(matter.state))
    await store.save(ctx, { ...matter, supervision: rules.wornWith(left), updatedAt: step.at }, step)
  else await store.insertStep(ctx, matter.id, step)
  announce(ctx, 'cardClosed', matter, closed)
  notify(ctx, matter, { to: [matter.assignee], words: 'cardClosed' })
  return one(ctx, closed)
}

export const supervising: Service<typeof supervision, Ctx> = {
  cards,
  supervised,
  supervisionOf,
  press,
  answerCard,
  closeCard,
  handovers: handing.list,
  takeHandover: handing.take,
  takeBack: handing.back,
}

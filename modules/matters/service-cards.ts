import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { Matter } from './rules.ts'
import { type Card, type CardColour, lift, type Told, wantsAnswer, watchersOf } from './rules-cards.ts'
import { departmentAccounts, responsibleFor, withRole } from './service-duty.ts'
import { notify } from './service-tell.ts'
import { isOpen } from './states.ts'
import * as store from './store-cards.ts'

/** Issuing and lifting cards, in the transaction of what causes them, so that each is issued once and who was told stands on it. */

type Issued = { colour: CardColour; because: string | null; reason: string | null; step: string; answerDue?: string }

/** A card with everybody who was told, and their notices. Nobody is told what they did themselves. */
export async function issue(ctx: Ctx, matter: Matter, issued: Issued): Promise<Card> {
  const at = matter.updatedAt
  const told = (await listed(ctx, matter, issued.colour)).map((each): Told => ({ ...each, at }))
  const card: Card = {
    id: newId(ctx.county, Date.parse(at)),
    matter: matter.id,
    colour: issued.colour,
    because: issued.because,
    reason: issued.reason,
    step: issued.step,
    issuedAt: at,
    issuedBy: ctx.actor.account,
    told,
    answerDue: wantsAnswer(issued.colour) ? (issued.answerDue ?? (await answerDue(ctx, at))) : null,
    answeredAt: null,
    answeredBy: null,
    answerReason: null,
    answerRemedy: null,
    closedAt: null,
    closedBy: null,
    closedWords: null,
  }
  await ctx.asSystem((system) => store.insertCard(system, card))
  tell(ctx, matter, card)
  return card
}
const answerDue = async (ctx: Ctx, from: string): Promise<string> => {
  const { calendar, limits } = await timesOf(ctx, 'card.answer')
  return addLimit(from, limits['card.answer'], calendar)
}

/** Each account once, in the part that asks most of it. */
async function listed(ctx: Ctx, matter: Matter, colour: CardColour): Promise<Omit<Told, 'at'>[]> {
  const parts = new Map<string, Told['as']>()
  const add = (accounts: readonly string[], as: Told['as']) => {
    for (const account of accounts) if (!parts.has(account) && account !== ctx.actor.account) parts.set(account, as)
  }
  await ctx.asSystem(async (system) => {
    add(await responsibleFor(system, matter), 'responsible')
    if (matter.state === 'waitingDepartment')
      add(await departmentAccounts(system, matter.area, matter.unit), 'department')
    for (const role of watchersOf[colour]) add(await withRole(system, matter.area, role), role)
  })
  return [...parts].map(([account, as]) => ({ account, as }))
}
function tell(ctx: Ctx, matter: Matter, { colour, told }: Card): void {
  const to = (wanted: (as: Told['as']) => boolean) => told.filter(({ as }) => wanted(as)).map(({ account }) => account)
  const isAnswerer = (as: Told['as']) => as === 'responsible' || as === 'department'
  const urgent = colour === 'red' || colour === 'press'
  notify(ctx, matter, { to: to(isAnswerer), words: answererWords[colour], ...(urgent ? { urgent } : {}) })
  notify(ctx, matter, { to: to((as) => !isAnswerer(as)), words: colour, urgent: true })
}
const answererWords = { reminder: 'overdue', yellow: 'supervised', red: 'supervised', press: 'pressed' } as const

/** A leader lifts what is on it, for a reason; what the clock reminded of ends by itself when the matter is settled. */
async function liftCards(
  ctx: Ctx,
  matter: Matter,
  words: string | null,
  which: (card: Card) => boolean = () => true,
): Promise<void> {
  const act = { by: ctx.actor.account, at: matter.updatedAt }
  await ctx.asSystem(async (system) => {
    for (const card of await store.cardsOf(system, matter.id, 'open'))
      if (which(card)) await store.saveCard(system, lift(card, act, words))
  })
}

/** What a step means for the cards of its matter. Called for every verb. */
export async function cardsAfter(
  ctx: Ctx,
  verb: string,
  before: Matter,
  after: Matter,
  step: { id: string; reason: string | null; data: Record<string, unknown> },
): Promise<void> {
  if (verb === 'supervise') {
    const because = typeof step.data.because === 'string' ? step.data.because : null
    if (because === null && after.supervision === 'none') return liftCards(ctx, after, step.reason)
    const colour = because ? (because.slice(because.indexOf('.') + 1) as CardColour) : after.supervision
    if (colour !== 'none') await issue(ctx, after, { colour, because, reason: step.reason, step: step.id })
    return
  }
  if (isOpen(before.state) && !isOpen(after.state) && before.supervision !== 'none')
    await liftCards(ctx, after, null, ({ colour }) => colour === 'reminder')
}

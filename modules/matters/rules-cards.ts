import { type Card as Colour, fail, type Instant } from './rules.ts'

/** Cards on a matter: who has to answer, when that is late, and what colour stays when one is closed. */

export const cardColours = ['reminder', 'yellow', 'red', 'press'] as const
export type CardColour = (typeof cardColours)[number]
/** As what somebody was told: who has to answer, or who watches. */
export const toldAs = ['responsible', 'department', 'chief', 'deputyChief', 'commandRoom'] as const
export type Told = { account: string; as: (typeof toldAs)[number]; at: Instant }
export type Card = {
  id: string
  matter: string
  colour: CardColour
  because: string | null
  reason: string | null
  step: string
  issuedAt: Instant
  issuedBy: string | null
  told: readonly Told[]
  answerDue: Instant | null
  answeredAt: Instant | null
  answeredBy: string | null
  answerReason: string | null
  answerRemedy: string | null
  closedAt: Instant | null
  closedBy: string | null
  closedWords: string | null
}
export const cardStates = ['open', 'unanswered', 'late', 'answered', 'closed'] as const
export type CardState = (typeof cardStates)[number]

/** Whom a colour reaches besides those who have to answer. */
export const watchersOf = {
  reminder: [],
  yellow: ['chief'],
  red: ['chief', 'deputyChief', 'commandRoom'],
  press: ['chief'],
} as const satisfies Record<CardColour, readonly (typeof toldAs)[number][]>
export const wantsAnswer = (colour: CardColour): boolean => colour !== 'reminder'

export const stateOf = (card: Card, now: Instant): Exclude<CardState, 'open'> => {
  if (card.closedAt) return 'closed'
  if (card.answeredAt || !card.answerDue) return 'answered'
  return card.answerDue < now ? 'late' : 'unanswered'
}

const strength: readonly Colour[] = ['none', 'reminder', 'yellow', 'red']
const asColour = (colour: CardColour): Colour => (colour === 'press' ? 'reminder' : colour)
/** The colour a matter wears with these cards open on it. */
export const wornWith = (open: readonly Pick<Card, 'colour'>[]): Colour =>
  open.reduce<Colour>((worn, { colour }) => {
    const each = asColour(colour)
    return strength.indexOf(each) > strength.indexOf(worn) ? each : worn
  }, 'none')

type By = { by: string | null; at: Instant }
/** @throws `matters.cardAnswered` */
export function answer(card: Card, { by, at }: By, reason: string, remedy: string): Card {
  if (card.closedAt || card.answeredAt || !card.answerDue) fail('matters.cardAnswered')
  return { ...card, answeredAt: at, answeredBy: by, answerReason: reason, answerRemedy: remedy }
}
/** Nobody closes the card that they answered. @throws `matters.cardClosed`, `matters.cardUnanswered`, `matters.ownCard` */
export function close(card: Card, { by, at }: By, words: string | null): Card {
  if (card.closedAt) fail('matters.cardClosed')
  if (card.answerDue && !card.answeredAt) fail('matters.cardUnanswered')
  if (by !== null && card.answeredBy === by) fail('matters.ownCard')
  return { ...card, closedAt: at, closedBy: by, closedWords: words }
}
/** A leader lifts it, or the matter is settled: without an answer, for a reason that stands there. */
export const lift = (card: Card, { by, at }: By, words: string | null): Card => ({
  ...card,
  closedAt: at,
  closedBy: by,
  closedWords: words,
})

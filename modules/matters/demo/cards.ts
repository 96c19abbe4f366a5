import type { Demo } from '@doorstep/demo/demo.ts'
import { hour, iso } from '@doorstep/demo/time.ts'
import { answer, type Card, type CardColour, close, lift, type Told, wantsAnswer, watchersOf } from '../rules-cards.ts'
import { isOpen } from '../states.ts'
import type { Step } from '../store.ts'
import { cardAnswers, cardClosings } from './always.ts'
import { type Cast, casting } from './cast.ts'
import type { Life } from './life.ts'

/** The cards that the steps of a life tell of, each answered and closed as far as its story has come. */
export function cardsOf(demo: Demo, lives: readonly { life: Life; steps: readonly Step[] }[]): Card[] {
  const dice = demo.dice('cards')
  const castOf = casting(demo, dice)
  return lives.flatMap(({ life, steps }) => {
    const cast = castOf(life.matter.area)
    let cards: Card[] = []
    for (const step of steps) {
      if (step.verb !== 'supervise') continue
      const colour = colourOf(step)
      if (colour === 'none') cards = cards.map((card) => (card.closedAt ? card : lift(card, step, step.reason)))
      else cards.push(issued(demo.id(dice, Date.parse(step.at)), life, step, colour, cast))
    }
    return cards.map((card) =>
      told(card, life, cast, demo.now, {
        answer: dice.pick(cardAnswers),
        words: dice.pick(cardClosings),
        early: dice.chance(0.6),
      }),
    )
  })
}

function colourOf({ data }: Step): CardColour | 'none' {
  const because = typeof data.because === 'string' ? data.because : null
  return (because ? because.slice(because.indexOf('.') + 1) : data.supervision) as CardColour | 'none'
}
function issued(
  id: string,
  { matter, clock }: Life,
  step: Step,
  colour: CardColour,
  { chief, leader, officer, command }: Cast,
): Card {
  const watchers = { chief, deputyChief: leader, commandRoom: command }
  const list: Told[] = [{ account: matter.assignee ?? officer.account, as: 'responsible', at: step.at }]
  for (const as of watchersOf[colour]) {
    const account = watchers[as].account
    if (account !== step.by && !list.some((each) => each.account === account)) list.push({ account, as, at: step.at })
  }
  return {
    id,
    matter: matter.id,
    colour,
    because: typeof step.data.because === 'string' ? step.data.because : null,
    reason: step.reason,
    step: step.id,
    issuedAt: step.at,
    issuedBy: step.by,
    told: list,
    answerDue: wantsAnswer(colour) ? clock.cardAnswerDue(step.at) : null,
    answeredAt: null,
    answeredBy: null,
    answerReason: null,
    answerRemedy: null,
    closedAt: null,
    closedBy: null,
    closedWords: null,
  }
}

type Words = { answer: readonly [string, string]; words: string; early: boolean }
/** A settled matter has its cards behind it; of the open ones, most that are a day old are answered. */
function told(
  card: Card,
  { matter }: Life,
  { chief, officer }: Cast,
  now: number,
  { answer: said, words, early }: Words,
): Card {
  if (card.closedAt) return card
  const settled = !isOpen(matter.state)
  const at = Date.parse(card.issuedAt)
  if (card.answerDue === null) return settled ? lift(card, { by: null, at: matter.updatedAt }, null) : card
  if (!settled && (!early || at + 24 * hour > now)) return card
  const by = matter.assignee ?? officer.account
  const answered = answer(card, { by, at: iso(Math.min(at + 7 * hour, now)) }, ...said)
  return settled && by !== chief.account
    ? close(answered, { by: chief.account, at: iso(Math.min(at + 30 * hour, now)) }, words)
    : answered
}

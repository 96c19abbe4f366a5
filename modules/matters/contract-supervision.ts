import { AreaCode, Choice, contract, Id, Instant, Nullable, Page, Paging, Text, t } from '@doorstep/contract'
import { cardColours, cardStates, toldAs } from './rules-cards.ts'
import { endings, handoverStates, ways } from './rules-handovers.ts'
import { KindCode, MatterRow, StateCode } from './shapes.ts'

const Staff = t.Object({ account: t.String(), name: t.String() })
const Reason = Text(500)

/** A reminder, a card or a demand: who was told when, in which step, what was answered, how it was closed. */
const Card = t.Object({
  id: Id,
  matter: MatterRow,
  colour: Choice(cardColours),
  because: Nullable(t.String({ description: 'what the clock found, e.g. handle.yellow; null: a leader' })),
  reason: Nullable(t.String()),
  step: Id,
  issuedAt: Instant,
  issuedBy: Nullable(t.String({ description: 'name; null for the clock' })),
  told: t.Array(t.Object({ name: t.String(), as: Choice(toldAs), at: Instant })),
  answerDue: Nullable(Instant),
  state: Choice(['unanswered', 'late', 'answered', 'closed'] as const),
  answer: Nullable(
    t.Object({ at: Instant, by: Nullable(t.String()), reason: Nullable(t.String()), remedy: Nullable(t.String()) }),
  ),
  closed: Nullable(t.Object({ at: Instant, by: Nullable(t.String()), words: Nullable(t.String()) })),
  may: t.Array(Choice(['answer', 'close'] as const)),
})
/** A matter handed on: from whom to whom, since when, and whether anybody took it. */
const Handover = t.Object({
  id: Id,
  matter: Id,
  code: t.String(),
  way: Choice(ways),
  from: Nullable(Staff),
  fromArea: AreaCode,
  fromAreaName: t.String(),
  to: Nullable(Staff),
  unit: Nullable(t.String()),
  toArea: AreaCode,
  toAreaName: t.String(),
  at: Instant,
  dueAt: Instant,
  state: Choice(handoverStates),
  stuckAt: Nullable(Instant),
  ended: Nullable(t.Object({ at: Instant, how: Choice(endings), by: Nullable(t.String()) })),
  may: t.Array(Choice(['take', 'back', 'reroute'] as const)),
})

const filters = {
  area: t.Optional(AreaCode),
  kind: t.Optional(KindCode),
  matterState: t.Optional(StateCode),
  state: t.Optional(Choice(cardStates)),
  colour: t.Optional(Choice(cardColours)),
  age: t.Optional(t.Integer({ minimum: 0, maximum: 250, description: 'issued at least so many working days ago' })),
}
const Count = t.Integer()

export const supervision = contract({
  cards: {
    get: '/matters/cards',
    may: 'matters.supervision',
    summary: 'Supervision list: reminders, cards and demands on matters of an area; walked by key.',
    query: t.Object({
      ...filters,
      ...Paging,
      sort: t.Optional(Choice(['newest', 'oldest', 'answerDue'] as const)),
    }),
    reply: Page(Card),
    fails: [],
  },
  supervised: {
    get: '/matters/supervised',
    may: 'matters.supervision',
    summary: 'How much is late, carded, unanswered or handed on without an answer, each with what it is counted from.',
    query: t.Object({ area: t.Optional(AreaCode), kind: t.Optional(KindCode) }),
    reply: t.Object({
      days: Count,
      open: Count,
      overdue: Count,
      dueToday: Count,
      dueSoon: Count,
      colours: t.Array(
        t.Object({
          colour: Choice(cardColours),
          issued: Count,
          open: Count,
          unanswered: Count,
          late: Count,
          answered: Count,
          inTime: Count,
        }),
      ),
      handovers: t.Object({ waiting: Count, stuck: Count, made: Count, stuckOfMade: Count }),
    }),
    fails: [],
  },
  supervisionOf: {
    get: '/matters/:id/supervision',
    may: 'matters.supervision',
    summary: 'Cards and handings on of one matter, the newest first.',
    reply: t.Object({ cards: t.Array(Card), handovers: t.Array(Handover) }),
    fails: ['matters.missing'],
  },
  press: {
    post: '/matters/:id/press',
    may: 'matters.lead',
    summary: 'A leader urges it on (督办) and wants a written answer within so many working days.',
    body: t.Object({ reason: Reason, days: t.Integer({ minimum: 1, maximum: 10 }) }),
    reply: Card,
    fails: ['matters.missing', 'matters.wrongState'],
  },
  answerCard: {
    post: '/matters/cards/:card/answer',
    may: 'matters.accept',
    summary: 'Whoever is responsible says why it came to this and what is being done.',
    body: t.Object({ reason: Reason, remedy: Reason }),
    reply: Card,
    fails: ['matters.cardMissing', 'matters.cardAnswered', 'matters.notYours'],
  },
  closeCard: {
    post: '/matters/cards/:card/close',
    may: 'matters.lead',
    summary: 'A supervisor accepts the answer and closes the card; never one they answered themselves.',
    body: t.Object({ words: t.Optional(Reason) }),
    reply: Card,
    fails: ['matters.cardMissing', 'matters.cardUnanswered', 'matters.cardClosed', 'matters.ownCard'],
  },
  handovers: {
    get: '/matters/handovers',
    may: 'matters.supervision',
    summary: 'What was handed on from or to an area: waiting, without an answer, or ended; walked by key.',
    query: t.Object({
      ...Paging,
      area: t.Optional(AreaCode),
      state: t.Optional(Choice(handoverStates)),
      way: t.Optional(Choice(ways)),
    }),
    reply: Page(Handover),
    fails: [],
  },
  takeHandover: {
    post: '/matters/handovers/:handover/take',
    may: 'matters.take',
    summary: 'The receiver says: it is with me.',
    reply: Handover,
    fails: ['matters.handoverMissing', 'matters.handoverEnded', 'matters.notYours'],
  },
  takeBack: {
    post: '/matters/handovers/:handover/back',
    may: 'matters.accept',
    summary: 'The sender, or a leader, takes back what nobody has taken.',
    body: t.Object({ reason: Reason }),
    reply: Handover,
    fails: ['matters.handoverMissing', 'matters.handoverEnded', 'matters.notYours', 'matters.wrongState'],
  },
})

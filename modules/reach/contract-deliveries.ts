import { Choice, contract, Id, Instant, Line, Nullable, Page, Paging, t } from '@doorstep/contract'
import { channels, states } from './rules-kinds.ts'

const Delivery = t.Object({
  id: Id,
  channel: Choice(channels),
  state: Choice(states),
  text: t.String({ description: "what it says, in the reader's language: codes, nothing of persons" }),
  to: t.String({ description: "a robot's name; a person's device or telephone is not named" }),
  place: t.String(),
  urgent: t.Boolean(),
  attempts: t.Integer(),
  trouble: Nullable(t.String({ description: 'code of what went wrong last' })),
  why: Nullable(t.String()),
  advice: Nullable(t.String({ description: 'what to do about it' })),
  answer: Nullable(t.String({ description: 'what the other side said' })),
  madeAt: Instant,
  triedAt: Nullable(Instant),
  nextAt: Nullable(Instant),
  doneAt: Nullable(Instant),
  reason: Nullable(t.String()),
})

/** What was sent, what waits, and what needs a person's eyes. */
export const deliveryOperations = contract({
  deliveries: {
    get: '/reach/deliveries',
    may: 'reach.inspect',
    summary: 'Sendings of my area, newest first.',
    query: t.Object({
      state: t.Optional(Choice([...states, 'stuck'])),
      channel: t.Optional(Choice(channels)),
      ...Paging,
    }),
    reply: Page(Delivery),
    fails: [],
  },
  stuck: {
    get: '/reach/deliveries/stuck',
    may: 'reach.inspect',
    summary: 'How many need a person: dead ones, and those of which nobody knows whether they arrived.',
    reply: t.Object({ dead: t.Integer(), doubtful: t.Integer() }),
    fails: [],
  },
  resend: {
    post: '/reach/deliveries/:id/resend',
    may: 'reach.mend',
    summary: 'Sends a dead or doubtful one again, from the first attempt on.',
    body: t.Object({}),
    reply: Delivery,
    fails: ['reach.deliveryMissing', 'reach.wrongState'],
  },
  drop: {
    post: '/reach/deliveries/:id/drop',
    may: 'reach.mend',
    summary: 'Lets a dead, doubtful or waiting one go, with a reason.',
    body: t.Object({ reason: Line(200) }),
    reply: Delivery,
    fails: ['reach.deliveryMissing', 'reach.wrongState'],
  },
})

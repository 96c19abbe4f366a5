import { type Act, type Card, type Instant, type Matter, move } from './rules.ts'

/**
 * What the clock causes by itself: word before the deadline, a reminder once it has passed, and the yellow and red cards
 * of domain §25. Each happens once in a run of the clock, so a leader who lifts a card is not overruled by the next round.
 */
export const cards = ['accept.yellow', 'accept.red', 'handle.yellow', 'handle.red', 'late.yellow', 'late.red'] as const
export type CardLimit = (typeof cards)[number]
export type OverdueCard = `${'accept' | 'handle'}.${'reminder' | 'yellow' | 'red'}`
export type Caused = 'dueSoon' | OverdueCard
const strength: readonly Card[] = ['none', 'reminder', 'yellow', 'red']

export type Watch = {
  now: Instant
  /** An instant plus the county's limit of that card. */
  after(card: CardLimit, from: Instant): Instant
  dueSoon(from: Instant, due: Instant): boolean
}

/** What is due now, the strongest first; nothing while the clock stands or another matter goes on for this one. */
export function causedBy(matter: Matter, watch: Watch): Caused | undefined {
  const { dueAt } = matter
  if (dueAt === null || matter.duplicateOf) return undefined
  const leg = matter.state === 'submitted' ? 'accept' : 'handle'
  const since = leg === 'accept' ? matter.clockFrom : (matter.handledAt ?? matter.clockFrom)
  const passed = (card: CardLimit, from: Instant) => watch.after(card, from) < watch.now
  const late = dueAt < watch.now
  // Not handled: silent for long, or late by so many working days. Not accepted: the silence is the lateness.
  const lateBy = (card: 'late.yellow' | 'late.red') => leg === 'handle' && passed(card, dueAt)
  if (passed(`${leg}.red`, since) || lateBy('late.red')) return unlessCaused(matter, [`${leg}.red`])
  if (passed(`${leg}.yellow`, since) || lateBy('late.yellow'))
    return unlessCaused(matter, [`${leg}.yellow`, `${leg}.red`])
  if (late) return unlessCaused(matter, [`${leg}.reminder`, `${leg}.yellow`, `${leg}.red`])
  return watch.dueSoon(matter.clockFrom, dueAt) ? unlessCaused(matter, ['dueSoon']) : undefined
}
const unlessCaused = (matter: Matter, [what, ...stronger]: [Caused, ...Caused[]]): Caused | undefined =>
  [what, ...stronger].some((each) => matter.reminded.includes(each)) ? undefined : what

const colourOf = (caused: OverdueCard): Exclude<Card, 'none'> =>
  caused.slice(caused.indexOf('.') + 1) as Exclude<Card, 'none'>

/** The matter with the reminder or card noted; a card never lowers what a leader has set. */
export function cause(matter: Matter, act: Act, caused: Caused): Matter {
  const reminded = [...matter.reminded, caused]
  if (caused === 'dueSoon') return { ...matter, reminded }
  const colour = colourOf(caused)
  const stronger = strength.indexOf(colour) > strength.indexOf(matter.supervision)
  return move(matter, 'supervise', act, { reminded, supervision: stronger ? colour : matter.supervision })
}

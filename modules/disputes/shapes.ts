import { AreaCode, Choice, Day, Id, Instant, Nullable, t } from '@doorstep/contract'
import {
  classes,
  consents,
  families,
  hows,
  mediatorRoles,
  moves,
  outcomes,
  partyRoles,
  scales,
  sessionOutcomes,
  sessionStates,
  states,
  tiers,
  type Verb,
  ways,
} from './states.ts'

export const StateCode = Choice(states)
export const FamilyCode = Choice(families)
export const ClassCode = Choice(classes)
export const WayCode = Choice(ways)
export const TierCode = Choice(tiers)
export const Colour = Choice(['blue', 'yellow', 'orange', 'red'] as const)
export const PartyRole = Choice(partyRoles)
export const MediatorRole = Choice(mediatorRoles)
export const How = Choice(hows)
export const Cents = t.Integer({ minimum: 0, maximum: 100_000_000_000, description: 'Chinese cents (分)' })
export const People = t.Integer({ minimum: 1, maximum: 100_000 })
export const TypeCode = t.String({ pattern: '^[a-z][A-Za-z0-9]{0,30}$' })
/** What decides whether the police may mediate it. */
export const Police = t.Object({
  act: t.String({ pattern: '^[a-zA-Z]{1,30}$' }),
  exclusions: t.Array(t.String({ pattern: '^[a-zA-Z]{1,30}$' }), { maxItems: 10 }),
  reportAt: Nullable(Instant),
})
const Staff = t.Object({ account: t.String(), name: t.String() })

/** A row of the ledger: nothing of persons. */
export const DisputeRow = t.Object({
  id: Id,
  code: t.String(),
  area: AreaCode,
  areaName: t.String(),
  state: StateCode,
  type: Nullable(t.String()),
  family: Nullable(FamilyCode),
  class: Nullable(ClassCode),
  way: Nullable(WayCode),
  tier: Nullable(TierCode),
  people: Nullable(t.Integer()),
  scale: Nullable(Choice(scales)),
  amountCents: Nullable(t.Integer()),
  place: Nullable(t.String()),
  assignee: Nullable(Staff),
  deadline: Nullable(Instant),
  colour: Nullable(Colour),
  minor: t.Boolean(),
  openedAt: Instant,
  settledAt: Nullable(Instant),
  outcome: Nullable(Choice(outcomes)),
  breaches: t.Integer(),
  updatedAt: Instant,
})

/** As staff see a party: masked until an officer says why more is needed. */
const Party = t.Object({
  id: Id,
  role: PartyRole,
  name: t.String({ description: 'masked' }),
  sign: t.String({ description: 'surname only, as mediators and the other side see it' }),
  phone: Nullable(t.String({ description: 'masked' })),
  address: Nullable(t.String({ description: 'masked' })),
  isMinor: t.Boolean(),
  selfSupporting: t.Boolean(),
  guardian: Nullable(Id),
  hasAccount: t.Boolean(),
  hasCode: t.Boolean(),
  language: Nullable(t.String()),
  rightsReadAt: Nullable(Instant),
  consent: Choice(consents),
  consentAt: Nullable(Instant),
  consentHow: Nullable(How),
})
const Mediator = t.Object({
  id: Id,
  role: MediatorRole,
  account: Nullable(t.String()),
  name: t.String(),
  post: Nullable(t.String()),
  organisation: Nullable(t.String()),
  accepted: t.Array(Id, { description: 'parties who accepted them' }),
})
export const Session = t.Object({
  id: Id,
  n: t.Integer(),
  state: Choice(sessionStates),
  starts: Instant,
  ends: Instant,
  room: Nullable(t.Object({ id: Id, name: t.String() })),
  place: Nullable(t.String()),
  openTo: Choice(['private', 'public'] as const),
  attended: t.Array(Id),
  record: Nullable(t.String()),
  outcome: Nullable(Choice(sessionOutcomes)),
  reason: Nullable(t.String()),
})

/** The whole file, for staff. `allowed`: what this reader may do next. */
export const Dispute = t.Object({
  ...DisputeRow.properties,
  happenedOn: Nullable(Day),
  facts: Nullable(t.String()),
  police: Nullable(Police),
  registeredAt: Nullable(Instant),
  closedAt: Nullable(Instant),
  result: Nullable(t.String()),
  round: t.Integer(),
  sealed: t.Boolean(),
  withheld: t.Boolean({ description: 'what it says is not for this reader' }),
  revisits: t.Array(
    t.Object({ day: t.Integer(), dueOn: Day, doneAt: Nullable(Instant), outcome: Nullable(t.String()) }),
  ),
  parties: t.Array(Party),
  mediators: t.Array(Mediator),
  sessions: t.Array(Session),
  allowed: t.Array(Choice(Object.keys(moves) as Verb[])),
})

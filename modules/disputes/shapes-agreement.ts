import { Choice, Day, Id, Instant, Line, Nullable, type Static, Text, t } from '@doorstep/contract'
import { agreementStates, confirmResults, copyHows, instalmentStates, kinds, signHows } from './rules-agreement.ts'
import { policeFields, termFields } from './rules-gates-agreement.ts'
import { Cents, MediatorRole, PartyRole } from './shapes.ts'

/** What an agreement says; what it lacks is told, and asked for when its words are fixed. */
export const Terms = t.Object({
  facts: t.Optional(Text(4000)),
  issues: t.Optional(Text(2000)),
  responsibility: t.Optional(Text(2000)),
  content: t.Optional(Text(4000)),
  way: t.Optional(Text(1000)),
  term: t.Optional(Text(500)),
  authority: t.Optional(Line(80)),
  host: t.Optional(Line(50)),
  happenedOn: t.Optional(Day),
  place: t.Optional(Line(120)),
  course: t.Optional(Text(4000)),
})
/** What somebody has to do by a day: money, an act, or both. */
export const ToKeep = t.Object({
  id: Id,
  due: Day,
  amountCents: t.Optional(Cents),
  act: t.Optional(Text(500)),
  payer: Id,
})
const Instalment = t.Object({
  id: Id,
  n: t.Integer(),
  due: Day,
  amountCents: Nullable(t.Integer()),
  act: Nullable(t.String()),
  payer: Id,
  state: Choice(instalmentStates),
  late: t.Boolean(),
  doneAt: Nullable(Instant),
  note: Nullable(t.String()),
})
const Signed = Nullable(t.Object({ how: Choice(signHows), at: Instant }))
export const Agreement = t.Object({
  id: Id,
  kind: Choice(kinds),
  state: Choice(agreementStates),
  terms: Terms,
  missing: t.Array(Choice([...termFields, ...policeFields] as const), {
    description: 'what the law wants in it and is not there yet',
  }),
  parties: t.Array(
    t.Object({
      id: Id,
      role: PartyRole,
      sign: t.String({ description: 'surname only; names in full stand on the paper' }),
      signed: Signed,
      copy: Nullable(t.Object({ how: Choice(copyHows), at: Instant })),
    }),
  ),
  mediators: t.Array(t.Object({ id: Id, role: MediatorRole, name: t.String(), signed: Signed })),
  instalments: t.Array(Instalment),
  sha256: Nullable(t.String({ description: 'of the paper that is signed' })),
  draftedAt: Instant,
  effectiveAt: Nullable(Instant),
  endedAt: Nullable(Instant),
  confirmUntil: Nullable(Day),
})
export const Confirmation = t.Object({
  id: Id,
  agreement: Id,
  court: t.String(),
  appliedOn: Day,
  acceptDue: Day,
  acceptedOn: Nullable(Day),
  ruleDue: Nullable(Day),
  ruledOn: Nullable(Day),
  result: Nullable(Choice(confirmResults)),
  note: Nullable(t.String()),
})
/** The newest first: what is being drafted or signed stands before what is in force, and that before what has ended. */
export const Agreements = t.Object({ items: t.Array(Agreement), confirmations: t.Array(Confirmation) })
export type Agreements = Static<typeof Agreements>

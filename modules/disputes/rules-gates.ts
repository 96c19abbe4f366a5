import { type Failures, failing } from '@doorstep/contract/failure.ts'

/**
 * What the law asks for before a dispute may go on, one rule each with its source. A gate is pure: it gets the facts and
 * says whether the way is open; `pass` turns a shut one into a failure whose words name the article and what to do.
 * Numbers stand where the handbook or the text of the law itself gives them; else the law alone is named.
 */
export type Law = 'peopleMediation' | 'policeProcedure' | 'policeMediation' | 'courtConfirmation'
export type Article = { law: Law; number: number | null }

export const gateFailures = {
  'disputes.refused': 'conflict',
  'disputes.consentMissing': 'conflict',
  'disputes.mediatorMissing': 'conflict',
  'disputes.mediatorNotAccepted': 'conflict',
  'disputes.rightsUnread': 'conflict',
  'disputes.guardianMissing': 'conflict',
  'disputes.invitedUnasked': 'conflict',
  'disputes.policeActUnfit': 'conflict',
  'disputes.policeExcluded': 'conflict',
  'disputes.policeFirstLate': 'conflict',
  'disputes.policeSecondLate': 'conflict',
  'disputes.policeTwice': 'conflict',
  'disputes.termsIncomplete': 'conflict',
  'disputes.policeTermsIncomplete': 'conflict',
  'disputes.oralUnrecorded': 'conflict',
  'disputes.signaturesMissing': 'conflict',
  'disputes.copiesMissing': 'conflict',
  'disputes.waysUntold': 'conflict',
  'disputes.confirmationLate': 'conflict',
  'disputes.confirmationAlone': 'conflict',
  'disputes.confirmationUnfit': 'conflict',
} as const satisfies Failures
export type GateCode = keyof typeof gateFailures
const fail = failing(gateFailures)

export type Gate<F> = { code: GateCode; article: Article; check(facts: F): boolean }
export const gate = <F>(code: GateCode, law: Law, number: number | null, check: (facts: F) => boolean): Gate<F> => ({
  code,
  article: { law, number },
  check,
})
/** @param data fills the words of the failure. @throws the gate's code */
export function pass<F>({ code, check }: Gate<F>, facts: F, data?: Record<string, unknown>): void {
  if (!check(facts)) fail(code, data)
}

/** Of a party only what decides; never who they are. */
export type PartyFacts = {
  id: string
  role: string
  isMinor: boolean
  selfSupporting: boolean
  guardian: string | null
  rightsReadAt: string | null
  consent: string
}
export const isSide = ({ role }: { role: string }): boolean => role === 'applicant' || role === 'respondent'
type Parties = readonly PartyFacts[]

// ── whether there is mediation at all ─────────────────────────────────────────────────────────────────────────────────
export const notRefused = gate('disputes.refused', 'peopleMediation', 17, (parties: Parties) =>
  parties.filter(isSide).every(({ consent }) => consent !== 'refused'),
)
/** Voluntary on both sides: silence is no consent. */
export const consented = gate(
  'disputes.consentMissing',
  'peopleMediation',
  3,
  (parties: Parties) =>
    ['applicant', 'respondent'].every((side) => parties.some(({ role }) => role === side)) &&
    parties.filter(isSide).every(({ consent }) => consent === 'agreed'),
)

// ── before people sit down ────────────────────────────────────────────────────────────────────────────────────────────
type Mediators = readonly { accepted: readonly string[] }[]
export const mediated = gate(
  'disputes.mediatorMissing',
  'peopleMediation',
  19,
  ({ mediators }: { mediators: Mediators }) => mediators.length > 0,
)
/** Each side chose or accepted every mediator who sits there. */
export const mediatorAccepted = gate(
  'disputes.mediatorNotAccepted',
  'peopleMediation',
  19,
  ({ parties, mediators }: { parties: Parties; mediators: Mediators }) =>
    mediators.every(({ accepted }) => parties.filter(isSide).every(({ id }) => accepted.includes(id))),
)
export const rightsRead = gate('disputes.rightsUnread', 'peopleMediation', 23, (parties: Parties) =>
  parties.filter(isSide).every(({ rightsReadAt }) => rightsReadAt !== null),
)
/** Whoever is 16 or 17 and lives on their own work may do without. @param present ids of those who come; all where not said */
export const guardianPresent = gate(
  'disputes.guardianMissing',
  'policeProcedure',
  null,
  ({ parties, present }: { parties: Parties; present?: readonly string[] }) =>
    parties
      .filter((party) => isSide(party) && party.isMinor && !party.selfSupporting)
      .filter(({ id }) => !present || present.includes(id))
      .every(({ guardian }) => guardian !== null && (!present || present.includes(guardian))),
)
/** Relatives, neighbours and experts come with the consent of both sides. */
export const invitedAgreed = gate(
  'disputes.invitedUnasked',
  'peopleMediation',
  null,
  ({ parties, present }: { parties: Parties; present: readonly string[] }) =>
    parties
      .filter(({ id, role }) => (role === 'invited' || role === 'witness') && present.includes(id))
      .every(({ consent }) => consent === 'agreed'),
)

// ── what the police may mediate, and until when ───────────────────────────────────────────────────────────────────────
/** Minor acts that come from a civil quarrel. */
export const policeActs = ['hitting', 'insult', 'damage', 'disturbance', 'privacy', 'trespass'] as const
export const policeExclusions = ['hired', 'gang', 'provocation', 'repeat', 'refusal', 'newOffence', 'flight'] as const
type Police = { act: string | null; exclusions: readonly string[] }
export const policeActFits = gate('disputes.policeActUnfit', 'policeProcedure', 178, ({ act }: Pick<Police, 'act'>) =>
  policeActs.some((fit) => fit === act),
)
export const policeNotExcluded = gate(
  'disputes.policeExcluded',
  'policeProcedure',
  179,
  ({ exclusions }: Pick<Police, 'exclusions'>) => exclusions.length === 0,
)
type Timed = { at: string; until: string }
const inTime = ({ at, until }: Timed): boolean => at <= until
/** Within three working days of acceptance, or of the report on injury or price. */
export const policeFirstInTime = gate('disputes.policeFirstLate', 'policeMediation', null, inTime)
/** Once more at most, within seven working days of the first. */
export const policeSecondInTime = gate('disputes.policeSecondLate', 'policeProcedure', null, inTime)
export const policeTwiceAtMost = gate(
  'disputes.policeTwice',
  'policeProcedure',
  null,
  ({ held }: { held: number }) => held < 2,
)
/** From when the three working days run. */
export const policeFrom = ({ acceptedAt, reportAt }: { acceptedAt: string; reportAt: string | null }): string =>
  reportAt !== null && reportAt > acceptedAt ? reportAt : acceptedAt

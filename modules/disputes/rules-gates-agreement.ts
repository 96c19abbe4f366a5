import { gate, isSide } from './rules-gates.ts'

/** The gates of what parties agree, sign, keep and take to the court. */

type Words = string | null | undefined
const said = (words: Words): boolean => (words ?? '').trim() !== ''

/** What a written agreement states: the quarrel, who answers for what, what is to be done, how and by when. */
export const termFields = ['facts', 'issues', 'responsibility', 'content', 'way', 'term'] as const
export type Terms = Readonly<Partial<Record<(typeof termFields)[number], Words>>>
export const missingTerms = (terms: Terms): string[] => termFields.filter((field) => !said(terms[field]))
export const termsComplete = gate(
  'disputes.termsIncomplete',
  'peopleMediation',
  29,
  (terms: Terms) => missingTerms(terms).length === 0,
)
/** Mediated by the police it also names authority, host, time, place and course. */
export const policeFields = ['authority', 'host', 'happenedOn', 'place', 'course'] as const
export type PoliceTerms = Readonly<Partial<Record<(typeof policeFields)[number], Words>>>
export const missingPoliceTerms = (terms: PoliceTerms): string[] => policeFields.filter((field) => !said(terms[field]))
export const policeTermsComplete = gate(
  'disputes.policeTermsIncomplete',
  'policeProcedure',
  null,
  (terms: PoliceTerms) => missingPoliceTerms(terms).length === 0,
)
/** By word of mouth is enough, if the mediator writes down what was agreed; in force from that moment (art. 30). */
export const oralRecorded = gate('disputes.oralUnrecorded', 'peopleMediation', 28, ({ content }: { content: Words }) =>
  said(content),
)

type Signers = {
  parties: readonly { id: string; role: string }[]
  mediators: readonly { id: string }[]
  signed: readonly string[]
}
/** In force when every side and a mediator have put their names under it. */
export const signedByAll = gate(
  'disputes.signaturesMissing',
  'peopleMediation',
  29,
  ({ parties, mediators, signed }: Signers) =>
    parties.filter(isSide).every(({ id }) => signed.includes(id)) && mediators.some(({ id }) => signed.includes(id)),
)
/** One copy each, one is kept. */
export const copiesGiven = gate(
  'disputes.copiesMissing',
  'peopleMediation',
  29,
  ({ parties, copies }: { parties: Signers['parties']; copies: readonly string[] }) =>
    parties.filter(isSide).every(({ id }) => copies.includes(id)),
)
/** Mediation that came to nothing ends with word of the other ways. */
export const waysTold = gate('disputes.waysUntold', 'peopleMediation', 26, ({ words }: { words: Words }) => said(words))

/** @param on the day of the application; `until` the last one, from the calendar */
export const confirmInTime = gate(
  'disputes.confirmationLate',
  'peopleMediation',
  33,
  ({ on, until }: { on: string; until: string }) => on <= until,
)
export const confirmTogether = gate(
  'disputes.confirmationAlone',
  'peopleMediation',
  33,
  ({ parties, applicants }: { parties: Signers['parties']; applicants: readonly string[] }) =>
    parties.filter(isSide).every(({ id }) => applicants.includes(id)),
)
/** Identity, adoption and marriage are not confirmed; what the parties owe each other is. */
export const concerns = ['obligations', 'identity', 'adoption', 'marriage'] as const
export const confirmFits = gate(
  'disputes.confirmationUnfit',
  'courtConfirmation',
  4,
  ({ about }: { about: (typeof concerns)[number] }) => about === 'obligations',
)

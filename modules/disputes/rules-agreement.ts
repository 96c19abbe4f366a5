import type { PoliceTerms, Terms } from './rules-gates-agreement.ts'

/** As in rules.ts, which stands on the contract and may not be imported here. */
type Day = string
type Instant = string

/** What an agreement is. Its words are sealed as one; what has to be kept by a day stands beside it in rows. */
export const kinds = ['written', 'oral'] as const
export type Kind = (typeof kinds)[number]
/** `open`: its words are fixed and it waits for signatures. */
export const agreementStates = ['draft', 'open', 'effective', 'ended'] as const
export type AgreementState = (typeof agreementStates)[number]
export const instalmentStates = ['due', 'kept', 'missed'] as const
export const signHows = ['screen', 'paper'] as const
export const copyHows = ['link', 'print'] as const
export const confirmResults = ['confirmed', 'refused', 'withdrawn'] as const

export type AgreementTerms = Terms & PoliceTerms
/** Those who agree, as they stood when the words were fixed: a later change of a name does not change what was signed. */
export type PartyIn = { id: string; role: string; name: string; phone: string | null; address: string | null }
export type MediatorIn = {
  id: string
  role: string
  name: string
  post: string | null
  organisation: string | null
}
export type Planned = { id: string; n: number; due: Day; amountCents: number | null; act: string | null; payer: string }
export type Body = { terms: AgreementTerms; parties: PartyIn[]; mediators: MediatorIn[] }

export type Instalment = Planned & {
  state: (typeof instalmentStates)[number]
  doneAt: Instant | null
  note: string | null
}

/** Nothing is left to be kept. */
export const allKept = (instalments: readonly Pick<Instalment, 'state'>[]): boolean =>
  instalments.every(({ state }) => state === 'kept')
export const isLate = ({ state, due }: Pick<Instalment, 'state' | 'due'>, today: Day): boolean =>
  state === 'missed' || (state === 'due' && due < today)

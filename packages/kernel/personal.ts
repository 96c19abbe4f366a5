import type { Ctx } from './ctx.ts'

/**
 * Whose data it is about: an account, or whoever holds the receipt of one record. Functions that get it run with the
 * rows of the whole county and must narrow to it themselves.
 */
export type DataSubject = { account: string | null; receipt: { subject: string; hash: string } | null }

/** One record about the person, told in the asker's language. */
export type HeldItem = {
  id: string
  title: string
  /** `name` is stable, for programs; `label` and `value` are for people. */
  facts: { name: string; label: string; value: string }[]
  /** When the job lets it go; null where that hangs on something that has not happened yet. */
  endsAt: string | null
  /** What closing the account would do with it now. */
  onErasure: 'removed' | 'anonymised' | 'waits'
  /** The person may set name and number right themselves, and ask for the facts to be looked at. */
  correctable: boolean
}
/** `kind` is `<module>.<what>`; title, purpose and basis are the module's own words in the asker's language. */
export type HeldSection = { kind: string; title: string; purpose: string; basis: string; items: HeldItem[] }

/** What an erasure did to one kind of record. `reason` (a code with words in the module) says why something stays. */
export type Erased = { kind: string; removed: number; anonymised: number; kept: number; reason: string | null }

export type Correction = { name?: string; phone?: string; words?: string }

/** How long one kind of record is kept. Bounds are the law's or the design's; the county chooses between them. */
export type RetentionRule = {
  /** `<module>.<what>`; its words stand under `<module>.retention.<what>`. */
  kind: string
  keepDays: number
  least: number
  most: number
  /** Lets go of what ended before. May be run any number of times. @returns counts by what was done */
  run(ctx: Ctx, before: string): Promise<Record<string, number>>
}

/** A module's own part in what the law gives persons: nobody else reads or empties its tables. */
export type Personal = {
  held(ctx: Ctx, subject: DataSubject, keep: (kind: string) => number): Promise<HeldSection[]>
  /** Ids of the records that are about the person, for the list of who looked at them. */
  subjects(ctx: Ctx, subject: DataSubject): Promise<string[]>
  erase(ctx: Ctx, subject: DataSubject): Promise<Erased[]>
  /** Sets right what the person may set right in record `id`. @returns false when it is none of the module's. */
  correct?(ctx: Ctx, subject: DataSubject, id: string, correction: Correction): Promise<boolean>
  retention: readonly RetentionRule[]
}

/** One of a kind's own fields. Its words: locales, `kinds.<kind>.fields.<name>` (`label`, `hint`, `options.<value>`). */
export type KindField = { name: string; required?: boolean } & (
  | { type: 'text' | 'longText'; maxLength: number }
  | { type: 'number'; minimum: number; maximum: number }
  | { type: 'yesNo' }
  | { type: 'choice'; options: readonly string[]; several?: boolean }
  | { type: 'date' }
)

/** A kind of matter, as configuration: everything else about it is the common spine. Words: locales, `kinds.<code>`. */
export type Kind = {
  code: string
  /** Name of a drawing in the clients' icon set. */
  icon: string
  /** May people at home choose it? The others are registered by staff only. */
  reportable: boolean
  /** Codes of the calendar's limits: until it must be accepted, and handled. */
  accept: string
  handle: string
  /** How near in metres and days another report may be the same matter. */
  duplicates: { metres: number; days: number }
  /** Days after closing on which the person is asked whether it holds; empty: nobody is. */
  visits: readonly number[]
  fields: readonly KindField[]
}
export const kind = <const K extends Kind>(definition: K): K => definition

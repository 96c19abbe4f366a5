// A kind's own fields are configuration: this says what they may be, and checks answers. Drawn by FormFields.vue of each library.

import type { Language } from './settings.ts'

/** Words typed by the county itself, in both languages, or a locale key. */
export type Wording = string | Partial<Record<Language, string>>
type Base = { name: string; label: Wording; hint?: Wording; required?: boolean }
export type Field = Base &
  (
    | { type: 'text' | 'longText'; maxLength?: number }
    | { type: 'number'; minimum?: number; maximum?: number; unit?: Wording }
    | { type: 'yesNo' }
    | { type: 'choice'; options: { value: string; label: Wording }[]; several?: boolean }
    | { type: 'date' | 'time' | 'dateTime'; earliest?: string; latest?: string }
  )
export type Answer = string | number | boolean | string[] | null
export type Answers = Record<string, Answer>
/** Field name → key below `ui.field` and its figures. */
export type Complaints = Record<
  string,
  {
    key: 'required' | 'tooLong' | 'tooSmall' | 'tooLarge' | 'notNumber' | 'tooEarly' | 'tooLate'
    figure?: number | string
  }
>

export const isEmpty = (answer: Answer | undefined): boolean =>
  answer === undefined || answer === null || answer === '' || (Array.isArray(answer) && answer.length === 0)

function complaintOf(field: Field, answer: Answer | undefined): Complaints[string] | undefined {
  if (isEmpty(answer)) return field.required ? { key: 'required' } : undefined
  if (
    (field.type === 'text' || field.type === 'longText') &&
    field.maxLength &&
    String(answer).length > field.maxLength
  )
    return { key: 'tooLong', figure: field.maxLength }
  if (field.type === 'number') {
    if (typeof answer !== 'number' || Number.isNaN(answer)) return { key: 'notNumber' }
    if (field.minimum !== undefined && answer < field.minimum) return { key: 'tooSmall', figure: field.minimum }
    if (field.maximum !== undefined && answer > field.maximum) return { key: 'tooLarge', figure: field.maximum }
  }
  if (field.type === 'date' || field.type === 'time' || field.type === 'dateTime') {
    if (field.earliest && String(answer) < field.earliest) return { key: 'tooEarly', figure: field.earliest }
    if (field.latest && String(answer) > field.latest) return { key: 'tooLate', figure: field.latest }
  }
  return undefined
}

/** What stands in the way of sending: empty when all is well. */
export function check(fields: readonly Field[], answers: Answers): Complaints {
  const complaints: Complaints = {}
  for (const field of fields) {
    const complaint = complaintOf(field, answers[field.name])
    if (complaint) complaints[field.name] = complaint
  }
  return complaints
}

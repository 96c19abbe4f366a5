import type { Answers, Field } from '@doorstep/ui-base/fields.ts'
import { bodies, classes, type Verb, ways } from '../states.ts'
import type { HazardFile } from './api.ts'

const label = (name: string): string => `hazards.forms.${name}`
const words = (name: string, maxLength: number, required = true): Field => ({
  name,
  type: 'longText',
  label: label(name),
  maxLength,
  required,
})
const line = (name: string, maxLength: number, required = true): Field => ({
  name,
  type: 'text',
  label: label(name),
  maxLength,
  required,
})
const choice = (name: string, list: string, values: readonly string[]): Field => ({
  name,
  type: 'choice',
  label: label(name),
  required: true,
  options: values.map((value) => ({ value, label: `hazards.${list}.${value}` })),
})
const today = (): string => new Date().toLocaleDateString('sv-SE')
const due = (required: boolean): Field => ({
  name: 'due',
  type: 'date',
  label: label('due'),
  ...(required ? {} : { hint: 'hazards.forms.dueHint' }),
  earliest: today(),
  required,
})
const notice = [
  choice('class', 'classes', classes),
  line('responsible', 80),
  line('person', 30, false),
  words('demands', 1000),
  due(false),
]
const forms: Record<Verb, readonly Field[]> = {
  clear: [words('words', 1000, false)],
  notify: notice,
  notifyAgain: notice,
  serve: [choice('way', 'ways', ways)],
  extend: [due(true), words('reason', 500)],
  recheck: [{ name: 'gone', type: 'yesNo', label: label('gone'), required: true }, words('words', 1000, false)],
  strikeOff: [words('words', 1000, false)],
  refer: [choice('to', 'bodies', bodies), words('reason', 500)],
}
export const fieldsOf = (verb: Verb): readonly Field[] => forms[verb]

/** Which picture a step wants: of the spot as it was, or as it is now. */
export const photoFor = (verb: Verb): 'before' | 'after' | null =>
  verb === 'notify' || verb === 'notifyAgain' ? 'before' : verb === 'recheck' || verb === 'clear' ? 'after' : null
/** That it is gone is shown, a notice has a picture of what it is about. */
export const needsPhoto = (verb: Verb, file: HazardFile, answers: Answers): boolean =>
  verb === 'clear' || (verb === 'recheck' && answers.gone === true) || (photoFor(verb) === 'before' && !file.before)

/** What the next notice of the same hazard begins with. */
export const begunWith = (verb: Verb, { class: sort, responsible }: HazardFile): Answers =>
  verb === 'notifyAgain' ? { class: sort, responsible } : verb === 'notify' ? { class: 'general' } : {}

export const bodyOf = (answers: Answers): Record<string, unknown> =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null && answer !== ''))

/** The one that one would do next stands out. */
export const nextSteps: readonly Verb[] = ['notify', 'serve', 'recheck', 'notifyAgain', 'strikeOff']

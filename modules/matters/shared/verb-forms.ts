import type { Field } from '@doorstep/ui-base/fields.ts'
import { grades, outsideBodies, supervisions, units, type Verb, visitOutcomes } from '../states.ts'
import type { Matter } from './api.ts'

/** Asked from a list that the server gives, not from fixed words. */
export type Picker = {
  name: string
  picker: 'officer' | 'auxiliary' | 'helper' | 'area' | 'similar'
  label: string
  required: true
}
export type VerbField = Field | Picker
export const isPicker = (field: VerbField): field is Picker => 'picker' in field

const label = (verb: Verb, name: string): string => `matters.forms.${verb}.${name}`
const words = (verb: Verb, name: string, maxLength: number, required = true): Field => ({
  name,
  type: 'longText',
  label: label(verb, name),
  maxLength,
  required,
})
const choice = (verb: Verb, name: string, list: string, values: readonly string[], required = true): Field => ({
  name,
  type: 'choice',
  label: label(verb, name),
  required,
  options: values.map((value) => ({ value, label: `matters.${list}.${value}` })),
})
const days = (verb: Verb, minimum: number): Field => ({
  name: 'days',
  type: 'number',
  label: label(verb, 'days'),
  minimum,
  maximum: 30,
  required: true,
})
const pick = (verb: Verb, name: string, picker: Picker['picker']): Picker => ({
  name,
  picker,
  label: label(verb, name),
  required: true,
})

/** What each verb of staff asks for, in the order of the form; verbs that are not here ask for nothing. */
const forms: Partial<Record<Verb, (matter: Matter) => VerbField[]>> = {
  accept: () => [words('accept', 'words', 500, false)],
  assign: () => [pick('assign', 'to', 'officer'), words('assign', 'reason', 500)],
  note: () => [words('note', 'text', 4000)],
  reply: () => [words('reply', 'text', 1000)],
  askHelp: () => [pick('askHelp', 'who', 'auxiliary'), words('askHelp', 'task', 500)],
  dropHelp: () => [pick('dropHelp', 'who', 'helper')],
  helped: () => [words('helped', 'text', 1000)],
  waitForPerson: () => [words('waitForPerson', 'text', 500)],
  handToDepartment: () => [
    choice('handToDepartment', 'unit', 'units', units),
    words('handToDepartment', 'reason', 500),
  ],
  answerFromDepartment: () => [words('answerFromDepartment', 'text', 2000)],
  returnToRoom: () => [words('returnToRoom', 'reason', 500)],
  suspend: () => [words('suspend', 'reason', 500)],
  passOn: () => [pick('passOn', 'area', 'area'), words('passOn', 'reason', 500)],
  transferOut: () => [
    choice('transferOut', 'body', 'outsideBodies', outsideBodies),
    words('transferOut', 'reason', 500),
  ],
  askExtension: () => [days('askExtension', 1), words('askExtension', 'reason', 500)],
  decideExtension: () => [days('decideExtension', 0), words('decideExtension', 'reason', 500)],
  resolve: () => [choice('resolve', 'grade', 'grades', grades), words('resolve', 'result', 2000)],
  reopen: () => [words('reopen', 'reason', 500)],
  recordVisit: ({ visits }) => [
    {
      name: 'day',
      type: 'choice',
      label: label('recordVisit', 'day'),
      required: true,
      options: visits
        .filter(({ doneAt }) => !doneAt)
        .map(({ day }) => ({ value: String(day), label: { 'zh-CN': `第 ${day} 天`, 'en-US': `day ${day}` } })),
    },
    choice('recordVisit', 'outcome', 'visitOutcomes', visitOutcomes),
    words('recordVisit', 'note', 1000, false),
  ],
  supervise: () => [
    choice('supervise', 'supervision', 'supervisions', supervisions),
    words('supervise', 'reason', 500),
  ],
  linkDuplicate: () => [pick('linkDuplicate', 'to', 'similar'), words('linkDuplicate', 'reason', 500, false)],
}
export const formOf = (verb: Verb, matter: Matter): VerbField[] => forms[verb]?.(matter) ?? []

/** Answers as the contract wants them: numbers where it counts, nothing where nothing was said. */
export function bodyOf(verb: Verb, answers: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const given = Object.fromEntries(
    Object.entries(answers).filter(([, answer]) => answer !== null && answer !== undefined && answer !== ''),
  )
  return verb === 'recordVisit' ? { ...given, day: Number(given.day) } : given
}

/** The next thing one would do, shown as the big button; everything else is in the sheet. */
const nextSteps: readonly Verb[] = [
  'accept',
  'decideExtension',
  'answerFromDepartment',
  'helped',
  'start',
  'resume',
  'resolve',
  'recordVisit',
]
export const nextStep = (matter: Matter): Verb | undefined => nextSteps.find((verb) => matter.allowed.includes(verb))
/** Verbs with screens of their own, or of the person's side. */
const elsewhere: readonly Verb[] = [
  'note',
  'attach',
  'confirm',
  'object',
  'rate',
  'withdraw',
  'urge',
  'tell',
  'correct',
  'archive',
]
export const otherSteps = (matter: Matter): Verb[] =>
  matter.allowed.filter((verb) => verb !== nextStep(matter) && !elsewhere.includes(verb))
/** Needs the server's own lists, so not without a signal. */
export const needsSignal = (verb: Verb, matter: Matter): boolean =>
  formOf(verb, matter).some((field) => isPicker(field) && field.picker !== 'helper')

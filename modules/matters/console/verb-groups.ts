import type { Matter } from '../shared/api.ts'
import { nextStep, otherSteps } from '../shared/verb-forms.ts'
import type { Verb } from '../states.ts'

/** What one does at a desk, by what it is for. */
export const groups = {
  work: [
    'accept',
    'start',
    'reply',
    'askHelp',
    'dropHelp',
    'helped',
    'waitForPerson',
    'resume',
    'resolve',
    'recordVisit',
    'reopen',
  ],
  route: [
    'assign',
    'handToDepartment',
    'answerFromDepartment',
    'returnToRoom',
    'passOn',
    'transferOut',
    'linkDuplicate',
  ],
  clock: ['askExtension', 'decideExtension', 'suspend', 'supervise'],
  record: ['correct'],
} as const satisfies Record<string, readonly Verb[]>
export type Group = keyof typeof groups

/** Beside the primary button, without opening a menu: as many as there is room for. */
const usual: readonly Verb[] = ['reply', 'assign', 'handToDepartment', 'supervise', 'resolve', 'returnToRoom', 'reopen']
const room = 3

export type Choices = { next: Verb | undefined; beside: Verb[]; menu: { group: Group; verbs: Verb[] }[] }

/** The next step, the usual ones, and everything else in groups; only what this reader may do now. */
export function choicesOf(matter: Matter): Choices {
  const next = nextStep(matter)
  const others: Verb[] = [...otherSteps(matter), ...(matter.allowed.includes('correct') ? (['correct'] as const) : [])]
  const beside = usual.filter((verb) => others.includes(verb)).slice(0, room)
  const left = others.filter((verb) => !beside.includes(verb))
  const menu = (Object.keys(groups) as Group[])
    .map((group) => ({ group, verbs: (groups[group] as readonly Verb[]).filter((verb) => left.includes(verb)) }))
    .filter(({ verbs }) => verbs.length > 0)
  return { next, beside, menu }
}
export const offers = ({ next, beside, menu }: Choices): boolean => !!next || beside.length > 0 || menu.length > 0

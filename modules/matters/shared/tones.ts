import type { Tone } from '@doorstep/ui-base/tone.ts'
import { isOpen, type State } from '../states.ts'
import type { Card, Handover } from './api.ts'

const tones: Record<State, Tone> = {
  submitted: 'notice',
  accepted: 'active',
  inProgress: 'active',
  waitingPerson: 'waiting',
  waitingDepartment: 'waiting',
  suspended: 'waiting',
  resolved: 'done',
  followUp: 'done',
  archived: 'neutral',
  transferredOut: 'neutral',
  withdrawn: 'neutral',
}
/** How a state looks; the word beside it says what it is. */
export const toneOf = (state: State): Tone => tones[state]

export const cardTone = ({ state, answerDue }: Pick<Card, 'state' | 'answerDue'>): Tone =>
  state === 'late'
    ? 'problem'
    : state === 'unanswered'
      ? 'notice'
      : state === 'answered' && answerDue
        ? 'waiting'
        : 'neutral'
/** A reminder wants no answer: it was told, and that is all. */
export const cardWord = ({ state, answerDue }: Pick<Card, 'state' | 'answerDue'>): string =>
  state === 'answered' && !answerDue ? 'matters.supervision.reminderState' : `matters.supervision.states.${state}`
export const handoverTone = ({ state, ended }: Pick<Handover, 'state' | 'ended'>): Tone =>
  state === 'stuck' ? 'problem' : state === 'waiting' ? 'waiting' : ended?.how === 'taken' ? 'done' : 'neutral'

/** For the pieces of other modules on a matter's page. */
export const stillOpen = (state: string): boolean => isOpen(state as State)

import type { Tone } from '@doorstep/ui-base/tone.ts'
import type { State } from '../states.ts'

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

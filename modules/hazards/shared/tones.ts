import type { Tone } from '@doorstep/ui-base/tone.ts'
import type { State } from '../states.ts'

const tones: Record<State, Tone> = {
  found: 'notice',
  notified: 'waiting',
  fixing: 'waiting',
  overdue: 'problem',
  rechecked: 'notice',
  struckOff: 'done',
  referred: 'neutral',
  dropped: 'neutral',
}
export const toneOf = (state: State): Tone => tones[state]

import type { CallInput } from '@doorstep/browser'
import { client, send } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import type { Tone } from '@doorstep/ui-base/tone.ts'
import { visits } from '../contract.ts'

export const visitsApi = client(visits)
export type Visit = ReplyOf<typeof visits.get>
export type Goers = ReplyOf<typeof visits.goers>
type Name = keyof typeof visits & string

/** A write on a visit: goes out now, or waits on the device for a signal. */
export const write = <N extends Name>(name: N, input: CallInput<(typeof visits)[N]>, visit: string) =>
  send('visits', visits, name, input, visit)

export const toneOf = ({ state, late }: Pick<Visit, 'state' | 'late'>): Tone =>
  late ? 'problem' : ({ planned: 'active', missed: 'problem', done: 'done', cancelled: 'neutral' } as const)[state]

import type { CallInput } from '@doorstep/browser'
import { client, send } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { matters } from '../contract.ts'

export const mattersApi = client(matters)
export type Matter = ReplyOf<typeof matters.get>
export type MatterRow = ReplyOf<typeof matters.list>['items'][number]
export type Step = ReplyOf<typeof matters.steps>['items'][number]
type Name = keyof typeof matters & string

/** A write on a matter that may wait for a signal: goes out now, or is queued on the device. */
export const write = <N extends Name>(name: N, input: CallInput<(typeof matters)[N]>, subject: string) =>
  send('matters', matters, name, input, subject)

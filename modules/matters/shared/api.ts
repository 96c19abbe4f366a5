import type { CallInput, Sent } from '@doorstep/browser'
import { client, send } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import type { InjectionKey } from 'vue'
import { matters } from '../contract.ts'

export const mattersApi = client(matters)
export type Matter = ReplyOf<typeof matters.get>
export type MatterRow = ReplyOf<typeof matters.list>['items'][number]
export type Step = ReplyOf<typeof matters.steps>['items'][number]
export type Card = ReplyOf<typeof matters.cards>['items'][number]
export type Handover = ReplyOf<typeof matters.handovers>['items'][number]
type Name = keyof typeof matters & string

/** A write on a matter that may wait for a signal: goes out now, or is queued on the device. */
export const write = <N extends Name>(name: N, input: CallInput<(typeof matters)[N]>, subject: string) =>
  send('matters', matters, name, input, subject)

/** How the forms of a client write; without it a write may wait for a signal. */
export const writing: InjectionKey<typeof write> = Symbol('writing')
/** At a desk: what does not go through says so at once instead of waiting on the device. */
export const writeNow: typeof write = async (name, input) => {
  const call = mattersApi[name] as unknown as (input: unknown) => Promise<unknown>
  return { sent: true, reply: await call(input) } satisfies Sent
}

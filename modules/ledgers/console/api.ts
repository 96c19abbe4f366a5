import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import type { Tone } from '@doorstep/ui-base/tone.ts'
import { ledgers } from '../contract.ts'

export const ledgersApi = client(ledgers)
export type Run = ReplyOf<typeof ledgers.run>
export type RunRow = ReplyOf<typeof ledgers.runs>['items'][number]
export type Found = NonNullable<Run['found']>
export type Mapping = ReplyOf<typeof ledgers.mappings>['items'][number]

export const toneOf: Record<RunRow['state'], Tone> = {
  received: 'waiting',
  read: 'notice',
  working: 'waiting',
  done: 'done',
  failed: 'problem',
  cancelled: 'neutral',
}
export const isBusy = ({ state }: Pick<RunRow, 'state'>): boolean => state === 'received' || state === 'working'

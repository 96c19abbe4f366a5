import { type CallInput, client, send } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import type { Tone } from '@doorstep/ui-base/tone.ts'
import { rooms } from '../contract.ts'
import type { State } from '../rules.ts'

export const roomsApi = client(rooms)
export type Board = ReplyOf<typeof rooms.board>
export type Room = ReplyOf<typeof rooms.get>
export type RoomRow = ReplyOf<typeof rooms.list>['items'][number]
export type Coverage = ReplyOf<typeof rooms.coverage>
export type View = 'all' | 'toPrint' | 'toPost' | 'reprint' | 'checkDue' | 'hanging'
type Name = keyof typeof rooms & string

/** A write on a board that may wait for a signal: basements and lifts have none. */
export const write = <N extends Name>(name: N, input: CallInput<(typeof rooms)[N]>, board: string) =>
  send('rooms', rooms, name, input, board)

export const toneOf: Record<State, Tone> = {
  planned: 'neutral',
  printed: 'active',
  posted: 'done',
  needsUpdate: 'notice',
  damaged: 'problem',
  removed: 'neutral',
}
export const photoOf = (board: Board): string => `/api/boards/${board.id}/photo?v=${board.postedAt ?? ''}`

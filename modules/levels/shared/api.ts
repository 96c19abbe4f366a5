import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { levels } from '../contract.ts'

export const levelsApi = client(levels)
export type Level = ReplyOf<typeof levels.get>
export type LevelRow = ReplyOf<typeof levels.list>['items'][number]
export type Advice = ReplyOf<typeof levels.advise>
export type Term = Advice['terms'][number]
export type Change = ReplyOf<typeof levels.changes>['items'][number]
export type Objection = Level['objections'][number]
export type Table = ReplyOf<typeof levels.table>

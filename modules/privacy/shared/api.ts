import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { privacy } from '../contract.ts'

export const privacyApi = client(privacy)
export type Held = ReplyOf<typeof privacy.held>
export type HeldItem = Held['sections'][number]['items'][number]
export type Look = ReplyOf<typeof privacy.looks>['items'][number]
export type DataRequest = ReplyOf<typeof privacy.ask>
export type Rule = ReplyOf<typeof privacy.retention>['items'][number]
export type Run = ReplyOf<typeof privacy.runNow>
export type Breach = ReplyOf<typeof privacy.breach>

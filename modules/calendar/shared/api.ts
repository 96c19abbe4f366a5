import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { calendar } from '../contract.ts'

export const calendarApi = client(calendar)
export type DayDetail = ReplyOf<typeof calendar.month>['items'][number]
export type LimitRow = ReplyOf<typeof calendar.limits>['items'][number]
export type Quota = ReplyOf<typeof calendar.limits>['quotas'][number]
export type Deadline = ReplyOf<typeof calendar.deadline>

import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { reach } from '../contract.ts'

export const reachApi = client(reach)
export type Mine = ReplyOf<typeof reach.mine>
export type Robot = ReplyOf<typeof reach.addRobot>
export type Delivery = ReplyOf<typeof reach.resend>

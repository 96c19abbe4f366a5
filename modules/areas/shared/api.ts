import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { loadSession, session } from '../../people/shared/session.ts'
import { areas } from '../contract.ts'

export const areasApi = client(areas)
export type Area = ReplyOf<typeof areas.get>
export type AreaRow = ReplyOf<typeof areas.parts>['items'][number]
export type FoundArea = ReplyOf<typeof areas.search>['items'][number]
export type History = ReplyOf<typeof areas.history>
export type ImportReport = ReplyOf<typeof areas.importShapes>

/** Six digits of the county that the person works in. */
export async function homeCounty(): Promise<string> {
  const known = session.value ?? (await loadSession())
  return (known?.county ?? '').slice(0, 6)
}

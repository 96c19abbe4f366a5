import type { CallInput } from '@doorstep/browser'
import { client, send } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { newId } from '@doorstep/contract/ids.ts'
import { mattersApi, write as writeMatter } from '../../matters/shared/api.ts'
import { hazards } from '../contract.ts'
import type { Verb } from '../states.ts'

export const hazardsApi = client(hazards)
export type HazardFile = ReplyOf<typeof hazards.get>
export type HazardRow = ReplyOf<typeof hazards.list>['items'][number]

/** A step of the file: waits on the phone for a signal; at a desk what does not go through says so at once. */
export async function write(verb: Verb, id: string, body: object, desk: boolean): Promise<boolean> {
  const input = { params: { id }, body } as CallInput<(typeof hazards)[Verb]>
  if (!desk) return (await send('hazards', hazards, verb, input as never, id)).sent
  await (hazardsApi[verb] as unknown as (input: unknown) => Promise<unknown>)(input)
  return true
}
/** The picture first: it hangs on the matter, and the step names it. @returns its id, and whether it has gone out */
export async function attach(id: string, blob: Blob, desk: boolean): Promise<{ file: string; sent: boolean }> {
  const file = newId(id.slice(0, 6))
  const input = { params: { id, file }, query: {}, body: blob as never }
  if (!desk) return { file, sent: (await writeMatter('attach', input, id)).sent }
  await mattersApi.attach(input)
  return { file, sent: true }
}

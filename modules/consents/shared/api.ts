import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import { newId } from '@doorstep/contract/ids.ts'
import { consents } from '../contract.ts'

export const consentsApi = client(consents)
export type Wording = ReplyOf<typeof consents.wordings>['items'][number]

export const wordingOf = async (purpose: string): Promise<Wording | undefined> =>
  (await consentsApi.wordings()).items.find((item) => item.purpose === purpose)
/** Agrees to exactly these words. */
export const giveConsent = (county: string, { purpose, hash }: Wording) =>
  consentsApi.give({ body: { id: newId(county), purpose, hash } })

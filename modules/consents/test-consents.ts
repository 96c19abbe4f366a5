import { newId } from '@doorstep/contract'
import type { TestApp, Who } from '@doorstep/testkit'
import { hashOf } from './wording.ts'

/** The words as a browser in Chinese shows them. */
export function shownHash(t: TestApp, purpose: string): string {
  const [module, what] = purpose.split('.')
  const say = (part: string) => t.parts.words('zh-CN', `${module}.consents.${what}.${part}`)
  return hashOf(say('title'), say('words'))
}
/** Agrees as somebody who has read the words. */
export const agree = (t: TestApp, who: Who, purpose: string) =>
  t.post(who, '/api/consents', {
    id: newId(who.account.slice(0, 6)),
    purpose,
    hash: shownHash(t, purpose),
  })

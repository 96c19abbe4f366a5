import { type TestApp, testApp } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

/**
 * The words of each version, pinned. Whoever changes what is done with the data (purpose, way, kinds) gives the purpose a new
 * version: people are asked anew. Whoever only mends the wording changes the hash here.
 */
const pinned = {
  'people.account 2026-11': ['6fd553af97c5', '296e16d804e5'],
  'matters.minor 2026-11': ['a8a5f6256180', '212ff1a097cd'],
  'reach.push 2026-11': ['982daa09dfea', 'e72846184f72'],
  'reach.sms 2026-11': ['b6e3a6f0eb68', 'bc378468d98d'],
}

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

it('no version changes its words by the way, in either language', async () => {
  const now: Record<string, string[]> = {}
  for (const language of ['zh-CN', 'en-US']) {
    const reply = await t.get({ account: '', headers: { 'accept-language': language } }, '/api/consents/wordings')
    for (const item of reply.json<{ items: Record<'purpose' | 'version' | 'hash' | 'words' | 'after', string>[] }>()
      .items) {
      expect(`${item.words}${item.after}`, item.purpose).not.toContain('.consents.')
      const key = `${item.purpose} ${item.version}`
      now[key] = [...(now[key] ?? []), item.hash.slice(0, 12)]
    }
  }
  expect(now).toEqual(pinned)
})

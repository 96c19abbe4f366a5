import { ref } from 'vue'
import { ProblemError } from './client.ts'
import { owner, seal, unseal } from './holder.ts'
import { forgetOldest } from './memory.ts'
import { isFull, shelf, visitor } from './store.ts'

/** What a draft is about, to find it again: a path of the client and a locale key with what stands in it. */
export type About = { to: string; label: string; data?: Record<string, string> }
export type Draft = { key: string; value: unknown; at: string; about?: About }
type Kept = { value: unknown; about?: About }

/** How many forms have been begun and not sent; the shell counts them with what waits. */
export const draftCount = ref(0)
const whole = (key: string): string => `${owner()} ${key}`

/** Keeps a form that is being filled in, with its photos and voice notes. @throws ProblemError `device.full` */
export async function saveDraft(key: string, value: unknown, about?: About): Promise<void> {
  const row = { key: whole(key), owner: owner(), at: new Date().toISOString(), ...(await seal({ value, about })) }
  const put = async () => void (await (await shelf()).put('drafts', row))
  try {
    await put().catch(async (error: unknown) => {
      if (!isFull(error)) throw error
      await forgetOldest(1000)
      await put()
    })
  } catch (error) {
    throw isFull(error) ? new ProblemError({ code: 'device.full', status: 507 }) : error
  }
  await countDrafts()
}
export async function findDraft(key: string): Promise<Draft | undefined> {
  const row = await (await shelf()).get('drafts', whole(key))
  const kept = row && ((await unseal(row.box)) as Kept | undefined)
  return row && kept ? { key, at: row.at, ...kept } : undefined
}
export async function dropDraft(key: string): Promise<void> {
  await (await shelf()).delete('drafts', whole(key))
  await countDrafts()
}
/** Newest first. */
export async function listDrafts(): Promise<Draft[]> {
  const mine = owner()
  const rows = await (await shelf()).getAllFromIndex('drafts', 'owner', mine)
  const drafts = await Promise.all(
    rows.map(async ({ key, at, box }) => {
      const kept = (await unseal(box)) as Kept | undefined
      return kept ? [{ key: key.slice(mine.length + 1), at, ...kept }] : []
    }),
  )
  return drafts.flat().sort((a, b) => (a.at < b.at ? 1 : -1))
}
export async function countDrafts(): Promise<void> {
  draftCount.value = await (await shelf()).countFromIndex('drafts', 'owner', owner())
}

/** Who writes first and signs in then finds the form again. Only where a device is one person's own: residents. */
export async function adoptDrafts(): Promise<void> {
  const db = await shelf()
  for (const row of await db.getAllFromIndex('drafts', 'owner', visitor)) {
    const kept = (await unseal(row.box)) as Kept | undefined
    if (kept) await saveDraft(row.key.slice(visitor.length + 1), kept.value, kept.about)
    await db.delete('drafts', row.key)
  }
}

import {
  adoptDrafts,
  askToPersist,
  client,
  closeLive,
  countDrafts,
  dropMine,
  hold,
  holder,
  loadQueue,
  lock,
  openLive,
  ProblemError,
  recall,
  remember,
  replay,
  signInNeeded,
} from '@doorstep/browser'
import { switchPushOff } from '@doorstep/browser/push.ts'
import type { Grant } from '@doorstep/contract'
import { shallowRef, watch } from 'vue'
import { people } from '../contract.ts'
import type { Session } from '../contract-shapes.ts'

export const peopleApi = client(people)
/** Who is here; `null` until it was asked. */
export const session = shallowRef<Session | null>(null)
/** How far the person may use a permission; screens hide what they may not. The server decides all the same. */
export const may = (permission: string): Grant | undefined => session.value?.permissions[permission]
export const signedIn = (): boolean => session.value?.kind === 'account'

const memory = 'people.session'

/** Asks who is here. Without a signal the answer of last time holds, so that an officer can open the day's work in a basement. */
export async function loadSession(): Promise<Session | null> {
  try {
    if (localStorage.getItem(owed)) await signOutOwed()
    await take(await peopleApi.session())
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.unreachable) throw error
    set(((await recall(memory))?.value as Session | undefined) ?? null)
  }
  return session.value
}

/** Takes the session that a sign-in has just answered with. */
export async function enter(entered: Session): Promise<void> {
  await take(entered)
  signInNeeded.value = false
  void replay()
}

/**
 * Ends the session here, on the server and at the agency; nothing of the person stays readable on the device. What was not
 * sent is kept sealed until they come back (`keep`), or goes for good. Without a signal the server is told later.
 */
export async function leave(unsent: 'keep' | 'drop' = 'drop'): Promise<void> {
  await switchPushOff().catch(() => undefined)
  const { agency } = await peopleApi.signOut().catch((error: unknown) => {
    if (!(error instanceof ProblemError) || !error.unreachable) throw error
    localStorage.setItem(owed, 'yes')
    return { agency: null }
  })
  closeLive()
  if (unsent === 'drop') await dropMine()
  await lock()
  await afterChange()
  set(null)
  await loadSession()
  if (agency) location.assign(agency)
}
const owed = 'doorstep.signOutOwed'
async function signOutOwed(): Promise<void> {
  await peopleApi.signOut()
  localStorage.removeItem(owed)
}

/** The device opens what is kept of whoever is here now, and closes everything else. */
async function take(now: Session): Promise<void> {
  localStorage.removeItem(owed)
  try {
    if (now.account) await open(now)
    else if (holder.value) {
      await lock()
      await afterChange()
    }
  } catch (error) {
    // A browser that keeps nothing (private mode) still works; a lost line is told by whoever asked.
    if (error instanceof ProblemError) throw error
  }
  set(now)
  await remember(memory, now).catch(() => undefined)
}
async function open(now: Session): Promise<void> {
  const changed = await hold(now.account as string, async () => (await peopleApi.shelfKey()).key)
  if (!changed) return
  if (now.postings.every(({ role }) => role === 'resident')) await adoptDrafts()
  else void askToPersist()
  await afterChange()
}
const afterChange = async (): Promise<void> => {
  await Promise.all([loadQueue(), countDrafts()])
}
// Said by the outbox in the middle of its work: the session is over, or it is another's now.
watch(signInNeeded, (needed) => {
  if (!needed) return
  void loadSession()
    .then(() => {
      if (signedIn()) signInNeeded.value = false
    })
    .catch(() => undefined)
})

function set(value: Session | null): void {
  session.value = value
  if (value?.kind === 'account') openLive()
}

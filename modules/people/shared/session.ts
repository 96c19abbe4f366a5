import {
  clearShelf,
  client,
  closeLive,
  openLive,
  ProblemError,
  recall,
  remember,
  signInNeeded,
} from '@doorstep/browser'
import { switchPushOff } from '@doorstep/browser/push.ts'
import type { Grant } from '@doorstep/contract'
import { shallowRef } from 'vue'
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
    set(await peopleApi.session())
    await remember(memory, session.value)
  } catch (error) {
    if (!(error instanceof ProblemError) || !error.unreachable) throw error
    set(((await recall(memory))?.value as Session | undefined) ?? null)
  }
  return session.value
}

/** Takes the session that a sign-in has just answered with. */
export async function enter(entered: Session): Promise<void> {
  set(entered)
  signInNeeded.value = false
  await remember(memory, entered)
}

/** Ends the session here, on the server and at the agency; nothing of the person stays on the device. */
export async function leave(): Promise<void> {
  await switchPushOff()
  const { agency } = await peopleApi.signOut()
  closeLive()
  await clearShelf()
  await loadSession()
  if (agency) location.assign(agency)
}

function set(value: Session | null): void {
  session.value = value
  if (value?.kind === 'account') openLive()
}

import { client, useLive } from '@doorstep/browser'
import { onMounted, ref } from 'vue'
import { signedIn } from '../../people/shared/session.ts'
import { notices } from '../contract.ts'

export const noticesApi = client(notices)
/** How many notices the person has not read; kept right by the live line. */
export const unread = ref(0)

export async function countUnread(): Promise<void> {
  if (!signedIn()) return
  // The bell is not worth an error on the screen: without an answer it keeps its number.
  unread.value = (await noticesApi.count().catch(() => ({ unread: unread.value }))).unread
}

/** For the frame of a client. */
export function useUnread(): typeof unread {
  onMounted(countUnread)
  useLive(
    ({ type }) => type === 'notices.arrived',
    () => void countUnread(),
  )
  return unread
}

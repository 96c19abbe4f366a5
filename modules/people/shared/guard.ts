// Before the first screen: who is here? Screens that are not public ask for a sign-in first and are shown after it.

import { signInNeeded } from '@doorstep/browser'
import { watch } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'
import { loadSession, may, session, signedIn } from './session.ts'

export type Entrance = {
  /** Everything needs a sign-in unless it says `meta.public`; for residents it is the other way round: only `meta.may` does. */
  staff: boolean
}

const needsSignIn = (to: RouteLocationNormalized, { staff }: Entrance): boolean =>
  !to.meta.public && (staff || (to.meta.may !== undefined && !may(to.meta.may)))

/** What is open to whoever must set up a second factor first. */
const ownAccount: readonly string[] = ['people.security', 'people.account']

/** For `startClient({ prepare })`. */
export async function guardEntrance(router: Router, entrance: Entrance): Promise<void> {
  await loadSession().catch(() => null) // the server is in trouble: the screens say so themselves
  router.beforeEach((to) => {
    if (session.value?.must && !to.meta.public && !ownAccount.includes(String(to.name)))
      return { name: 'people.security' }
    if (to.name === 'people.signIn' || signedIn() || !needsSignIn(to, entrance)) return true
    return { name: 'people.signIn', query: { to: to.fullPath } }
  })
  // The session ended while somebody worked: nothing is lost, and they come back to where they were.
  watch([signInNeeded, session], () => {
    const here = router.currentRoute.value
    if (
      here.name &&
      here.name !== 'people.signIn' &&
      (signInNeeded.value || !signedIn()) &&
      needsSignIn(here, entrance)
    )
      void router.push({ name: 'people.signIn', query: { to: here.fullPath } })
  })
}

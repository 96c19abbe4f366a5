// What the frame says about the screen inside it.

import { onBeforeUnmount, ref, watchEffect } from 'vue'

/** Title set by the screen itself; without one the frame shows the route's `meta.title`. */
export const pageTitle = ref<string | null>(null)

/** For titles that are known only once the record is there: `usePageTitle(() => matter.value?.code)`. */
export function usePageTitle(title: () => string | null | undefined): void {
  let mine: string | null = null
  watchEffect(() => {
    mine = title() ?? null
    pageTitle.value = mine
  })
  // The next screen is already mounted when this one goes: only take away what is still ours.
  onBeforeUnmount(() => {
    if (pageTitle.value === mine) pageTitle.value = null
  })
}

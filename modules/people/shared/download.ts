// Files with names and numbers are given only to a session that proved itself lately. The browser fetches them by itself, so
// that they never lie in memory; the question comes before.

import { peopleApi, signedIn } from './session.ts'

/** For clicks on `<a href download data-fresh>`. Whoever has only a receipt showed it a moment ago. */
export function proveBeforeDownload(event: MouseEvent): void {
  const link = (event.target as Element | null)?.closest?.<HTMLAnchorElement>('a[download][data-fresh]')
  if (!link || !signedIn()) return
  event.preventDefault()
  void peopleApi.proven().then(
    () => {
      const plain = document.createElement('a')
      plain.href = link.href
      plain.download = ''
      plain.click()
    },
    () => {}, // let be, or without a signal: the link is still there
  )
}

// From whatever went wrong to words for people. The server says a stable code (RFC 9457 body); locales hold the words.

import { useI18n } from 'vue-i18n'

export type Told = {
  title: string
  code?: string
  requestId?: string
  status?: number
  fields: Record<string, string>
  canRetry: boolean
}

type Faced = {
  title?: string
  code?: string
  status?: number
  data?: Record<string, unknown>
  requestId?: string
  errors?: { path: string; message: string }[]
}

/** A `Problem` body, an error that carries one as `problem`, or anything a broken line throws. */
export function facedOf(error: unknown): Faced {
  const holder = error as { problem?: Faced } & Faced
  return (typeof holder === 'object' && holder !== null ? (holder.problem ?? holder) : {}) as Faced
}

/** Locale keys to try, most precise first: `matters.failures.wrongState`, then the words of the status, then the plainest. */
export function wordKeys({ code, status }: Faced): string[] {
  const keys: string[] = []
  // A DOMException has a number there.
  if (typeof code === 'string') keys.push(code.replace('.', '.failures.'))
  keys.push(status ? `ui.problem.status${status}` : 'ui.problem.offline', 'ui.problem.other')
  return keys
}

export function useProblem() {
  const { t, te } = useI18n({ useScope: 'global' })
  return (error: unknown): Told => {
    const faced = facedOf(error)
    const key = wordKeys(faced).find((candidate) => te(candidate) || te(candidate, 'zh-CN')) ?? 'ui.problem.other'
    const general = key.startsWith('ui.')
    return {
      // The server already speaks the reader's language; our own general words come after.
      title: general && faced.title ? faced.title : t(key, faced.data ?? {}),
      code: typeof faced.code === 'string' ? faced.code : undefined,
      requestId: faced.requestId,
      status: faced.status,
      fields: Object.fromEntries((faced.errors ?? []).map(({ path, message }) => [path, message])),
      canRetry: !faced.status || faced.status === 429 || faced.status >= 500,
    }
  }
}

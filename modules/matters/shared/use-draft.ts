import { dropDraft, findDraft, saveDraft } from '@doorstep/browser'
import type { Photo } from '@doorstep/ui-base/photos.ts'
import { onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'

/** A form that survives a killed browser, with its photos and voice notes. */
type Form<T> = {
  key: string
  /** Where the person finds it again: path of the client and words. */
  about: { to: string; label: string; of?: string }
  /** What is to be kept; null when nothing has been written. */
  read(): T | null
  write(value: T): void
  empty(): void
  /** Before it is watched: what was given by the way here counts more than what was begun. */
  found?(): void
}
const pace = 250

export function useDraft<T extends object>({ key, about, read, write, empty, found }: Form<T>) {
  /** When the draft that is shown was written; null for what is written now. */
  const foundAt = ref<string | null>(null)
  const thrown = shallowRef<T | null>(null)
  const failure = shallowRef<unknown>(null)
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending = false

  async function save(): Promise<void> {
    clearTimeout(timer)
    if (!pending) return
    pending = false
    const value = read()
    const { to, label, of } = about
    try {
      await (value ? saveDraft(key, value, { to, label, ...(of ? { data: { of } } : {}) }) : dropDraft(key))
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  const hidden = () => document.visibilityState === 'hidden' && void save()
  onMounted(async () => {
    const kept = await findDraft(key).catch(() => undefined)
    // It comes a moment after the form: what somebody has said or chosen by then is not taken from them.
    if (kept && read() === null) {
      write(kept.value as T)
      foundAt.value = kept.at
    }
    found?.()
    watch(
      read,
      () => {
        pending = true
        clearTimeout(timer)
        timer = setTimeout(() => void save(), pace)
      },
      { deep: true },
    )
    document.addEventListener('visibilitychange', hidden)
  })
  onBeforeUnmount(() => {
    document.removeEventListener('visibilitychange', hidden)
    void save()
  })

  function discard(): void {
    thrown.value = read()
    foundAt.value = null
    empty()
  }
  function undo(): void {
    if (thrown.value) write(thrown.value)
    thrown.value = null
  }
  /** It was sent: the draft is not needed any more, whatever is still on its way to be kept. */
  async function done(): Promise<void> {
    clearTimeout(timer)
    pending = false
    foundAt.value = null
    thrown.value = null
    await dropDraft(key).catch(() => undefined)
  }
  return { foundAt, thrown, failure, discard, undo, done }
}

/** A photo without what only lives as long as the page. */
export type KeptPhoto = Pick<Photo, 'id' | 'blob' | 'width' | 'height'>
export const keptPhotos = (photos: readonly Photo[]): KeptPhoto[] =>
  photos.map(({ id, blob, width, height }) => ({ id, blob, width, height }))
export const shownPhotos = (photos: readonly KeptPhoto[] = []): Photo[] =>
  photos.map((photo) => ({ ...photo, preview: URL.createObjectURL(photo.blob) }))

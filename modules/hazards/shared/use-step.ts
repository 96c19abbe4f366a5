import { type Complaints, check } from '@doorstep/ui-base/fields.ts'
import { computed, ref, shallowRef } from 'vue'
import { metresFrom } from '../rules.ts'
import type { Verb } from '../states.ts'
import { attach, type HazardFile, write } from './api.ts'
import { useBegun } from './use-begun.ts'
import { bodyOf, fieldsOf, needsPhoto, photoFor } from './verb-forms.ts'

/** One step of a file: what is still missing, and how it goes out. */
export function useStep(file: () => HazardFile, verb: Verb, desk: boolean) {
  const begun = useBegun(file, verb)
  const { answers, photos, chosen, point, why } = begun
  const complaints = ref<Complaints>({})
  const missing = ref({ photo: false, why: false })
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const which = photoFor(verb)
  const away = computed(() => {
    const metres = which === 'after' ? metresFrom(file(), point.value) : null
    return metres !== null && metres > file().spotMetres
  })

  function isWhole(): boolean {
    complaints.value = check(fieldsOf(verb), answers.value)
    const shown = photos.value.length > 0 || chosen.value !== null
    missing.value = { photo: needsPhoto(verb, file(), answers.value) && !shown, why: away.value && !why.value.trim() }
    return Object.keys(complaints.value).length === 0 && !missing.value.photo && !missing.value.why
  }
  /** The picture first. What has been sent is not sent again when the step itself is refused. */
  async function sendPhoto(): Promise<boolean> {
    const [photo] = photos.value
    if (!photo) return true
    const kept = await attach(file().id, photo.blob, desk)
    chosen.value = kept.file
    photos.value = []
    return kept.sent
  }
  function body(): object {
    const taken = chosen.value && { file: chosen.value, ...(point.value ? { point: point.value } : {}) }
    return {
      ...bodyOf(answers.value),
      ...(which && taken ? { [which === 'before' ? 'before' : 'photo']: taken } : {}),
      ...(which === 'after' && why.value.trim() ? { why: why.value.trim() } : {}),
    }
  }
  /** @returns whether it has gone out; undefined where something is missing or it was refused */
  async function send(): Promise<boolean | undefined> {
    if (busy.value || !isWhole()) return undefined
    busy.value = true
    failure.value = null
    try {
      const here = point.value
      const pictureSent = await sendPhoto()
      point.value = here
      const sent = await write(verb, file().id, body(), desk)
      await begun.draft.done()
      return sent && pictureSent
    } catch (error) {
      failure.value = error
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { ...begun, complaints, missing, busy, failure, which, send }
}

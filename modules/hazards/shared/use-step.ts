import { type Answers, type Complaints, check } from '@doorstep/ui-base/fields.ts'
import type { Photo } from '@doorstep/ui-base/photos.ts'
import { computed, ref, shallowRef } from 'vue'
import { type KeptPhoto, keptPhotos, shownPhotos, useDraft } from '../../matters/shared/use-draft.ts'
import { metresFrom } from '../rules.ts'
import type { Verb } from '../states.ts'
import { attach, type HazardFile, write } from './api.ts'
import type { Point } from './position.ts'
import { begunWith, bodyOf, fieldsOf, needsPhoto, photoFor } from './verb-forms.ts'

type Begun = { answers: Answers; photos: KeptPhoto[]; chosen: string | null; point: Point | null; why: string }

/** One step of a file being written down: its answers, its picture, and what is still missing. Survives a killed browser. */
export function useStep(file: () => HazardFile, verb: Verb, desk: boolean) {
  const start = begunWith(verb, file())
  const answers = ref<Answers>({ ...start })
  const photos = ref<Photo[]>([])
  const chosen = ref<string | null>(null)
  const point = ref<Point | null>(null)
  const why = ref('')
  const complaints = ref<Complaints>({})
  const missing = ref({ photo: false, why: false })
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const which = photoFor(verb)
  const isBegun = () => JSON.stringify(answers.value) !== JSON.stringify(start) || photos.value.length > 0
  const draft = useDraft<Begun>({
    key: `hazards.${verb}.${file().id}`,
    about: { to: `/matters/${file().id}`, label: `hazards.verbs.${verb}`, of: file().place ?? file().code },
    read: () =>
      isBegun()
        ? {
            answers: { ...answers.value },
            photos: keptPhotos(photos.value),
            chosen: chosen.value,
            point: point.value,
            why: why.value,
          }
        : null,
    write(kept) {
      answers.value = kept.answers
      photos.value = shownPhotos(kept.photos)
      chosen.value = kept.chosen
      point.value = kept.point
      why.value = kept.why
    },
    empty() {
      answers.value = { ...start }
      photos.value = []
      chosen.value = null
      point.value = null
      why.value = ''
    },
  })
  const metres = computed(() => (which === 'after' ? metresFrom(file(), point.value) : null))
  const away = computed(() => metres.value !== null && metres.value > file().spotMetres)

  function isWhole(): boolean {
    complaints.value = check(fieldsOf(verb), answers.value)
    const shown = photos.value.length > 0 || chosen.value !== null
    missing.value = { photo: needsPhoto(verb, file(), answers.value) && !shown, why: away.value && !why.value.trim() }
    return Object.keys(complaints.value).length === 0 && !missing.value.photo && !missing.value.why
  }
  /** @returns whether it has gone out; undefined where something is missing or it was refused */
  async function send(): Promise<boolean | undefined> {
    if (busy.value || !isWhole()) return undefined
    busy.value = true
    failure.value = null
    try {
      const { id } = file()
      const [photo] = photos.value
      const kept = photo && (await attach(id, photo.blob, desk))
      // What has been sent is not sent again when the step itself is refused.
      if (kept) {
        chosen.value = kept.file
        photos.value = []
      }
      const taken = kept?.file ?? chosen.value
      const picture = taken ? { file: taken, ...(point.value ? { point: point.value } : {}) } : undefined
      const body = {
        ...bodyOf(answers.value),
        ...(which && picture ? { [which === 'before' ? 'before' : 'photo']: picture } : {}),
        ...(which === 'after' && why.value.trim() ? { why: why.value.trim() } : {}),
      }
      const sent = await write(verb, id, body, desk)
      await draft.done()
      return sent && (kept?.sent ?? true)
    } catch (error) {
      failure.value = error
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { answers, photos, chosen, point, why, complaints, missing, busy, failure, which, draft, send }
}

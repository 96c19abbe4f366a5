import type { Answers } from '@doorstep/ui-base/fields.ts'
import type { Photo } from '@doorstep/ui-base/photos.ts'
import { ref } from 'vue'
import { type KeptPhoto, keptPhotos, shownPhotos, useDraft } from '../../matters/shared/use-draft.ts'
import type { Verb } from '../states.ts'
import type { HazardFile } from './api.ts'
import type { Point } from './position.ts'
import { begunWith } from './verb-forms.ts'

type Begun = { answers: Answers; photos: KeptPhoto[]; chosen: string | null; point: Point | null; why: string }

/** What has been written down for a step so far; survives a killed browser. */
export function useBegun(file: () => HazardFile, verb: Verb) {
  const start = begunWith(verb, file())
  const answers = ref<Answers>({ ...start })
  const photos = ref<Photo[]>([])
  const chosen = ref<string | null>(null)
  const point = ref<Point | null>(null)
  const why = ref('')
  function fill(kept: Omit<Begun, 'photos'>, shown: Photo[]): void {
    answers.value = kept.answers
    photos.value = shown
    chosen.value = kept.chosen
    point.value = kept.point
    why.value = kept.why
  }
  const isBegun = () => JSON.stringify(answers.value) !== JSON.stringify(start) || photos.value.length > 0
  const read = (): Begun => ({
    answers: { ...answers.value },
    photos: keptPhotos(photos.value),
    chosen: chosen.value,
    point: point.value,
    why: why.value,
  })
  const draft = useDraft<Begun>({
    key: `hazards.${verb}.${file().id}`,
    about: { to: `/matters/${file().id}`, label: `hazards.verbs.${verb}`, of: file().place ?? file().code },
    read: () => (isBegun() ? read() : null),
    write: (kept) => fill(kept, shownPhotos(kept.photos)),
    empty: () => fill({ answers: { ...start }, chosen: null, point: null, why: '' }, []),
  })
  return { answers, photos, chosen, point, why, draft }
}

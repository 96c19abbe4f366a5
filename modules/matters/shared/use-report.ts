import { client, newKey, ProblemError } from '@doorstep/browser'
import type { Point } from '@doorstep/contract'
import { newId } from '@doorstep/contract/ids.ts'
import type { Answers, Complaints } from '@doorstep/ui-base/fields.ts'
import { check } from '@doorstep/ui-base/fields.ts'
import { dropPhoto, type Photo } from '@doorstep/ui-base/photos.ts'
import type { Voice } from '@doorstep/ui-base/voice.ts'
import { computed, type Ref, reactive, ref, shallowRef, watch } from 'vue'
import { rooms } from '../../rooms/contract.ts'
import { mattersApi } from './api.ts'
import { fieldsOf } from './kind-fields.ts'
import { type KeptPhoto, keptPhotos, shownPhotos, useDraft } from './use-draft.ts'

export type Draft = {
  kind: string | null
  description: string
  area: string | null
  areaName: string | null
  board: string | null
  point: Point | null
  place: string
  extra: Answers
  name: string
  phone: string
}
type Begun = { draft: Draft; photos: KeptPhoto[]; voice: Voice | null }
const empty = (): Draft => ({
  kind: null,
  description: '',
  area: null,
  areaName: null,
  board: null,
  point: null,
  place: '',
  extra: {},
  name: '',
  phone: '',
})

/** What stands between the form and sending it; `sent` is kept in memory for the page that shows the receipt. */
export type SentReport = { id: string; receipt: string; failedFiles: number }
export const lastSent = shallowRef<SentReport | null>(null)

/** The report form: its draft survives a closed page, its sending survives a lost answer (same id and key on every try). */
export function useReport(given: { kind?: string; area?: string; board?: string }) {
  const draft = reactive<Draft>(empty())
  const photos = ref<Photo[]>([])
  const voice = ref<Voice | null>(null)
  const complaints = ref<Complaints>({})
  const missing = ref<string[]>([])
  const busy = ref(false)
  const progress = ref<{ done: number; of: number } | null>(null)
  const failure = shallowRef<unknown>(null)
  const fields = computed(() => (draft.kind ? fieldsOf(draft.kind) : []))
  let attempt: { id: string; key: string } | null = null

  const begun = useBegun(draft, photos, voice, () => {
    if (given.kind) draft.kind = given.kind
    if (given.area) Object.assign(draft, { area: given.area, areaName: null, board: given.board ?? null, point: null })
    if (given.board) void takePlaceOf(given.board)
  })
  // Something else is said: the next try is another report.
  watch(draft, () => {
    attempt = null
  })

  /** Whoever scanned a board stands before it: its place is the likely one, and stays to be changed. */
  async function takePlaceOf(board: string): Promise<void> {
    const known = await client(rooms)
      .boardPlace({ params: { id: board } })
      .catch(() => null)
    if (known && draft.board === board) draft.place ||= known.place
  }

  function complete(): boolean {
    complaints.value = check(fields.value, draft.extra)
    missing.value = [
      ...(draft.kind ? [] : ['kind']),
      ...(draft.description.trim() || voice.value ? [] : ['description']),
      ...(draft.area || draft.point ? [] : ['area']),
      ...(draft.phone && !/^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/.test(draft.phone) ? ['phone'] : []),
    ]
    return missing.value.length === 0 && Object.keys(complaints.value).length === 0
  }

  /** @returns the id of the matter, or `null` when the form is not complete or the server refused it. */
  async function submit(county: string, spokenOnly: string): Promise<string | null> {
    if (busy.value || !complete()) return null
    busy.value = true
    failure.value = null
    attempt ??= { id: newId((draft.area ?? county).slice(0, 6)), key: newKey() }
    try {
      const { receipt } = await mattersApi.report(
        { body: bodyOf(draft, attempt.id, spokenOnly) as never },
        { key: attempt.key },
      )
      const failedFiles = await sendFiles(attempt.id, photos.value, voice.value, (done, of) => {
        progress.value = { done, of }
      })
      lastSent.value = { id: attempt.id, receipt, failedFiles }
      await begun.done()
      return attempt.id
    } catch (error) {
      if (error instanceof ProblemError && !error.unreachable) attempt = null
      failure.value = error
      return null
    } finally {
      busy.value = false
      progress.value = null
    }
  }

  return { draft, photos, voice, fields, complaints, missing, busy, progress, failure, submit, begun }
}

function useBegun(draft: Draft, photos: Ref<Photo[]>, voice: Ref<Voice | null>, found: () => void) {
  return useDraft<Begun>({
    key: 'matters.report',
    about: { to: '/report', label: 'matters.nav.report' },
    read: () =>
      draft.kind || draft.description.trim() || photos.value.length > 0 || voice.value
        ? { draft: JSON.parse(JSON.stringify(draft)), photos: keptPhotos(photos.value), voice: voice.value }
        : null,
    write(kept) {
      Object.assign(draft, kept.draft)
      photos.value = shownPhotos(kept.photos)
      voice.value = kept.voice
    },
    empty() {
      Object.assign(draft, empty())
      photos.value = []
      voice.value = null
    },
    found,
  })
}

/** Sends what hangs on a report, each file twice at most. @returns how many did not arrive. */
async function sendFiles(
  id: string,
  photos: readonly Photo[],
  voice: Voice | null,
  tell: (done: number, of: number) => void,
): Promise<number> {
  const files = [...photos.map(({ blob }) => ({ blob, seconds: undefined })), ...(voice ? [voice] : [])]
  let failed = 0
  for (const [at, { blob, seconds }] of files.entries()) {
    tell(at, files.length)
    const input = {
      params: { id, file: newId(id.slice(0, 6)) },
      query: seconds ? { seconds: Math.round(seconds) } : {},
      body: blob as never,
    }
    const key = newKey()
    const send = () => mattersApi.attach(input, { key, timeout: 120_000 })
    await send()
      .catch(send)
      .catch(() => failed++)
  }
  photos.forEach(dropPhoto)
  return failed
}

function bodyOf(draft: Draft, id: string, spokenOnly: string) {
  const extra = Object.fromEntries(Object.entries(draft.extra).filter(([, answer]) => answer !== null && answer !== ''))
  return {
    id,
    kind: draft.kind as string,
    description: draft.description.trim() || spokenOnly,
    ...(draft.area ? { area: draft.area } : {}),
    ...(draft.point ? { point: draft.point } : {}),
    ...(draft.place.trim() ? { place: draft.place.trim() } : {}),
    ...(draft.board ? { board: draft.board } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
    ...(draft.name.trim() ? { name: draft.name.trim() } : {}),
    ...(draft.phone.trim() ? { phone: draft.phone.trim() } : {}),
  }
}

import type { Point } from '@doorstep/contract'
import { newId } from '@doorstep/contract/ids.ts'
import { type Answers, type Complaints, check, type Field } from '@doorstep/ui-base/fields.ts'
import { computed, reactive, ref, shallowRef } from 'vue'
import { session } from '../../people/shared/session.ts'
import { channels } from '../states.ts'
import type { Matter, write } from './api.ts'
import { fieldsOf } from './kind-fields.ts'
import { useDraft } from './use-draft.ts'

const empty = (channel: string) => ({
  kind: null as string | null,
  description: '',
  area: null as string | null,
  areaName: null as string | null,
  point: null as Point | null,
  place: '',
  extra: {} as Answers,
  name: '',
  phone: '',
  how: { channel, urgent: false, acceptNow: true } as Answers,
})
export type RegisterDraft = ReturnType<typeof empty>
export type Registered = { matter: Matter; receipt: string }

const answered = (answers: Answers): Answers =>
  Object.fromEntries(Object.entries(answers).filter(([, answer]) => answer !== null && answer !== ''))

function bodyOf(draft: RegisterDraft, id: string, mayAccept: boolean): Record<string, unknown> {
  const extra = answered(draft.extra)
  const words = { place: draft.place.trim(), name: draft.name.trim(), phone: draft.phone.trim() }
  return {
    id,
    kind: draft.kind,
    description: draft.description.trim(),
    channel: draft.how.channel,
    urgency: draft.how.urgent ? 'urgent' : 'normal',
    acceptNow: mayAccept && draft.how.acceptNow === true,
    ...(draft.area ? { area: draft.area } : {}),
    ...(draft.point ? { point: draft.point } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
    ...answered(words),
  }
}

/** How staff learned of it; what people send themselves has its own ways in. */
export const howFields = (mayAccept: boolean): Field[] => [
  {
    name: 'channel',
    type: 'choice',
    label: 'matters.staff.channel',
    required: true,
    options: channels
      .filter((one) => one !== 'web' && one !== 'volunteer')
      .map((value) => ({ value, label: `matters.channels.${value}` })),
  },
  { name: 'urgent', type: 'yesNo', label: 'matters.staff.isUrgent' },
  ...(mayAccept ? [{ name: 'acceptNow', type: 'yesNo', label: 'matters.staff.acceptNow' } as const] : []),
]

/** Taking down what one meets or is told: kept on the device while it is written, sent as the client sends. */
export function useRegister(options: { channel: string; mayAccept: () => boolean; put: typeof write }) {
  const draft = reactive(empty(options.channel))
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const missing = ref<string[]>([])
  const complaints = ref<Complaints>({})
  const fields = computed(() => (draft.kind ? fieldsOf(draft.kind) : []))
  const begun = useDraft<RegisterDraft>({
    key: 'matters.register',
    about: { to: '/register', label: 'matters.verbs.register' },
    read: () =>
      draft.kind || draft.description.trim() || draft.name.trim() || draft.phone.trim()
        ? JSON.parse(JSON.stringify(draft))
        : null,
    write: (kept) => void Object.assign(draft, kept),
    empty: () => void Object.assign(draft, empty(options.channel)),
    // An officer's own community is the likely place.
    found() {
      draft.area ??=
        session.value?.postings.find(({ role, area }) => role === 'officer' && area.length >= 12)?.area ?? null
    },
  })

  function isComplete(): boolean {
    complaints.value = check(fields.value, draft.extra)
    missing.value = [
      ...(draft.kind ? [] : ['kind']),
      ...(draft.description.trim() ? [] : ['description']),
      ...(draft.area || draft.point ? [] : ['area']),
    ]
    return missing.value.length === 0 && Object.keys(complaints.value).length === 0
  }
  /** @returns what the server made of it; `'waiting'` when it goes out later; nothing when it is not complete or was refused. */
  async function send(): Promise<Registered | 'waiting' | undefined> {
    if (!isComplete() || busy.value) return undefined
    busy.value = true
    failure.value = null
    const id = newId((draft.area ?? session.value?.county ?? '').slice(0, 6))
    try {
      const sent = await options.put('register', { body: bodyOf(draft, id, options.mayAccept()) } as never, id)
      Object.assign(draft, empty(options.channel))
      await begun.done()
      return sent.sent ? (sent.reply as Registered) : 'waiting'
    } catch (error) {
      failure.value = error
      return undefined
    } finally {
      busy.value = false
    }
  }
  return { draft, fields, busy, failure, missing, complaints, send, begun }
}

import { onSent, ProblemError, pendingOf, useLive } from '@doorstep/browser'
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { type Visit, visitsApi } from './api.ts'
import { foresee } from './foresee.ts'
import { keptVisit } from './use-day.ts'

/** One visit and the next one about the same thing; without a signal as it was read with the day's work. */
export function useVisit(id: () => string) {
  const found = shallowRef<Visit | null>(null)
  const others = shallowRef<Visit[]>([])
  const failure = shallowRef<unknown>(null)
  const staleSince = ref<string | null>(null)

  async function load(): Promise<void> {
    const wanted = id()
    try {
      const visit = await visitsApi.get({ params: { id: wanted } })
      if (wanted !== id()) return
      found.value = visit
      failure.value = null
      staleSince.value = null
      others.value = visit.subject ? (await visitsApi.list({ query: { subject: visit.subject, limit: 50 } })).items : []
    } catch (error) {
      const kept = error instanceof ProblemError && error.unreachable ? await keptVisit(wanted) : undefined
      if (wanted !== id() || found.value) return
      if (!kept) failure.value = error
      else {
        found.value = kept.visit
        staleSince.value = kept.at
      }
    }
  }
  watch(
    id,
    () => {
      found.value = null
      others.value = []
      void load()
    },
    { immediate: true },
  )
  useLive(
    ({ type, subject }) => subject === id() || (type.startsWith('visits.') && found.value?.subject !== null),
    () => void load(),
  )
  onBeforeUnmount(onSent(({ subject }) => subject === id() && void load()))

  const pending = computed(() => pendingOf(id()))
  const visit = computed(
    () => found.value && pending.value.reduce((so, entry) => foresee(so, entry), found.value as Visit),
  )
  const isOpen = ({ state }: Visit) => state === 'planned' || state === 'missed'
  return {
    visit,
    pending,
    failure,
    staleSince,
    load,
    next: computed(() => others.value.find((one) => one.id !== id() && isOpen(one))),
    before: computed(() => others.value.filter((one) => one.id !== id() && one.state === 'done').at(-1)),
  }
}

import { onSent, ProblemError, pendingOf, recall, remember, useLive } from '@doorstep/browser'
import { dayOf } from '@doorstep/ui-base/format.ts'
import { online } from '@doorstep/ui-base/online.ts'
import { computed, onBeforeUnmount, onMounted, ref, shallowRef, watch } from 'vue'
import { keepOne } from '../../matters/shared/keep-ready.ts'
import { type Visit, visitsApi } from './api.ts'
import { foresee } from './foresee.ts'

const memory = 'visits.ready'
const dayLength = 86_400_000
export const today = (shift = 0): string => dayOf(Date.now() + shift * dayLength)

/** The visit as it was last read with the day's work; for opening one without a signal. */
export async function keptVisit(id: string): Promise<{ visit: Visit; at: string } | undefined> {
  const kept = await recall(memory)
  const visit = (kept?.value as Visit[] | undefined)?.find((one) => one.id === id)
  return kept && visit && { visit, at: kept.at }
}

async function fetchDay(): Promise<Visit[]> {
  const [missed, ahead] = await Promise.all([
    visitsApi.list({ query: { mine: true, state: 'missed', from: today(-30), limit: 20 } }),
    visitsApi.list({ query: { mine: true, from: today(), to: today(1), limit: 100 } }),
  ])
  return [...missed.items, ...ahead.items.filter(({ state }) => state !== 'cancelled' && state !== 'missed')]
}

/** What a visit is about opens without a signal as well. Quiet: it goes on with the next signal. */
async function keepMatters(visits: readonly Visit[]): Promise<void> {
  const about = new Set(visits.flatMap(({ matter, state }) => (matter && state !== 'done' ? [matter.id] : [])))
  for (const id of about) if (!(await keepOne({ id, updatedAt: '' }).catch(() => null))) return
}

/** Today's and tomorrow's visits, and what was missed before; from the device where there is no signal. */
export function useDay() {
  const found = shallowRef<Visit[] | null>(null)
  const staleSince = ref<string | null>(null)
  const failure = shallowRef<unknown>(null)

  async function load(): Promise<void> {
    try {
      const visits = await fetchDay()
      found.value = visits
      staleSince.value = null
      failure.value = null
      void remember(memory, visits).then(() => keepMatters(visits))
    } catch (error) {
      const kept = error instanceof ProblemError && error.unreachable ? await recall(memory) : undefined
      if (!kept) failure.value = error
      else {
        found.value = kept.value as Visit[]
        staleSince.value = kept.at
      }
    }
  }
  const shown = computed(() =>
    (found.value ?? []).map((visit) => pendingOf(visit.id).reduce((so, entry) => foresee(so, entry), visit)),
  )
  const on = (day: string) => shown.value.filter(({ dueOn }) => dueOn === day)
  onMounted(load)
  watch(online, (is) => is && void load())
  useLive(
    ({ type }) => type.startsWith('visits.'),
    () => void load(),
  )
  onBeforeUnmount(onSent(({ name }) => name.startsWith('visits.') && void load()))
  return {
    ready: computed(() => found.value !== null),
    missed: computed(() => shown.value.filter(({ late, dueOn }) => late && dueOn < today())),
    today: computed(() => on(today())),
    tomorrow: computed(() => on(today(1))),
    staleSince,
    failure,
    load,
  }
}

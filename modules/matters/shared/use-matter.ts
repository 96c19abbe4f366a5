import { onSent, openLive, ProblemError, pendingOf, recall, remember, useLive } from '@doorstep/browser'
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { session } from '../../people/shared/session.ts'
import { type Matter, mattersApi, type Step } from './api.ts'
import { foresee } from './foresee.ts'

type Kept = { matter: Matter; steps: Step[] }
const memory = (id: string) => `matters.${id}`

/**
 * One matter with its flow log: read from the server, from the device's memory where there is no signal, and again
 * whenever something happens to it. What still waits on this device is laid over it by the same rules that the server
 * uses.
 */
export function useMatter(id: () => string) {
  const kept = shallowRef<Kept | null>(null)
  const failure = shallowRef<unknown>(null)
  const loading = ref(false)
  /** When the shown state was read, if it is not fresh. */
  const staleSince = ref<string | null>(null)

  async function load(): Promise<void> {
    const wanted = id()
    loading.value = true
    try {
      const [matter, steps] = await Promise.all([
        mattersApi.get({ params: { id: wanted } }),
        mattersApi.steps({ params: { id: wanted } }),
      ])
      if (wanted !== id()) return
      kept.value = { matter, steps: steps.items }
      failure.value = null
      staleSince.value = null
      // Whoever may read it may hear of it: also a visitor with a receipt.
      openLive()
      void remember(memory(wanted), kept.value)
    } catch (error) {
      await fallBack(wanted, error)
    } finally {
      loading.value = false
    }
  }
  async function fallBack(wanted: string, error: unknown): Promise<void> {
    const remembered = error instanceof ProblemError && error.unreachable ? await recall(memory(wanted)) : undefined
    if (wanted !== id()) return
    if (!remembered) {
      failure.value = error
      return
    }
    kept.value ??= remembered.value as Kept
    staleSince.value = remembered.at
  }

  const pending = computed(() => pendingOf(id()))
  const matter = computed<Matter | null>(() =>
    kept.value
      ? pending.value.reduce((shown, { name }) => foresee(shown, name, session.value), kept.value.matter)
      : null,
  )
  const steps = computed(() => kept.value?.steps ?? [])

  watch(
    id,
    () => {
      kept.value = null
      void load()
    },
    { immediate: true },
  )
  useLive(
    (event) => event.subject === id(),
    () => void load(),
  )
  onBeforeUnmount(onSent((entry) => entry.subject === id() && void load()))
  return { matter, steps, pending, loading, failure, staleSince, load }
}

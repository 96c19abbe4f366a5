import { onSent, openLive, ProblemError, pendingOf, recall, remember, useLive } from '@doorstep/browser'
import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { moves, type State, type Verb } from '../states.ts'
import { type Matter, mattersApi, type Step } from './api.ts'

type Kept = { matter: Matter; steps: Step[] }
const memory = (id: string) => `matters.${id}`

/**
 * One matter with its flow log: read from the server, from the device's memory where there is no signal, and again
 * whenever something happens to it. What still waits on this device is laid over it by the same table of moves that
 * the server uses.
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
    kept.value ? pending.value.reduce((shown, entry) => foresee(shown, entry.name), kept.value.matter) : null,
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

/** The state a queued write will lead to, if the server agrees. */
function foresee(matter: Matter, name: string): Matter {
  const move = moves[name.replace('matters.', '') as Verb] as { from: readonly State[]; to: State | null } | undefined
  if (!move?.from.includes(matter.state)) return matter
  const state = move.to ?? matter.state
  return {
    ...matter,
    state,
    allowed: matter.allowed.filter((verb) => (moves[verb].from as readonly State[]).includes(state)),
  }
}

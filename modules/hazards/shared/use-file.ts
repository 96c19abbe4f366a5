import { onSent, ProblemError, pendingOf, recall, remember, useLive } from '@doorstep/browser'
import { computed, onBeforeUnmount, shallowRef, watch } from 'vue'
import { may } from '../../people/shared/session.ts'
import { type HazardFile, hazardsApi } from './api.ts'
import { foresee, freshFile } from './foresee.ts'

type Matter = Parameters<typeof freshFile>[0] & { kind: string }
const memory = (id: string): string => `hazards.${id}`
/** A phone may hear of a matter before its file has been opened: then it begins as every file begins. */
const notYet = (error: unknown): boolean => error instanceof ProblemError && error.problem.status === 404

/** The file of a matter: from the server, from this device's memory, or begun anew; with what waits here laid over it. */
export function useFile(matter: () => Matter) {
  const kept = shallowRef<HazardFile | null>(null)
  async function load(): Promise<void> {
    const { id, kind } = matter()
    if (kind !== 'hazard') return
    try {
      const found = await hazardsApi.get({ params: { id } })
      if (id !== matter().id) return
      kept.value = found
      void remember(memory(id), found)
    } catch (error) {
      const away = error instanceof ProblemError && error.unreachable
      const known = away ? ((await recall(memory(id)))?.value as HazardFile | undefined) : undefined
      if (id !== matter().id) return
      if (known) kept.value ??= known
      else if (away || notYet(error)) kept.value ??= freshFile(matter(), may)
    }
  }
  const pending = computed(() => pendingOf(matter().id).filter(({ name }) => name.startsWith('hazards.')))
  const file = computed(() =>
    kept.value ? pending.value.reduce((shown, entry) => foresee(shown, entry, may), kept.value) : null,
  )
  watch(
    () => matter().id,
    () => {
      kept.value = null
    },
  )
  watch(matter, load, { immediate: true })
  useLive(
    ({ type, subject }) => type.startsWith('hazards.') && subject === matter().id,
    () => void load(),
  )
  onBeforeUnmount(onSent(({ subject }) => subject === matter().id && void load()))
  return { file, pending, load }
}

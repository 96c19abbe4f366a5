import { computed, type Ref, ref, shallowRef } from 'vue'
import { toast } from './toast.ts'

/** A county's table of figures as a form: read, changed in place, saved whole or put back. */
export function useCountyTable<T>(source: { read(): Promise<T>; write(table: T): Promise<T>; saved(): string }) {
  const table = ref(null) as Ref<T | null>
  const kept = ref('')
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const refused = shallowRef<unknown>(null)
  const changed = computed(() => table.value !== null && JSON.stringify(table.value) !== kept.value)
  const take = (found: T): void => {
    table.value = found
    kept.value = JSON.stringify(found)
  }
  async function load(): Promise<void> {
    try {
      take(await source.read())
      failure.value = null
    } catch (error) {
      failure.value = error
    }
  }
  async function save(): Promise<void> {
    if (table.value === null || busy.value) return
    busy.value = true
    refused.value = null
    try {
      take(await source.write(table.value))
      toast(source.saved())
    } catch (error) {
      refused.value = error
    } finally {
      busy.value = false
    }
  }
  const undo = (): void => {
    table.value = JSON.parse(kept.value) as T
  }
  void load()
  return { table, busy, failure, refused, changed, load, save, undo }
}

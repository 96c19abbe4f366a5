// Filters live in the address: a filtered list can be sent to a colleague, and the way back finds it again.

import { computed, ref } from 'vue'
import { useRoute, useRouter } from 'vue-router'

export type Option = { value: string; label: string }
export type Filter = { key: string; label: string } & (
  | { type: 'choice'; options: Option[]; several?: boolean }
  | { type: 'text'; hint?: string }
  | { type: 'toggle' }
  | { type: 'days' }
  /** One of too many to list: found by words; `nameOf` tells what an address from elsewhere means. */
  | { type: 'find'; find: (words: string) => Promise<Option[]>; nameOf: (value: string) => Promise<string> }
)
/** Key → what is chosen; several choices are joined by commas, days are `from~to`. */
export type Chosen = Record<string, string>

export function useFilters(keys: () => readonly string[]) {
  const route = useRoute()
  const router = useRouter()
  const chosen = computed<Chosen>(() => {
    const found: Chosen = {}
    for (const key of keys()) {
      const value = route.query[key]
      if (typeof value === 'string' && value) found[key] = value
    }
    return found
  })
  const replace = (next: Chosen): void => {
    const others = Object.fromEntries(Object.entries(route.query).filter(([key]) => !keys().includes(key)))
    void router.replace({ query: { ...others, ...next } })
  }
  const set = (key: string, value: string): void => {
    const { [key]: _, ...rest } = chosen.value
    replace(value ? { ...rest, [key]: value } : rest)
  }
  return { chosen, set, replace }
}

type Saved = { name: string; chosen: Chosen }

/** A person's own usual filters of one list, kept on this device. */
export function useSavedFilters(id: string) {
  const place = `doorstep.filters.${id}`
  const saved = ref<Saved[]>(read(place))
  const write = (next: Saved[]): void => {
    saved.value = next
    localStorage.setItem(place, JSON.stringify(next))
  }
  return {
    saved,
    keep: (name: string, chosen: Chosen) =>
      write([...saved.value.filter((one) => one.name !== name), { name, chosen }]),
    drop: (name: string) => write(saved.value.filter((one) => one.name !== name)),
  }
}

function read(place: string): Saved[] {
  try {
    return JSON.parse(localStorage.getItem(place) ?? '[]') as Saved[]
  } catch {
    return []
  }
}

// What DataTable needs to know of its columns, and what it remembers of a person's choices.

import { ref, watch } from 'vue'

export type Column<T> = {
  key: string
  title: string
  /** Any CSS width; without one the column takes its share. */
  width?: string
  /** Name the server sorts by; without one the head is not a button. */
  sort?: string
  align?: 'end'
  /** Plain text of a cell; anything richer through the slot `cell-<key>`. */
  value?: (row: T) => string | number | null | undefined
  /** Not shown until chosen. */
  hidden?: boolean
  /** Cannot be taken away. */
  fixed?: boolean
}
export type Sort = { by: string; down: boolean } | null
export type Density = 'loose' | 'tight'

type Kept = { shown?: string[]; density?: Density }

/** Columns and density of one table, kept on this device. */
export function useTableChoices<T>(id: string, columns: () => readonly Column<T>[], usual: Density = 'loose') {
  const place = `doorstep.table.${id}`
  let kept: Kept = {}
  try {
    kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Kept
  } catch {
    // Unreadable choices are no choices.
  }
  const byDefault = columns()
    .filter((column) => !column.hidden)
    .map((column) => column.key)
  const shown = ref<string[]>(kept.shown ?? byDefault)
  const density = ref<Density>(kept.density ?? usual)
  watch([shown, density], () =>
    localStorage.setItem(place, JSON.stringify({ shown: shown.value, density: density.value })),
  )
  return { shown, density }
}

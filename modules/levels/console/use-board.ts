import { ref, shallowRef, watch } from 'vue'
import { type LevelRow, levelsApi } from '../shared/api.ts'
import { type Colour, colours } from '../states.ts'

export const waits = ['signature', 'lowering', 'objection', 'expiry'] as const
export type Column = { items: LevelRow[]; count: number; next: string | null }
type Address = Readonly<Record<string, unknown>>
const pageSize = 20

/** Four columns, each walked by its own key; counts come from the board, or from what is listed where it is narrowed further. */
export function useBoard(address: () => Address) {
  const columns = shallowRef<Record<Colour, Column> | null>(null)
  const waiting = ref<Record<'signature' | 'lowering' | 'expiry', number> | null>(null)
  const failure = shallowRef<unknown>(null)

  const told = (key: string): string | undefined => {
    const value = address()[key]
    return typeof value === 'string' && value ? value : undefined
  }
  const where = () => {
    const [area, kind] = [told('area'), told('kind')]
    return { ...(area ? { area } : {}), ...(kind ? { kind } : {}) }
  }
  const narrow = () => waits.find((one) => one === told('waiting'))
  function page(colour: Colour, after?: string) {
    const wait = narrow()
    return levelsApi.list({
      query: { ...where(), colour, limit: pageSize, ...(wait ? { waiting: wait } : {}), ...(after ? { after } : {}) },
    })
  }
  const columnOf = (items: LevelRow[], next: string | null, count: number): Column => ({
    items,
    next,
    count: narrow() ? items.length + (next ? 1 : 0) : Math.max(count, items.length),
  })

  let asked = 0
  async function load(): Promise<void> {
    const mine = ++asked
    try {
      const [board, ...pages] = await Promise.all([
        levelsApi.board({ query: where() }),
        ...colours.map((colour) => page(colour)),
      ])
      if (mine !== asked) return
      const countOf = (colour: Colour) => board.colours.find((each) => each.colour === colour)?.count ?? 0
      columns.value = Object.fromEntries(
        colours.map((colour, at) => {
          const { items = [], next = null } = pages[at] ?? {}
          return [colour, columnOf(items, next, countOf(colour))]
        }),
      ) as Record<Colour, Column>
      waiting.value = { signature: board.unsigned, lowering: board.lowering, expiry: board.expiring }
      failure.value = null
    } catch (error) {
      if (mine === asked) failure.value = error
    }
  }
  async function more(colour: Colour): Promise<void> {
    const known = columns.value?.[colour]
    if (!columns.value || !known?.next) return
    try {
      const { items, next } = await page(colour, known.next)
      columns.value = { ...columns.value, [colour]: columnOf([...known.items, ...items], next, known.count) }
    } catch (error) {
      failure.value = error
    }
  }
  watch(() => JSON.stringify([where(), narrow()]), load, { immediate: true })
  return { columns, waiting, failure, load, more }
}

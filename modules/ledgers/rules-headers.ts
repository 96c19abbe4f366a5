import { isKnownHead } from './rules-fields.ts'

/** Finding the head of a table among titles, merged cells and repeated names. */

export type Rows = readonly (readonly string[])[]
export type Head = {
  /** Rows above it that are only titles. */
  skipped: number
  /** How many rows it is made of: two where groups stand above it. */
  rows: number
  names: string[]
  repeated: number[]
  empty: number[]
  merged: boolean
}

const filled = (row: readonly string[]): number => row.filter((cell) => cell.trim() !== '').length
const looksLikeData = (cell: string): boolean => /^[\d.,:/\s-]{4,}$/.test(cell) || /\d{4}[-年/.]\d{1,2}/.test(cell)

/** The first row with the most known heads; without any, the first that is filled as widely as what follows. */
function headAt(rows: Rows): number {
  const known = rows.map((row) => row.filter((cell) => cell.trim() && isKnownHead(cell.trim())).length)
  const best = Math.max(0, ...known)
  if (best >= 2) return known.indexOf(best)
  const widest = Math.max(...rows.map(filled))
  const wide = rows.findIndex((row) => filled(row) >= Math.max(1, widest * 0.6))
  return Math.max(0, wide)
}

/**
 * A group above its parts: every cell with room to its right has parts below, and what has none below stands alone.
 * Spreadsheets that were merged lose the group's name in all but its first cell.
 */
function groupsAbove(upper: readonly string[], lower: readonly string[]): boolean {
  if (lower.some((cell) => looksLikeData(cell.trim()))) return false
  let groups = 0
  let gaps = 0
  const width = Math.max(upper.length, lower.length)
  let open = false
  for (let at = 0; at < width; at++) {
    const above = (upper[at] ?? '').trim()
    const below = (lower[at] ?? '').trim()
    if (above && below && above !== below) {
      open = true
      groups++
    } else if (above) open = false
    else if (below && !open) return false
    else if (below) gaps++
  }
  return groups > 0 && gaps > 0 && lower.filter((cell) => cell.trim() && isKnownHead(cell.trim())).length > 0
}

function joined(upper: readonly string[], lower: readonly string[]): string[] {
  let group = ''
  return Array.from({ length: Math.max(upper.length, lower.length) }, (_, at) => {
    const above = (upper[at] ?? '').trim()
    const below = (lower[at] ?? '').trim()
    if (above) group = below && above !== below ? above : ''
    if (!below || above === below) return above || below
    return group ? `${group} / ${below}` : below
  })
}

const clean = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 60)

/** @param wanted place of the head among the rows, where somebody said it */
export function headOf(rows: Rows, wanted?: number): Head {
  let at = wanted ?? headAt(rows)
  const here = rows[at] ?? []
  const below = rows[at + 1] ?? []
  const above = at > 0 ? (rows[at - 1] ?? []) : []
  let names: string[]
  let merged = false
  if (groupsAbove(here, below)) {
    names = joined(here, below)
    merged = true
  } else if (wanted === undefined && filled(above) > 1 && groupsAbove(above, here)) {
    at -= 1
    names = joined(above, here)
    merged = true
  } else names = [...here]
  const seen = new Map<string, number>()
  const repeated: number[] = []
  const empty: number[] = []
  const unique = names.map(clean).map((name, column) => {
    if (!name) {
      empty.push(column)
      return ''
    }
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    if (times > 1) repeated.push(column)
    return times > 1 ? `${name} (${times})` : name
  })
  return { skipped: at, rows: merged ? 2 : 1, names: unique, repeated, empty, merged }
}

/** 合计, 总计, total: a last row that sums up. */
export const isTotals = (cells: readonly string[]): boolean => {
  const words = cells.map((cell) => cell.trim()).filter(Boolean)
  return (
    words.length > 0 &&
    words
      .slice(0, 2)
      .some((word) =>
        /^(合\s*计|总\s*计|小\s*计|共\s*计|total|sum|subtotal|grand total)[:：]?(\s*\d+.*)?$/i.test(word),
      ) &&
    words.filter((word) => !/^[\d.,%]+$/.test(word)).length <= 3
  )
}

/**
 * Finding an area by what a person types: characters of its name, pinyin, pinyin initials, or the start of its code.
 * The keys are made once on the server (`pinyin.ts`, whose dictionary is too big for a phone); matching is done here, so
 * that a list already on the phone can be searched without a connection.
 */

export interface SearchKeys {
  /** whole pinyin without tones or spaces, the likeliest reading first: `guazhouxian` */
  full: readonly string[]
  /** first letters, the likeliest reading first: `gzx` */
  initials: readonly string[]
}

export interface Searchable extends SearchKeys {
  code: string
  name: string
}

/** Lower case, no spaces or tone marks, `ü` as `v`: the form in which keys are kept. */
export function normaliseQuery(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('u\u0308', 'v')
    .replace(/[\u0300-\u036f\s'’·-]/g, '')
    .normalize('NFC')
}

/**
 * How well an area answers a query, smaller is better, undefined when not at all. Whole answers come before beginnings,
 * beginnings before middles; characters before letters, because who types characters has chosen them.
 */
export function matchRank(area: Searchable, query: string): number | undefined {
  const text = normaliseQuery(query)
  if (text === '') return undefined
  if (/^\d+$/.test(text)) {
    if (area.code === text) return 0
    if (area.code.startsWith(text)) return 2
    return area.name.includes(text) ? 5 : undefined
  }
  const name = normaliseQuery(area.name)
  if (name === text) return 0
  if (area.full.includes(text) || area.initials.includes(text)) return 1
  if (name.startsWith(text)) return 2
  if (area.initials.some((initials) => initials.startsWith(text))) return 3
  if (area.full.some((full) => full.startsWith(text))) return 4
  if (name.includes(text)) return 5
  // two letters in the middle of a word match half the country
  return text.length > 2 && area.full.some((full) => full.includes(text)) ? 6 : undefined
}

/** Best first; among equals the shorter code (the larger area), then the order of codes. */
export function search<T extends Searchable>(areas: Iterable<T>, query: string, limit = 20): T[] {
  const hits: { area: T; rank: number }[] = []
  for (const area of areas) {
    const rank = matchRank(area, query)
    if (rank !== undefined) hits.push({ area, rank })
  }
  hits.sort(
    (a, b) => a.rank - b.rank || a.area.code.length - b.area.code.length || (a.area.code < b.area.code ? -1 : 1),
  )
  return hits.slice(0, limit).map(({ area }) => area)
}

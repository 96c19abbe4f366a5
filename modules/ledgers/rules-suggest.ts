import { suggest } from './rules-fields.ts'
import type { Column, Facts, LedgerMap } from './rules-map.ts'
import { guess, type Vocabulary } from './rules-words.ts'

/** A first guess at the mapping of a file, from its heads and from the words in its columns. */
export function suggestMap(facts: Facts, source: string): LedgerMap {
  const places = suggest(facts.columns.map(({ at, name, forbidden }) => ({ at, name, usable: !forbidden })))
  const columnAt = (at: number): Column | undefined => facts.columns.find((column) => column.at === at)
  const named = (at: number): string => columnAt(at)?.name ?? `#${at + 1}`
  const columns = Object.fromEntries(
    Object.entries(places).map(([field, found]) => [
      field,
      found.length > 1 ? found.map(named) : named(found[0] as number),
    ]),
  )
  const words = (field: keyof typeof places, vocabulary: Vocabulary): Record<string, string> =>
    Object.fromEntries(
      (columnAt(places[field]?.[0] ?? -1)?.values ?? []).flatMap((word) => {
        const meaning = guess(vocabulary, word)
        return meaning && word.length <= 60 ? [[word, meaning]] : []
      }),
    )
  return {
    source,
    columns,
    kinds: words('kind', 'kinds'),
    states: words('state', 'states') as NonNullable<LedgerMap['states']>,
    grades: words('grade', 'grades'),
    channels: words('channel', 'channels'),
    urgencies: words('urgency', 'urgencies') as NonNullable<LedgerMap['urgencies']>,
    datum: 'wgs84',
  }
}

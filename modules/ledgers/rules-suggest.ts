import { suggest } from './rules-fields.ts'
import type { Column, Facts, LedgerMap } from './rules-map.ts'
import type { TargetName } from './rules-targets.ts'
import { guess, guessFamily, type Vocabulary } from './rules-words.ts'

/** A first guess at the mapping of a file, from its heads and from the words in its columns. */
export function suggestMap(facts: Facts, source: string, target: TargetName = 'matters'): LedgerMap {
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
    ...(target === 'calls' ? callsOnly(columnAt(places.kind?.[0] ?? -1)) : {}),
    columns,
    kinds: words('kind', 'kinds'),
    states: words('state', 'states') as NonNullable<LedgerMap['states']>,
    grades: words('grade', 'grades'),
    channels: words('channel', 'channels'),
    urgencies: words('urgency', 'urgencies') as NonNullable<LedgerMap['urgencies']>,
    datum: 'wgs84',
  }
}

/** Most calls are no quarrels, and those that are say of which family. */
function callsOnly(kind: Column | undefined): Partial<LedgerMap> {
  const words = (kind?.values ?? []).filter((word) => word.length <= 60)
  if (!kind || words.length === 0) return { otherKind: 'help' }
  const values = Object.fromEntries(words.map((word) => [word, guessFamily(word)]))
  return { otherKind: 'help', extras: { family: { column: kind.name, values } } }
}

import type { Field } from '../rules-fields.ts'
import { fields, severalFields } from '../rules-fields.ts'
import type { LedgerMap } from '../rules-map.ts'
import type { Found, Mapping } from './api.ts'

/** The mapping as a form holds it: every column says at most one thing, every word of a column means at most one. */

export const wordLists = ['kinds', 'states', 'grades', 'channels', 'urgencies'] as const
export type WordList = (typeof wordLists)[number]
const fieldOfList = {
  kinds: 'kind',
  states: 'state',
  grades: 'grade',
  channels: 'channel',
  urgencies: 'urgency',
} as const satisfies Record<WordList, Field>

export type MapForm = {
  source: string
  /** Place of a column → what it says. */
  columns: Record<number, Field | ''>
  words: Record<WordList, Record<string, string>>
  otherKind: string
  otherChannel: string
  datum: 'wgs84' | 'gcj02' | 'bd09'
  dates: '' | 'ymd' | 'mdy' | 'dmy'
  area: string
  pastRetention: 'bring' | 'leave'
  /** Fields of a kind's own, as the file or a saved mapping suggests them. */
  extras: NonNullable<LedgerMap['extras']>
}

const named = (map: LedgerMap, field: string): readonly string[] => {
  const names = map.columns[field]
  return names === undefined ? [] : typeof names === 'string' ? [names] : names
}

export function formOf(found: Found, map: LedgerMap): MapForm {
  const columns: MapForm['columns'] = {}
  for (const { at, name, forbidden } of found.columns)
    columns[at] = forbidden
      ? ''
      : (fields.find((field) => named(map, field).some((each) => each === name || each === `#${at + 1}`)) ?? '')
  const words = Object.fromEntries(wordLists.map((list) => [list, { ...map[list] }])) as MapForm['words']
  const {
    source,
    otherKind = '',
    otherChannel = 'paper',
    datum = 'wgs84',
    dates = '',
    area = '',
    pastRetention = 'bring',
    extras = {},
  } = map
  return { source, columns, words, otherKind, otherChannel, datum, dates, area, pastRetention, extras }
}

/** Words that stand in a mapped column, for which a meaning can be chosen. */
export function wordsIn(found: Found, form: MapForm, list: WordList): string[] {
  const values = found.columns
    .filter(({ at }) => form.columns[at] === fieldOfList[list])
    .flatMap((column) => column.values ?? [])
  return [...new Set(values.map((value) => value.replace(/\s+/g, ' ').trim()))].filter((word) => word.length <= 60)
}

export function mapOf(found: Found, form: MapForm): LedgerMap {
  const columns: Record<string, string | string[]> = {}
  for (const field of fields) {
    const names = found.columns.filter(({ at }) => form.columns[at] === field).map(({ name }) => name)
    if (names.length > 0) columns[field] = names.length > 1 ? names : (names[0] as string)
  }
  const words = Object.fromEntries(
    wordLists.map((list) => [
      list,
      Object.fromEntries(
        wordsIn(found, form, list).flatMap((word) => {
          const meaning = form.words[list][word]
          return meaning ? [[word, meaning]] : []
        }),
      ),
    ]),
  )
  const { source, otherKind, otherChannel, datum, dates, area, pastRetention } = form
  const known = new Set(found.columns.map(({ name }) => name))
  const extras = Object.fromEntries(Object.entries(form.extras).filter(([, { column }]) => known.has(column)))
  return {
    source: source.trim(),
    columns,
    ...words,
    datum,
    ...(otherKind ? { otherKind } : {}),
    ...(otherChannel ? { otherChannel } : {}),
    ...(dates ? { dates } : {}),
    ...(area ? { area } : {}),
    ...(Object.keys(extras).length > 0 ? { extras } : {}),
    ...(pastRetention === 'leave' ? { pastRetention } : {}),
  } as LedgerMap
}

/** A field that takes one column loses it to the one chosen last. */
export function choose(form: MapForm, at: number, field: Field | ''): void {
  if (field && !severalFields.has(field))
    for (const [other, said] of Object.entries(form.columns)) if (said === field) form.columns[Number(other)] = ''
  form.columns[at] = field
}

/** What a mapping still lacks before rows can be checked. */
export function lacking(form: MapForm): Field[] {
  const has = (field: Field) => Object.values(form.columns).includes(field)
  const lacks: Field[] = []
  if (!has('description') && !has('title')) lacks.push('description')
  if (!has('kind') && !form.otherKind) lacks.push('kind')
  if (!has('reportedAt') && !has('happenedAt') && !has('acceptedAt')) lacks.push('reportedAt')
  return lacks
}

/** The saved mapping whose columns this file has: the same source sends the same heads. */
export function fitting(found: Found, mappings: readonly Mapping[]): Mapping | undefined {
  const heads = new Set(found.columns.map(({ name }) => name))
  const score = ({ map }: Mapping): number => {
    const names = Object.values(map.columns).flat()
    return names.length === 0 ? 0 : names.filter((name) => heads.has(name)).length / names.length
  }
  return mappings.filter((mapping) => score(mapping) >= 0.9).sort((a, b) => score(b) - score(a))[0]
}

import { readDate, textOf } from './rules-dates.ts'
import type { Field } from './rules-fields.ts'
import { withoutIdNumbers } from './rules-forbidden.ts'
import type { Problem } from './rules-problems.ts'
import {
  areaOf,
  cellOf,
  cellsOf,
  columnOf,
  complain,
  type How,
  isRejected,
  type Reading,
  type SourceRow,
} from './rules-row.ts'
import { cleanLine, cleanText, cut, isRounded, readPhone, readPoint, splitPoint, wholeNumber } from './rules-values.ts'
import { guess, type ImportedState, importedStates, readRating } from './rules-words.ts'

/** One row of a ledger → a matter as it was there, with everything that was wrong with it. Pure. */

export type Entry = {
  /** The row's number in its source; null where it has none. */
  number: string | null
  kind: string
  description: string
  area: string
  place: string | null
  point: { lat: number; lon: number } | null
  happenedAt: string | null
  reportedAt: string
  acceptedAt: string | null
  due: string | null
  resolvedAt: string | null
  state: ImportedState
  grade: string | null
  result: string | null
  channel: string
  urgency: 'normal' | 'urgent'
  handler: string | null
  name: string | null
  phone: string | null
  rating: number | null
  extra: Record<string, unknown>
}
export type Checked = { entry: Entry | null; problems: Problem[] }

const text = (reading: Reading, field: Field, most: number, join = '\n'): string | null => {
  const { text: bare, removed } = withoutIdNumbers(cleanText(cellsOf(reading, field).join(join)))
  if (removed > 0) complain(reading, 'idNumberRemoved', columnOf(reading, field))
  if (bare.includes('\ufffd')) complain(reading, 'charactersLost', columnOf(reading, field))
  if (bare.length > most) complain(reading, 'textCut', columnOf(reading, field), { most })
  return cut(bare, most) || null
}

function numberOf(reading: Reading): string | null {
  if (!reading.how.places.has('number')) return null
  const typed = cleanLine(cellOf(reading, 'number'))
  const column = columnOf(reading, 'number')
  if (!typed) {
    complain(reading, 'numberMissing', column)
    return null
  }
  const whole = wholeNumber(typed)
  if (isRounded(typed) && whole === undefined) {
    complain(reading, 'numberRounded', column)
    return null
  }
  return cut(whole ?? typed, 60)
}

function kindOf(reading: Reading): string {
  const { map, kinds } = reading.how
  const typed = cleanLine(cellOf(reading, 'kind'))
  const mapped = typed && Object.hasOwn(map.kinds ?? {}, typed) ? map.kinds?.[typed] : undefined
  const kind = mapped ?? map.otherKind
  if (kind && kinds.some(({ code }) => code === kind)) return kind
  if (typed) complain(reading, 'kindUnknown', columnOf(reading, 'kind'), { value: cut(typed, 40) })
  else complain(reading, 'kindMissing', columnOf(reading, 'kind'))
  return ''
}

/** @param needed a wrong one keeps the row out; without it the row comes in without the date */
function dateOf(reading: Reading, field: Field, needed: boolean, endOfDay = false): string | null {
  const { how } = reading
  const column = columnOf(reading, field)
  const typed = cellsOf(reading, field).join(' ')
  if (!typed) return null
  const read = readDate(typed, how.orders.get(column), how.facts.date1904, Number(how.now.slice(0, 4)))
  const value = { value: cut(typed, 40) }
  if (read.is === 'ambiguous' || read.is === 'unreadable') {
    complain(
      reading,
      needed ? (read.is === 'ambiguous' ? 'dateAmbiguous' : 'dateUnreadable') : 'dateLeftOut',
      column,
      value,
    )
    return null
  }
  if (read.is === 'local' && read.serial)
    complain(reading, 'dateSerial', column, { ...value, read: textOf(read.local) })
  if (read.is === 'instant') return read.at
  const { local } = read
  return how.instant(endOfDay && !local.timed ? { ...local, h: 23, min: 59, s: 59 } : local)
}

type Times = Pick<Entry, 'happenedAt' | 'acceptedAt' | 'due' | 'resolvedAt'> & { reportedAt: string }
function timesOf(reading: Reading): Times {
  const { how } = reading
  const happenedAt = dateOf(reading, 'happenedAt', !how.places.has('reportedAt'))
  const reported = dateOf(reading, 'reportedAt', true)
  const acceptedAt = dateOf(reading, 'acceptedAt', true)
  const due = dateOf(reading, 'due', false, true)
  const resolvedAt = dateOf(reading, 'resolvedAt', true)
  if (isRejected(reading.problems)) return { happenedAt, reportedAt: '', acceptedAt, due, resolvedAt }
  const reportedAt = reported ?? happenedAt ?? acceptedAt
  if (reportedAt === null) complain(reading, 'dateMissing', columnOf(reading, 'reportedAt'))
  else if (reported === null && how.places.has('reportedAt'))
    complain(reading, 'reportedFrom', columnOf(reading, 'reportedAt'), {
      from: happenedAt ? 'happenedAt' : 'acceptedAt',
    })
  checkOrder(reading, { reportedAt: reportedAt ?? '', acceptedAt, resolvedAt, happenedAt })
  return { happenedAt, reportedAt: reportedAt ?? '', acceptedAt, due, resolvedAt }
}

const dayMs = 86_400_000
function checkOrder(
  reading: Reading,
  times: Pick<Times, 'reportedAt' | 'acceptedAt' | 'resolvedAt' | 'happenedAt'>,
): void {
  const { reportedAt, acceptedAt, resolvedAt } = times
  for (const field of ['happenedAt', 'reportedAt', 'acceptedAt', 'resolvedAt'] as const) {
    const at = times[field]
    // A day without a time may lie some hours ahead of the server's clock.
    if (at && Date.parse(at) > Date.parse(reading.how.now) + dayMs)
      complain(reading, 'dateFuture', columnOf(reading, field))
  }
  // Days without times: accepted on the day of the report is no contradiction.
  const before = (a: string | null, b: string | null) =>
    a !== null && b !== null && Date.parse(a) < Date.parse(b) - dayMs
  if (before(acceptedAt, reportedAt || null))
    complain(reading, 'datesReversed', columnOf(reading, 'acceptedAt'), { first: 'reportedAt' })
  if (before(resolvedAt, acceptedAt ?? (reportedAt || null)))
    complain(reading, 'datesReversed', columnOf(reading, 'resolvedAt'), {
      first: acceptedAt ? 'acceptedAt' : 'reportedAt',
    })
}

function pointOf(reading: Reading): Entry['point'] {
  const { how } = reading
  const whole = cellOf(reading, 'point')
  const [latText, lonText] = whole
    ? (splitPoint(whole) ?? ['?', '?'])
    : [cellOf(reading, 'lat'), cellOf(reading, 'lon')]
  if (!latText && !lonText) return null
  const { point, problem } = readPoint(latText, lonText, how.map.datum ?? 'wgs84')
  if (problem) complain(reading, problem, columnOf(reading, whole ? 'point' : 'lat'))
  return point
}

/** The named area counts; a point only makes it more exact. */
function placeOf(reading: Reading): Pick<Entry, 'area' | 'point'> {
  const { how } = reading
  const point = pointOf(reading)
  const named = areaOf(reading)
  const located = point ? how.locate(point) : undefined
  const column = columnOf(reading, 'area')
  const inside = (area: string) => located?.area.startsWith(area)
  if (named.area && inside(named.area)) {
    if (named.problem === 'areaEnded') complain(reading, 'areaEnded', column)
    return { area: located?.area as string, point }
  }
  const usable = named.area !== null && named.area.length >= 12 && (!named.problem || named.problem === 'areaEnded')
  if (usable) {
    if (named.problem) complain(reading, named.problem, column)
    if (point) complain(reading, located ? 'pointElsewhere' : 'pointOutside', columnOf(reading, 'lat'))
    return { area: named.area as string, point: null }
  }
  if (
    located &&
    (named.problem === 'areaMissing' || named.problem === 'areaSplit' || named.problem === 'areaAmbiguous')
  )
    return { area: located.area, point }
  if (how.map.area && named.problem === 'areaMissing') {
    if (point) complain(reading, 'pointOutside', columnOf(reading, 'lat'))
    return { area: how.map.area, point: null }
  }
  const value = cut(cellsOf(reading, 'area').join(' '), 40)
  complain(reading, named.problem ?? 'areaMissing', column, value ? { value } : undefined)
  return { area: '', point: null }
}

const mapped = (table: Readonly<Record<string, string>> | undefined, typed: string): string | undefined =>
  table && Object.hasOwn(table, typed) ? table[typed] : undefined

function stateOf(reading: Reading, times: Times, graded: boolean): ImportedState {
  const typed = cleanLine(cellOf(reading, 'state'))
  if (!typed) return times.resolvedAt || graded ? 'resolved' : times.acceptedAt ? 'inProgress' : 'submitted'
  const state = mapped(reading.how.map.states, typed) ?? guess('states', typed)
  if (state && (importedStates as readonly string[]).includes(state)) return state as ImportedState
  complain(reading, 'stateUnknown', columnOf(reading, 'state'), { value: cut(typed, 40) })
  return 'submitted'
}

/** A word that has no counterpart here is left out, and said so. */
function wordOf(reading: Reading, field: 'grade' | 'channel' | 'urgency', known: readonly string[]): string | null {
  const { map } = reading.how
  const typed = cleanLine(cellOf(reading, field))
  if (!typed) return null
  const tables = { grade: map.grades, channel: map.channels, urgency: map.urgencies } as const
  const vocabulary = { grade: 'grades', channel: 'channels', urgency: 'urgencies' } as const
  const word = mapped(tables[field], typed) ?? guess(vocabulary[field], typed)
  if (word && known.includes(word)) return word
  complain(reading, `${field}Unknown`, columnOf(reading, field), { value: cut(typed, 40) })
  return null
}

function personOf(reading: Reading): Pick<Entry, 'name' | 'phone' | 'handler'> {
  const { phone, problem } = readPhone(cellOf(reading, 'phone'))
  if (problem) complain(reading, problem, columnOf(reading, 'phone'))
  const handler = cleanLine(cellOf(reading, 'handler'))
  return { name: text(reading, 'name', 50, ' '), phone, handler: cut(handler, 50) || null }
}

function extraOf(reading: Reading, kind: string): Record<string, unknown> {
  const known = reading.how.kinds.find(({ code }) => code === kind)
  const extra: Record<string, unknown> = {}
  for (const { name, at, values } of reading.how.extras) {
    const field = known?.fields.find((each) => each.name === name)
    const typed = cleanLine(reading.row.cells[at] ?? '')
    if (!field || !typed) continue
    const value = values.get(typed) ?? typed
    if (field.type === 'choice') {
      if (field.options?.includes(value)) extra[name] = field.several ? [value] : value
      else complain(reading, 'extraUnknown', at, { value: cut(typed, 40) })
    } else if (field.type === 'yesNo') extra[name] = /^(是|有|yes|true|1|y)$/i.test(value)
    else if (field.type === 'text' || field.type === 'longText') extra[name] = cut(value, 60)
  }
  return extra
}

export function checkRow(row: SourceRow, how: How): Checked {
  const reading: Reading = { row, how, problems: [] }
  for (const [column, code] of row.marks ?? []) if (how.used.has(column) || column < 0) complain(reading, code, column)
  const title = text(reading, 'title', 200, ' ')
  const facts = text(reading, 'description', 2000)
  const description = cut([title, facts === title ? null : facts].filter(Boolean).join('\n'), 2000)
  if (!description) complain(reading, 'descriptionMissing', columnOf(reading, 'description'))
  const kind = kindOf(reading)
  const times = timesOf(reading)
  const grade = wordOf(reading, 'grade', how.grades)
  const state = stateOf(reading, times, grade !== null)
  const closed = state === 'resolved'
  if (closed && times.resolvedAt === null) complain(reading, 'resolvedMissing', columnOf(reading, 'resolvedAt'))
  const rating = cellOf(reading, 'rating')
  const stars = rating ? readRating(rating) : undefined
  if (rating && stars === undefined)
    complain(reading, 'ratingWrong', columnOf(reading, 'rating'), { value: cut(rating, 40) })
  const entry: Entry = {
    number: numberOf(reading),
    kind,
    description,
    ...placeOf(reading),
    place: text(reading, 'place', 120, ' ')?.replace(/\s+/g, ' ') ?? null,
    ...times,
    state,
    grade: closed ? grade : null,
    resolvedAt: closed ? times.resolvedAt : null,
    result: text(reading, 'result', 2000),
    channel: wordOf(reading, 'channel', how.channels) ?? how.map.otherChannel ?? 'paper',
    urgency: (wordOf(reading, 'urgency', ['normal', 'urgent']) ?? 'normal') as Entry['urgency'],
    ...personOf(reading),
    rating: closed ? (stars ?? null) : null,
    extra: extraOf(reading, kind),
  }
  return { entry: isRejected(reading.problems) ? null : entry, problems: reading.problems }
}

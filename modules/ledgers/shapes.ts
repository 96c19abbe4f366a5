import { AreaCode, Choice, Id, Instant, Line, Nullable, t } from '@doorstep/contract'
import { dateOrders } from './rules-dates.ts'
import { fields } from './rules-fields.ts'
import { forbiddenSorts } from './rules-forbidden.ts'
import { delimiters, encodings } from './rules-map.ts'
import { fileFaults, problemCodes } from './rules-problems.ts'
import { targetNames } from './rules-targets.ts'
import { datums } from './rules-values.ts'
import { importedStates } from './rules-words.ts'

const Severity = Choice(['rejected', 'changed', 'note'] as const)
const Code = t.String({ pattern: '^[A-Za-z]{1,40}$' })
const words = <T extends Parameters<typeof t.Record>[1]>(value: T) =>
  t.Record(t.String({ pattern: '^[^\\u0000-\\u001f]{1,60}$' }), value)

/** Where in a file the table stands; what is left out is found by looking. */
export const Layout = t.Object({
  encoding: t.Optional(Choice(encodings)),
  delimiter: t.Optional(Choice(delimiters)),
  sheet: t.Optional(t.String({ minLength: 1, maxLength: 60 })),
  headerRow: t.Optional(t.Integer({ minimum: 1, maximum: 30 })),
})
/** How the columns of a source become matters: rules-map.ts. */
export const LedgerMap = t.Object({
  source: Line(60),
  columns: t.Record(
    t.String({ pattern: `^(${fields.join('|')})$` }),
    t.Union([Line(130), t.Array(Line(130), { maxItems: 6 })]),
  ),
  kinds: t.Optional(words(Code)),
  otherKind: t.Optional(Code),
  states: t.Optional(words(Choice(importedStates))),
  grades: t.Optional(words(Code)),
  channels: t.Optional(words(Code)),
  otherChannel: t.Optional(Code),
  urgencies: t.Optional(words(Choice(['normal', 'urgent'] as const))),
  datum: t.Optional(Choice(datums)),
  dates: t.Optional(Choice(dateOrders)),
  area: t.Optional(AreaCode),
  /** What is older than the county keeps: taken for the figures, its words go in the following night; or left out. */
  pastRetention: t.Optional(Choice(['bring', 'leave'] as const)),
  extras: t.Optional(t.Record(Code, t.Object({ column: Line(130), values: t.Optional(words(Line(60))) }))),
})

const Counts = t.Object({
  created: t.Integer(),
  updated: t.Integer(),
  unchanged: t.Integer(),
  left: t.Integer({ description: 'changed in the source, but somebody has worked on the matter here: left as it is' }),
  rejected: t.Integer(),
  mended: t.Integer({ description: 'rows that were taken, but not as they stood' }),
})
const Column = t.Object({
  at: t.Integer(),
  letter: t.String(),
  name: t.String(),
  filled: t.Integer(),
  values: Nullable(t.Array(t.String())),
  samples: t.Array(t.String()),
  forbidden: Nullable(t.Object({ sort: Choice(forbiddenSorts), by: Choice(['head', 'content'] as const) })),
})
/** What reading the file has shown, and a first guess of how its columns become matters. */
const Found = t.Object({
  format: Choice(['csv', 'xlsx'] as const),
  encoding: Nullable(Choice(encodings)),
  delimiter: Nullable(Choice(delimiters)),
  sheets: t.Array(t.String()),
  sheet: Nullable(t.String()),
  headerRow: t.Integer(),
  columns: t.Array(Column),
  suggestion: LedgerMap,
  kinds: t.Array(t.String()),
  grades: t.Array(t.String()),
  channels: t.Array(t.String()),
})
const runStates = ['received', 'read', 'working', 'done', 'failed', 'cancelled'] as const
export const RunRow = t.Object({
  id: Id,
  fileName: t.String(),
  target: Choice(targetNames),
  state: Choice(runStates),
  dry: t.Boolean(),
  rows: t.Integer(),
  position: t.Integer({ description: 'rows worked on so far' }),
  counts: Counts,
  fault: Nullable(t.Object({ code: Choice(fileFaults), data: t.Record(t.String(), t.Unknown()) })),
  createdAt: Instant,
  startedAt: Nullable(Instant),
  finishedAt: Nullable(Instant),
})
export const Run = t.Object({
  ...RunRow.properties,
  bytes: t.Integer(),
  found: Nullable(Found),
  map: Nullable(LedgerMap),
  problems: t.Array(t.Object({ code: Choice(problemCodes), severity: Severity, count: t.Integer() })),
})
export const Problem = t.Object({
  row: t.Integer({ description: 'line of the file or row of the sheet; 0 for the file itself' }),
  column: Nullable(t.String({ description: 'letter, as spreadsheets name it' })),
  head: Nullable(t.String()),
  code: Choice(problemCodes),
  severity: Severity,
  words: t.String(),
})
export const Mapping = t.Object({ id: Id, name: t.String(), map: LedgerMap, changedAt: Instant })

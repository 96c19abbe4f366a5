import {
  AreaCode,
  Choice,
  contract,
  Done,
  download,
  type Failures,
  Line,
  Page,
  Paging,
  type Rights,
  t,
  upload,
} from '@doorstep/contract'
import { matters } from '@doorstep/modules/matters/contract.ts'
import { targetNames } from './rules-targets.ts'
import { Layout, LedgerMap, Mapping, Problem, Run, RunRow } from './shapes.ts'

export const failures = {
  'ledgers.missing': 'missing',
  'ledgers.notReady': 'conflict',
  'ledgers.idTaken': 'conflict',
  'ledgers.nameTaken': 'conflict',
  'ledgers.mapWrong': 'unprocessable',
  'ledgers.tooMany': 'unprocessable',
} as const satisfies Failures

const readers = {
  officer: 'area',
  deputyChief: 'area',
  chief: 'area',
  commandRoom: 'area',
  countyAdmin: 'area',
  auditor: 'area',
} as const
export const rights = {
  'ledgers.import': { countyAdmin: 'county' },
  'ledgers.export': { ...readers, centreClerk: 'area' },
  'ledgers.exportStaff': { ...readers, centreClerk: 'area' },
  'ledgers.exportBoards': readers,
} as const satisfies Rights

const ledgerFile = upload({
  types: [
    'text/csv',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    // A workbook that lacks its list of contents is known as nothing but a zip.
    'application/zip',
  ],
  maxBytes: 200_000_000,
})
const csv = 'text/csv; charset=utf-8'
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const file = {
  format: t.Optional(Choice(['csv', 'xlsx'] as const)),
  columns: t.Optional(
    t.String({ maxLength: 600, pattern: '^[A-Za-z]+(,[A-Za-z]+)*$', description: 'which, in which order' }),
  ),
  area: t.Optional(AreaCode),
  q: t.Optional(Line(40)),
}
const Code = t.String({ pattern: '^[A-Za-z]{1,40}$' })

/** The filters of the matters' own list, so that a screen hands its own on. */
const { after: _after, limit: _limit, sort: _sort, ...listFilters } = matters.list.query.properties
const { after: _from, limit: _most, sort: _order, ...cardFilters } = matters.cards.query.properties

export const ledgers = contract({
  receive: {
    post: '/ledgers/runs/:id/file',
    may: 'ledgers.import',
    summary: 'Send a ledger (CSV or XLSX); it is read in the background, nothing is brought in yet.',
    query: t.Object({ name: Line(200), target: t.Optional(Choice(targetNames)) }),
    body: ledgerFile,
    reply: RunRow,
    fails: ['ledgers.missing', 'ledgers.idTaken'],
    perMinute: 10,
  },
  runs: {
    get: '/ledgers/runs',
    may: 'ledgers.import',
    summary: 'Imports of the county, the newest first.',
    query: t.Object(Paging),
    reply: Page(RunRow),
    fails: [],
  },
  run: {
    get: '/ledgers/runs/:id',
    may: 'ledgers.import',
    summary: 'One import: what its file holds, how far it is, what came of it.',
    personal: true,
    reply: Run,
    fails: ['ledgers.missing'],
  },
  read: {
    post: '/ledgers/runs/:id/read',
    may: 'ledgers.import',
    summary: 'Read the file again: another sheet, encoding, separator or head.',
    body: Layout,
    reply: RunRow,
    fails: ['ledgers.missing', 'ledgers.notReady'],
  },
  start: {
    post: '/ledgers/runs/:id/start',
    may: 'ledgers.import',
    summary: 'Check every row (dry), or bring the good ones in; runs in the background.',
    body: t.Object({ map: LedgerMap, dry: t.Boolean() }),
    reply: RunRow,
    fails: ['ledgers.missing', 'ledgers.notReady', 'ledgers.mapWrong'],
  },
  cancel: {
    post: '/ledgers/runs/:id/cancel',
    may: 'ledgers.import',
    summary: 'Stop; what has been brought in stays.',
    reply: RunRow,
    fails: ['ledgers.missing', 'ledgers.notReady'],
  },
  problems: {
    get: '/ledgers/runs/:id/problems',
    may: 'ledgers.import',
    summary: 'What was found wrong, row by row.',
    query: t.Object({
      ...Paging,
      severity: t.Optional(Choice(['rejected', 'changed', 'note'] as const)),
      code: t.Optional(Code),
    }),
    reply: Page(Problem),
    fails: ['ledgers.missing'],
  },
  report: {
    get: '/ledgers/runs/:id/report',
    may: 'ledgers.import',
    summary: 'The whole report as CSV: row, column, reason.',
    reply: download(csv),
    fails: ['ledgers.missing'],
  },
  rejects: {
    get: '/ledgers/runs/:id/rejects',
    may: 'ledgers.import',
    summary: 'The rows that stayed out, as CSV with their reasons: to be mended and sent again.',
    personal: true,
    fresh: 'now',
    reply: download(csv),
    fails: ['ledgers.missing'],
  },
  mappings: {
    get: '/ledgers/mappings',
    may: 'ledgers.import',
    summary: 'Saved mappings of the county, by name.',
    query: t.Object(Paging),
    reply: Page(Mapping),
    fails: [],
  },
  saveMapping: {
    put: '/ledgers/mappings/:id',
    may: 'ledgers.import',
    summary: 'Keep a mapping under a name, or change it.',
    body: t.Object({ name: Line(60), map: LedgerMap }),
    reply: Mapping,
    fails: ['ledgers.missing', 'ledgers.nameTaken'],
  },
  dropMapping: {
    delete: '/ledgers/mappings/:id',
    may: 'ledgers.import',
    summary: 'Forget a mapping.',
    reply: Done,
    fails: ['ledgers.missing'],
  },
  exportMatters: {
    get: '/ledgers/exports/matters',
    may: 'ledgers.export',
    summary: 'Matters that the reader may see, filtered as on the list, as CSV or XLSX; personal data is masked.',
    personal: true,
    fresh: 'now',
    query: t.Object({
      ...file,
      ...listFilters,
    }),
    reply: download(csv, xlsx),
    fails: ['ledgers.tooMany'],
    perMinute: 6,
  },
  exportStaff: {
    get: '/ledgers/exports/staff',
    may: 'ledgers.exportStaff',
    summary: 'Staff and helpers of an area with their posts, as CSV or XLSX.',
    personal: true,
    fresh: 'now',
    query: t.Object(file),
    reply: download(csv, xlsx),
    fails: ['ledgers.tooMany'],
    perMinute: 6,
  },
  exportBoards: {
    get: '/ledgers/exports/boards',
    may: 'ledgers.exportBoards',
    summary: 'Contact boards of an area, as CSV or XLSX.',
    query: t.Object(file),
    reply: download(csv, xlsx),
    fails: ['ledgers.tooMany'],
    perMinute: 6,
  },
  exportSupervision: {
    get: '/ledgers/exports/supervision',
    may: 'ledgers.export',
    summary: 'Cards of supervision with who was told, the answer and the end, as CSV or XLSX.',
    personal: true,
    query: t.Object({ ...file, ...cardFilters }),
    reply: download(csv, xlsx),
    fails: ['ledgers.tooMany'],
    perMinute: 6,
  },
})

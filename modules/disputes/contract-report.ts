import { AreaCode, Choice, contract, download, type Failures, Line, Nullable, type Rights, t } from '@doorstep/contract'
import { formFamilies, formScales } from './rules-form.ts'
import { Colour, FamilyCode, StateCode, TypeCode } from './shapes.ts'

/** What is counted and printed. */
export const reportFailures = { 'disputes.tooMany': 'conflict' } as const satisfies Failures
const readers = {
  officer: 'area',
  deputyChief: 'area',
  chief: 'area',
  commandRoom: 'area',
  centreClerk: 'area',
  countyAdmin: 'area',
  auditor: 'area',
} as const
export const reportRights = {
  'disputes.form': readers,
  'disputes.export': { deputyChief: 'area', chief: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
} as const satisfies Rights

const Count = t.Object({ found: t.Integer(), handled: t.Integer(), settled: t.Integer() })
const Cells = t.Object({ village: Count, town: Count, county: Count, unsorted: Count, total: Count })
const asked = {
  month: t.String({ pattern: '^20\\d\\d-(0[1-9]|1[0-2])$' }),
  area: t.Optional(AreaCode),
}
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

export const reportContract = contract({
  form: {
    get: '/disputes/form',
    may: 'disputes.form',
    summary: 'The monthly form: found, handled and settled by family and tier, by how many people, and since January.',
    query: t.Object(asked),
    reply: t.Object({
      month: t.String(),
      area: Nullable(AreaCode),
      areaName: t.String(),
      families: t.Array(t.Object({ family: Choice([...formFamilies, 'total'] as const), month: Cells, year: Cells })),
      scales: t.Array(t.Object({ scale: Choice([...formScales, 'total'] as const), month: Count, year: Count })),
    }),
    fails: [],
  },
  formFile: {
    get: '/disputes/form/file',
    may: 'disputes.form',
    summary: 'The monthly form as a workbook or as a paper.',
    query: t.Object({ ...asked, format: t.Optional(Choice(['xlsx', 'pdf'] as const)) }),
    reply: download(sheet, 'application/pdf'),
    fails: [],
    perMinute: 20,
  },
  export: {
    get: '/disputes/export',
    may: 'disputes.export',
    summary: 'The ledger as a table, filtered as on the screen; nothing of persons is in it.',
    query: t.Object({
      area: t.Optional(AreaCode),
      state: t.Optional(StateCode),
      family: t.Optional(FamilyCode),
      type: t.Optional(TypeCode),
      colour: t.Optional(Colour),
      view: t.Optional(Choice(['open', 'mine', 'overdue', 'all'] as const)),
      q: t.Optional(Line(60)),
      format: t.Optional(Choice(['csv', 'xlsx'] as const)),
      columns: t.Optional(t.String({ maxLength: 400, pattern: '^[A-Za-z]+(,[A-Za-z]+)*$' })),
    }),
    reply: download('text/csv; charset=utf-8', sheet),
    fails: ['disputes.tooMany'],
    perMinute: 6,
  },
})

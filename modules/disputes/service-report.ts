import type { Download, InputOf, ReplyOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { calendarOf, endOfDay } from '@doorstep/modules/calendar/index.ts'
import { registerFile, type Tell, tableFile, typeOf } from '@doorstep/modules/ledgers/index.ts'
import type { reportContract } from './contract-report.ts'
import { timeOf, yuan } from './papers.ts'
import { familyTable, formPaper, formTitle, scaleTable } from './papers-form.ts'
import { fail } from './rules.ts'
import { daysOf, formOf } from './rules-form.ts'
import { ledgerPages } from './service-file.ts'
import { countForm } from './store-report.ts'

/** What is counted and taken along. */

export const reportService: Service<typeof reportContract, Ctx> = { form, formFile, export: exported }

type Asked = { month: string; area?: string | undefined }
/** The first moment of a day of the county. */
const dawn = async (ctx: Ctx, day: string): Promise<string> => {
  const before = new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  return new Date(Date.parse(endOfDay(before, await calendarOf(ctx))) + 1).toISOString()
}
async function formFor(ctx: Ctx, { month, area }: Asked) {
  const days = daysOf(month)
  const bounds = {
    month: await dawn(ctx, days.month),
    year: await dawn(ctx, days.year),
    end: await dawn(ctx, days.end),
  }
  const scopes = area ? [area] : [...new Set(ctx.grant.scopes)]
  const names = await placeNames(ctx, scopes)
  const areaName = scopes.map((scope) => names.get(scope) ?? scope).join('、')
  return { areaName, form: formOf(await countForm(ctx, area, bounds)) }
}

async function form(
  ctx: Ctx,
  { query }: InputOf<typeof reportContract.form>,
): Promise<ReplyOf<typeof reportContract.form>> {
  const { areaName, form: made } = await formFor(ctx, query)
  return { month: query.month, area: query.area ?? null, areaName, ...made }
}

async function formFile(ctx: Ctx, { query }: InputOf<typeof reportContract.formFile>): Promise<Download> {
  const { month, format = 'xlsx' } = query
  const { areaName, form: made } = await formFor(ctx, query)
  const title = formTitle(ctx, month)
  ctx.audit({ operation: 'disputes.formTaken', detail: { month, area: query.area ?? null, format } })
  if (format === 'pdf') {
    const body = await formPaper(ctx, { month, areaName, made: ctx.now(), form: made })
    return { type: 'application/pdf', body, filename: `${title}.pdf` }
  }
  const [families, bands] = [familyTable(ctx, made), scaleTable(ctx, made)]
  async function* rows() {
    yield [...families.rows, [], bands.head, ...bands.rows, [], [areaName, month]]
  }
  const { body, bytes } = await tableFile('xlsx', families.head, rows())
  return { type: typeOf.xlsx, body, filename: `${title}.xlsx`, headers: { 'content-length': String(bytes) } }
}

type Row = ReturnType<typeof ledgerPages> extends AsyncIterable<readonly (infer R)[]> ? R : never
const time = (at: string | null, ctx: Ctx): string => (at === null ? '' : timeOf(ctx, at))
const word = (ctx: Ctx, key: string, code: string | null): string =>
  code === null ? '' : ctx.say(`disputes.${key}.${code}`)
const columns: Readonly<Record<string, Tell<Row>>> = {
  code: (row) => row.code,
  state: (row, ctx) => word(ctx, 'states', row.state),
  family: (row, ctx) => word(ctx, 'families', row.family),
  type: (row, ctx) => {
    const own = row.type === null ? '' : ctx.say(`disputes.types.${row.type}`)
    return own.startsWith('disputes.') ? row.type : own
  },
  class: (row, ctx) => word(ctx, 'classes', row.class),
  way: (row, ctx) => word(ctx, 'ways', row.way),
  tier: (row, ctx) => word(ctx, 'tiers', row.tier),
  areaCode: (row) => row.area,
  areaName: (row) => row.areaName,
  place: (row) => row.place,
  people: (row) => row.people,
  scale: (row, ctx) => word(ctx, 'scales', row.scale),
  amount: (row) => (row.amountCents === null ? '' : yuan(row.amountCents).replaceAll(',', '')),
  colour: (row, ctx) => word(ctx, 'colours', row.colour),
  assignee: (row) => row.assignee?.name,
  openedAt: (row, ctx) => time(row.openedAt, ctx),
  deadline: (row, ctx) => time(row.deadline, ctx),
  settledAt: (row, ctx) => time(row.settledAt, ctx),
  outcome: (row, ctx) => word(ctx, 'outcomes', row.outcome),
  breaches: (row) => row.breaches,
  id: (row) => row.id,
}

async function exported(ctx: Ctx, { query }: InputOf<typeof reportContract.export>): Promise<Download> {
  const { format, columns: wanted, ...filters } = query
  return registerFile(
    ctx,
    {
      what: 'disputes',
      title: ctx.say('disputes.ledger'),
      shown: columns,
      headOf: (name) => ctx.say(`disputes.columns.${name}`),
      pages: ledgerPages(ctx, filters),
      tooMany: (most) => fail('disputes.tooMany', { most }),
    },
    { ...(format ? { format } : {}), ...(wanted ? { columns: wanted } : {}) },
  )
}

import type { InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { registerFile, type Tell } from '@doorstep/modules/ledgers/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { hazards } from './contract.ts'
import { noticePdf } from './notice.ts'
import { fail } from './rules.ts'
import { actOf, numberOf, viewRows } from './service-view.ts'
import type { HazardRow } from './shapes.ts'
import * as store from './store.ts'
import * as file from './store-file.ts'

/** The ledger as a file, and the notice as a paper. */

const pageRows = 1000
const columns: Readonly<Record<string, Tell<HazardRow>>> = {
  code: (row) => row.code,
  sort: (row, ctx) => ctx.say(`hazards.sorts.${row.sort}`),
  class: (row, ctx) => row.class && ctx.say(`hazards.classes.${row.class}`),
  state: (row, ctx) => ctx.say(`hazards.states.${row.state}`),
  areaName: (row) => row.areaName,
  areaCode: (row) => row.area,
  place: (row) => row.place,
  responsible: (row) => row.responsible,
  foundAt: (row, ctx) => time(ctx, row.foundAt),
  due: (row) => row.due,
  late: (row, ctx) => ctx.say(`hazards.${row.late ? 'yes' : 'no'}`),
  closedAt: (row, ctx) => row.closedAt && time(ctx, row.closedAt),
}
const time = (ctx: Ctx, at: string): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: ctx.settings.zone, dateStyle: 'short', timeStyle: 'short' }).format(
    new Date(at),
  )

async function exported(ctx: Ctx, { query: { format = 'xlsx', ...filter } }: InputOf<typeof hazards.export>) {
  const { today } = await actOf(ctx)
  async function* pages(): AsyncGenerator<HazardRow[]> {
    for (let after: string | undefined; ; ) {
      const page = await store.list(ctx, { ...filter, today, limit: pageRows, after })
      yield await viewRows(ctx, page.items, today)
      if (page.next === null) return
      after = page.next
    }
  }
  return registerFile(
    ctx,
    {
      what: 'hazards',
      title: ctx.say('hazards.ledger'),
      shown: columns,
      headOf: (name) => ctx.say(`hazards.columns.${name}`),
      pages: pages(),
      tooMany: (most) => fail('hazards.tooMany', { most }),
    },
    { format },
  )
}

async function notice(ctx: Ctx, { params }: InputOf<typeof hazards.notice>) {
  const hazard = (await store.find(ctx, params.id)) ?? fail('hazards.missing')
  const n = Number(params.n)
  const found = (await file.noticesOf(ctx, hazard.id)).find((each) => each.n === n) ?? fail('hazards.noticeMissing')
  const [row] = await viewRows(ctx, [hazard], found.due)
  const issuer = found.issued_by === null ? undefined : (await nameOf(ctx, [found.issued_by])).get(found.issued_by)
  const number = numberOf(hazard.code, n)
  const bytes = await noticePdf(ctx, {
    number,
    responsible: found.responsible,
    person: found.person === null ? null : ctx.vault.open(found.person),
    sort: ctx.say(`hazards.sorts.${hazard.sort}`),
    class: ctx.say(`hazards.classes.${found.class}`),
    place: [row?.areaName, hazard.place].filter(Boolean).join(' · '),
    demands: found.demands,
    due: found.due,
    issued: time(ctx, found.issued_at).slice(0, 10),
    issuer: issuer ?? '',
  })
  return { type: 'application/pdf' as const, body: bytes, filename: `${ctx.say('hazards.notice.title')} ${number}.pdf` }
}

export const exporting: Pick<Service<typeof hazards, Ctx>, 'export' | 'notice'> = { export: exported, notice }

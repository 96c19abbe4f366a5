import type { Download, InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { matters, type RegisterRow, registerOf } from '@doorstep/modules/matters/index.ts'
import { people } from '@doorstep/modules/people/index.ts'
import { rooms } from '@doorstep/modules/rooms/index.ts'
import type { ledgers } from './contract.ts'
import { zoneText } from './rules-dates.ts'
import { type ColumnOf, type RegisterName, registers } from './rules-export.ts'
import { registerFile, type Tell } from './service-register-file.ts'
import { fail } from './service-runs.ts'

/** Registers as files. What a reader may see on a screen they may take along, masked as on the screen, and it is written down. */

type Shown<N extends RegisterName, R> = Readonly<Record<ColumnOf<N>, Tell<R>>>
type Query = { format?: 'csv' | 'xlsx'; columns?: string }

const exported = <R>(
  ctx: Ctx,
  what: RegisterName,
  { format, columns }: Query,
  shown: Readonly<Record<string, Tell<R>>>,
  pages: AsyncIterable<readonly R[]>,
): Promise<Download> =>
  registerFile(
    ctx,
    {
      what,
      title: ctx.say(`ledgers.exports.${what}`),
      shown: Object.fromEntries(registers[what].map((name) => [name, shown[name] as Tell<R>])),
      headOf: (name) => ctx.say(`ledgers.columns.${name}`),
      pages,
      tooMany: (most) => fail('ledgers.tooMany', { most }),
    },
    { ...(format ? { format } : {}), ...(columns ? { columns } : {}) },
  )

const time = (at: string | null, ctx: Ctx): string => (at === null ? '' : zoneText(at, ctx.settings.zone))
const word = (ctx: Ctx, key: string, code: string | null): string =>
  code === null || code === '' ? '' : ctx.say(`${key}.${code}`)
const matterColumns: Shown<'matters', RegisterRow> = {
  code: (row) => row.code,
  kind: (row, ctx) => ctx.say(`matters.kinds.${row.kind}.label`),
  state: (row, ctx) => word(ctx, 'matters.states', row.state),
  areaCode: (row) => row.area,
  areaName: (row) => row.areaName,
  place: (row) => row.place,
  lat: (row) => row.point?.lat,
  lon: (row) => row.point?.lon,
  description: (row) => row.description,
  channel: (row, ctx) => word(ctx, 'matters.channels', row.channel),
  urgency: (row, ctx) => word(ctx, 'matters.urgencies', row.urgency),
  supervision: (row, ctx) => word(ctx, 'matters.supervisions', row.supervision),
  name: (row) => row.name,
  phone: (row) => row.phone,
  assignee: (row) => row.assignee,
  unit: (row, ctx) => word(ctx, 'matters.units', row.unit),
  happenedAt: (row, ctx) => time(row.happenedAt, ctx),
  reportedAt: (row, ctx) => time(row.reportedAt, ctx),
  acceptDue: (row, ctx) => time(row.acceptDue, ctx),
  acceptedAt: (row, ctx) => time(row.acceptedAt, ctx),
  handleDue: (row, ctx) => time(row.handleDue, ctx),
  resolvedAt: (row, ctx) => time(row.resolvedAt, ctx),
  grade: (row, ctx) => word(ctx, 'matters.grades', row.grade),
  result: (row) => row.result,
  rating: (row) => row.rating,
  reopened: (row) => row.reopened,
  id: (row) => row.id,
}

type Staff = Awaited<ReturnType<typeof people.service.list>>['items'][number] & { places: ReadonlyMap<string, string> }
const staffColumns: Shown<'staff', Staff> = {
  staffName: (row) => row.name,
  badge: (row) => row.badge,
  posts: (row, ctx) =>
    row.postings
      .map(({ role, area }) => `${ctx.say(`people.role.${role}`)} ${row.places.get(area) ?? area}`)
      .join('；'),
  accountState: (row, ctx) => ctx.say(`people.state.${row.state}`),
  id: (row) => row.id,
}
type Board = Awaited<ReturnType<typeof rooms.service.boards>>['items'][number]
const boardColumns: Shown<'boards', Board> = {
  number: (row) => row.number,
  areaCode: (row) => row.area,
  areaName: (row) => row.areaName,
  place: (row) => row.place,
  boardState: (row, ctx) => ctx.say(`rooms.state.${row.state}`),
  lat: (row) => row.point?.lat,
  lon: (row) => row.point?.lon,
  printedAt: (row, ctx) => time(row.printedAt, ctx),
  postedAt: (row, ctx) => time(row.postedAt, ctx),
  checkedAt: (row, ctx) => time(row.checkedAt, ctx),
  link: (row) => row.link,
  id: (row) => row.id,
}

type Card = Awaited<ReturnType<typeof matters.service.cards>>['items'][number]
const cardColumns: Shown<'supervision', Card> = {
  code: ({ matter }) => matter.code,
  kind: ({ matter }, ctx) => ctx.say(`matters.kinds.${matter.kind}.label`),
  state: ({ matter }, ctx) => word(ctx, 'matters.states', matter.state),
  areaCode: ({ matter }) => matter.area,
  areaName: ({ matter }) => matter.areaName,
  assignee: ({ matter }) => matter.assignee?.name,
  unit: ({ matter }, ctx) => word(ctx, 'matters.units', matter.unit),
  colour: (row, ctx) => word(ctx, 'matters.supervision.colours', row.colour),
  because: (row, ctx) => word(ctx, 'matters.supervision.because', row.because),
  cardReason: (row) => row.reason,
  issuedAt: (row, ctx) => time(row.issuedAt, ctx),
  issuedBy: (row, ctx) => row.issuedBy ?? ctx.say('matters.supervision.clock'),
  told: ({ told }, ctx) =>
    told
      .map(({ name, as, at }) => `${name} ${ctx.say(`matters.supervision.toldAs.${as}`)} ${time(at, ctx)}`)
      .join('；'),
  answerDue: (row, ctx) => time(row.answerDue, ctx),
  cardState: (row, ctx) => word(ctx, 'matters.supervision.states', row.state),
  answeredAt: (row, ctx) => time(row.answer?.at ?? null, ctx),
  answeredBy: (row) => row.answer?.by,
  answerReason: (row) => row.answer?.reason,
  answerRemedy: (row) => row.answer?.remedy,
  closedAt: (row, ctx) => time(row.closed?.at ?? null, ctx),
  closedBy: (row) => row.closed?.by,
  closedWords: (row) => row.closed?.words,
  id: (row) => row.id,
}

/** Walks a list operation of another module page by page, as this reader. */
async function* walked<Q, R>(
  query: Q,
  list: (query: Q & { limit: number; after?: string }) => Promise<{ items: R[]; next: string | null }>,
): AsyncGenerator<R[]> {
  let after: string | null = null
  do {
    const page: { items: R[]; next: string | null } = await list({ ...query, limit: 200, ...(after ? { after } : {}) })
    yield page.items
    after = page.next
  } while (after)
}
async function* staffPages(ctx: Ctx, query: { area?: string; q?: string }): AsyncGenerator<Staff[]> {
  for await (const items of walked(query, (asked) =>
    people.service.list(ctx, { params: {}, query: asked, body: undefined }),
  )) {
    const places = await placeNames(ctx, [
      ...new Set(items.flatMap(({ postings }) => postings.map(({ area }) => area))),
    ])
    yield items.map((item) => ({ ...item, places }))
  }
}
const narrow = ({ area, q }: { area?: string; q?: string }) => ({ ...(area ? { area } : {}), ...(q ? { q } : {}) })

export const exporting: Pick<
  Service<typeof ledgers, Ctx>,
  'exportMatters' | 'exportStaff' | 'exportBoards' | 'exportSupervision'
> = {
  async exportMatters(ctx, { query }: InputOf<typeof ledgers.exportMatters>) {
    const { format: _format, columns: _columns, ...filters } = query
    return exported(ctx, 'matters', query, matterColumns, registerOf(ctx, { view: 'all', ...filters }))
  },
  exportStaff: (ctx, { query }) => exported(ctx, 'staff', query, staffColumns, staffPages(ctx, narrow(query))),
  exportBoards: (ctx, { query }) =>
    exported(
      ctx,
      'boards',
      query,
      boardColumns,
      walked(narrow(query), (asked) => rooms.service.boards(ctx, { params: {}, query: asked, body: undefined })),
    ),
  async exportSupervision(ctx, { query }: InputOf<typeof ledgers.exportSupervision>) {
    const { format: _format, columns: _columns, q: _words, ...filters } = query
    return exported(
      ctx,
      'supervision',
      query,
      cardColumns,
      walked(filters, (asked) => matters.service.cards(ctx, { params: {}, query: asked, body: undefined })),
    )
  },
}

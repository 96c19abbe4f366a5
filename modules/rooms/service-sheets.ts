import { buffer } from 'node:stream/consumers'
import { failing, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures } from './contract.ts'
import type { sheetOperations } from './contract-sheets.ts'
import { isAllowed, maxPlanned, next } from './rules.ts'
import { renderApart } from './sheets/apart.ts'
import { contentsOf, type SheetContent, versionOf } from './sheets/content.ts'
import type { Paper } from './sheets/render.ts'
import * as store from './store-boards.ts'

const fail = failing(failures)
type Wanted = { ids?: string[]; area?: string; view?: store.View }

async function wantedBoards(ctx: Ctx, { ids, area, view }: Wanted): Promise<store.BoardRow[]> {
  const rows = ids
    ? await store.boardsById(
        ctx,
        ids.map((id) => splitId(id).uuid),
      )
    : await store.boardsOf(ctx, { area, view: view ?? 'toPrint' }, maxPlanned)
  return rows.filter(({ state }) => isAllowed('print', state) || isAllowed('reprint', state))
}

/** The posting under which all of them lie: an order belongs to one area. */
function commonScope(ctx: Ctx, rows: readonly store.BoardRow[]): string {
  const scope = ctx.grant.scopes.find((one) => rows.every(({ area }) => area.startsWith(one)))
  return scope ?? fail('rooms.areasApart')
}

async function markPrinted(
  ctx: Ctx,
  rows: readonly store.BoardRow[],
  contents: ReadonlyMap<string, SheetContent>,
): Promise<void> {
  for (const row of rows) {
    const content = contents.get(row.id) as SheetContent
    const first = isAllowed('print', row.state)
    await store.saveBoard(ctx, row.id, {
      printed_version: versionOf(content),
      printed_at: ctx.now(),
      state: first ? next('print', row.state) : row.state,
      ...(first && { reason: null }),
    })
  }
}

async function photosOf(ctx: Ctx, boards: readonly SheetContent[]): Promise<Map<string, Uint8Array>> {
  const ids = new Set(boards.flatMap(({ officers }) => officers.flatMap(({ photo }) => photo ?? [])))
  const photos = new Map<string, Uint8Array>()
  for (const id of ids) {
    const file = await ctx.files.open(id)
    if (file) photos.set(id, await buffer(file.stream))
  }
  return photos
}

export const sheetService: Service<typeof sheetOperations, Ctx> = {
  async orderSheets(ctx, { body }) {
    const wanted = await wantedBoards(ctx, body as Wanted)
    const contents = await contentsOf(ctx, wanted)
    const rows = wanted.filter(({ id }) => contents.has(id))
    if (rows.length === 0) fail('rooms.nothingToPrint')
    const area = commonScope(ctx, rows)
    const at = ctx.now()
    const order = { id: splitId(body.id).uuid, boards: rows.map(({ id }) => id), format: body.paper, made_at: at }
    const added = await store.addPrint(ctx, { ...order, county: ctx.county, area, made_by: ctx.actor.account ?? '' })
    if (!added) fail('rooms.idTaken')
    await markPrinted(ctx, rows, contents)
    return { id: body.id, boards: rows.length, at }
  },
  async sheets(ctx, { params }) {
    const order = (await store.findPrint(ctx, params.id)) ?? fail('rooms.sheetMissing')
    const rows = await store.boardsById(ctx, order.boards)
    const contents = await contentsOf(ctx, rows)
    const boards = rows.flatMap(({ id }) => contents.get(id) ?? [])
    if (boards.length === 0) fail('rooms.sheetMissing')
    const paper = order.format as Paper
    const body = await renderApart({ boards, paper, made: order.made_at, photos: await photosOf(ctx, boards) })
    const filename = `${ctx.say('rooms.fileName', { county: boards[0]?.county ?? '', boards: boards.length })}.pdf`
    return { type: 'application/pdf', body, filename }
  },
}

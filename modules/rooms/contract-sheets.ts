import { AreaCode, Choice, contract, download, Id, Instant, t } from '@doorstep/contract'
import { View } from './contract-boards.ts'
import { maxPlanned } from './rules.ts'
import { Count } from './shapes.ts'

export const sheetOperations = contract({
  orderSheets: {
    post: '/board-sheets',
    may: 'rooms.planBoards',
    summary: 'Orders print sheets for the boards named, or for all of a filter; the boards count as printed.',
    body: t.Object({
      id: Id,
      ids: t.Optional(t.Array(Id, { minItems: 1, maxItems: maxPlanned })),
      area: t.Optional(AreaCode),
      view: t.Optional(View),
      paper: Choice(['own', 'a4', 'a5', 'a5on4'] as const),
    }),
    reply: t.Object({ id: Id, boards: Count, at: Instant }),
    fails: ['rooms.nothingToPrint', 'rooms.areasApart', 'rooms.idTaken'],
  },
  sheets: {
    get: '/board-sheets/:id',
    may: 'rooms.planBoards',
    summary: 'The sheets as PDF, one page per board (two A5 on one A4 where asked).',
    reply: download('application/pdf'),
    fails: ['rooms.sheetMissing'],
  },
})

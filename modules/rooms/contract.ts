import { anyone, contract, type Failures, type Rights } from '@doorstep/contract'
import { boardOperations } from './contract-boards.ts'
import { pageOperations } from './contract-pages.ts'
import { roomOperations } from './contract-rooms.ts'
import { sheetOperations } from './contract-sheets.ts'

export const failures = {
  'rooms.missing': 'missing',
  'rooms.areaUnknown': 'invalid',
  'rooms.areaTaken': 'conflict',
  'rooms.changedMeanwhile': 'conflict',
  'rooms.noPhoto': 'missing',
  'rooms.noticeMissing': 'missing',
  'rooms.noticeOver': 'conflict',
  'rooms.daysReversed': 'invalid',
  'rooms.boardMissing': 'missing',
  'rooms.boardForged': 'missing',
  'rooms.boardRemoved': 'gone',
  'rooms.wrongState': 'conflict',
  'rooms.noRoom': 'conflict',
  'rooms.placeOutside': 'invalid',
  'rooms.photoNeeded': 'conflict',
  'rooms.idTaken': 'conflict',
  'rooms.nothingToPrint': 'conflict',
  'rooms.areasApart': 'conflict',
  'rooms.sheetMissing': 'missing',
} as const satisfies Failures

const leaders = { deputyChief: 'area', chief: 'area', countyAdmin: 'area' } as const
const keepers = { officer: 'area', ...leaders } as const
const hands = { ...keepers, auxiliary: 'area', gridWorker: 'area' } as const
/** Rooms are public. Their officers keep them; boards are posted and looked after by more hands. */
export const rights = {
  'rooms.read': anyone('everyone'),
  'rooms.found': leaders,
  'rooms.manage': keepers,
  'rooms.boards': { ...hands, volunteer: 'area', commandRoom: 'area', auditor: 'area' },
  'rooms.planBoards': keepers,
  'rooms.postBoards': hands,
  'rooms.checkBoards': { ...hands, volunteer: 'area' },
} as const satisfies Rights

export const rooms = contract({ ...roomOperations, ...boardOperations, ...sheetOperations, ...pageOperations })

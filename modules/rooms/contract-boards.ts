import {
  AreaCode,
  Choice,
  contract,
  Day,
  download,
  Id,
  Line,
  Nullable,
  Page,
  Paging,
  Point,
  Text,
  t,
} from '@doorstep/contract'
import { photoState, photoUpload } from './contract-rooms.ts'
import { maxPlanned } from './rules.ts'
import { Board, Count, FindingCode, FormatCode, PlaceKind, plannedBoard, RoomArea, StateCode } from './shapes.ts'

/** Which boards: `reprint` needs a new sheet, `checkDue` has not been looked at for 90 days, `hanging` all that are out there. */
export const View = Choice(['all', 'toPrint', 'toPost', 'reprint', 'checkDue', 'hanging'] as const)
const filters = {
  area: t.Optional(AreaCode),
  state: t.Optional(StateCode),
  view: t.Optional(View),
  q: t.Optional(Line(40)),
}
const reasoned = t.Object({ reason: Text(300) })
const failsHere = ['rooms.boardMissing', 'rooms.wrongState'] as const

export const boardOperations = contract({
  boards: {
    get: '/boards',
    may: 'rooms.boards',
    summary: 'Contact boards of an area, by place and number.',
    query: t.Object({ ...filters, ...Paging }),
    reply: Page(Board),
    fails: [],
  },
  boardsNear: {
    get: '/boards/near',
    may: 'rooms.boards',
    summary: 'Boards around a point, the nearest first, at most 50.',
    query: t.Object({
      lat: Point.properties.lat,
      lon: Point.properties.lon,
      view: t.Optional(View),
      metres: t.Optional(t.Integer({ minimum: 50, maximum: 20_000, default: 3000 })),
    }),
    reply: t.Object({ items: t.Array(t.Object({ board: Board, metres: t.Integer() })) }),
    fails: [],
  },
  boardMap: {
    get: '/boards/map',
    may: 'rooms.boards',
    summary: 'Points of the boards of an area, at most 5,000.',
    query: t.Object({ area: t.Optional(AreaCode), view: t.Optional(View) }),
    reply: t.Object({
      points: t.Array(t.Object({ id: Id, point: Point, state: StateCode, checkDue: t.Boolean(), place: t.String() })),
      more: t.Boolean(),
    }),
    fails: [],
  },
  coverage: {
    get: '/boards/coverage',
    may: 'rooms.boards',
    summary: 'How many boards there are in which state, how many are checked and up to date, and the scans of 30 days.',
    query: t.Object({ area: t.Optional(AreaCode) }),
    reply: t.Object({
      states: t.Array(t.Object({ state: StateCode, count: Count })),
      hanging: Count,
      current: t.Integer({ description: 'hanging, and showing what the room says today' }),
      checked: t.Integer({ description: 'hanging, and looked at within 90 days' }),
      communities: Count,
      communitiesWithBoard: Count,
      scans30: Count,
      rooms: t.Array(t.Object({ area: RoomArea, name: t.String(), hanging: Count, reprint: Count, checkDue: Count })),
    }),
    fails: [],
  },
  plan: {
    post: '/boards',
    may: 'rooms.planBoards',
    summary: 'Plans a board for a place.',
    body: t.Object({ id: Id, room: RoomArea, ...plannedBoard }),
    reply: Board,
    fails: ['rooms.noRoom', 'rooms.placeOutside', 'rooms.idTaken'],
  },
  boardPlace: {
    get: '/board-places/:id',
    may: 'rooms.read',
    summary: 'Where a board hangs, for whoever scanned it.',
    reply: t.Object({ id: Id, area: AreaCode, areaName: t.String(), place: t.String(), point: Nullable(Point) }),
    fails: ['rooms.boardMissing'],
  },
  planMany: {
    post: '/boards/many',
    may: 'rooms.planBoards',
    summary: 'Plans boards for a list of places of one room.',
    body: t.Object({
      area: RoomArea,
      boards: t.Array(t.Object({ id: Id, ...plannedBoard }), { minItems: 1, maxItems: maxPlanned }),
    }),
    reply: t.Object({ planned: t.Integer() }),
    fails: ['rooms.noRoom', 'rooms.placeOutside', 'rooms.idTaken'],
  },
  board: {
    get: '/boards/:id',
    may: 'rooms.boards',
    summary: 'One board.',
    reply: Board,
    fails: ['rooms.boardMissing'],
  },
  correct: {
    patch: '/boards/:id',
    may: 'rooms.planBoards',
    summary: 'Corrects place, kind, point or paper size.',
    body: t.Object({
      place: t.Optional(Line(80)),
      kind: t.Optional(PlaceKind),
      point: t.Optional(Nullable(Point)),
      format: t.Optional(FormatCode),
    }),
    reply: Board,
    fails: [...failsHere, 'rooms.placeOutside'],
  },
  setBoardPhoto: {
    put: '/boards/:id/photo',
    may: 'rooms.postBoards',
    summary: 'Photo of the board where it hangs.',
    body: photoUpload,
    reply: Board,
    fails: [...failsHere],
  },
  boardPhoto: {
    get: '/boards/:id/photo',
    may: 'rooms.boards',
    summary: 'The photo itself.',
    query: photoState,
    reply: download('image/jpeg'),
    fails: ['rooms.boardMissing', 'rooms.noPhoto'],
  },
  post: {
    post: '/boards/:id/post',
    may: 'rooms.postBoards',
    summary: 'The board hangs; its photo was sent before.',
    body: t.Object({ point: t.Optional(Point) }),
    reply: Board,
    fails: [...failsHere, 'rooms.photoNeeded', 'rooms.placeOutside'],
  },
  check: {
    post: '/boards/:id/check',
    may: 'rooms.checkBoards',
    summary: 'Somebody went and looked.',
    body: t.Object({ finding: FindingCode, note: t.Optional(Text(300)) }),
    reply: Board,
    fails: [...failsHere],
  },
  needUpdate: {
    post: '/boards/:id/need-update',
    may: 'rooms.checkBoards',
    summary: 'Says that what hangs there is no longer right.',
    body: reasoned,
    reply: Board,
    fails: [...failsHere],
  },
  remove: {
    post: '/boards/:id/remove',
    may: 'rooms.planBoards',
    summary: 'Takes a board out of use; its QR code then says so.',
    body: reasoned,
    reply: Board,
    fails: [...failsHere],
  },
  scans: {
    get: '/boards/:id/scans',
    may: 'rooms.boards',
    summary: 'Scans per day: a number, nothing else is kept.',
    query: t.Object({ from: Day, to: Day }),
    reply: t.Object({ total: Count, days: t.Array(t.Object({ day: Day, count: Count })) }),
    fails: ['rooms.boardMissing'],
  },
})

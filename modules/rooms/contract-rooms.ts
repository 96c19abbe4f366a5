import {
  AreaCode,
  contract,
  Day,
  Done,
  download,
  Id,
  Line,
  Nullable,
  Page,
  Paging,
  Text,
  t,
  upload,
} from '@doorstep/contract'
import { Notice, Room, RoomArea, RoomRow, roomFields } from './shapes.ts'

const photoTypes = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'] as const
export const photoUpload = upload({ types: photoTypes, maxBytes: 12_000_000 })
const params = t.Object({ area: RoomArea })
/** Says which state of the picture is meant, so that a changed one is fetched anew. */
export const photoState = t.Object({ v: t.Optional(t.String({ maxLength: 40 })) })

export const roomOperations = contract({
  list: {
    get: '/rooms',
    may: 'rooms.read',
    summary: 'The rooms of a county, found by name, pinyin, initials or code.',
    query: t.Object({ area: t.Optional(AreaCode), q: t.Optional(Line(40)), ...Paging }),
    reply: Page(RoomRow),
    fails: [],
  },
  get: {
    get: '/rooms/:area',
    may: 'rooms.read',
    summary: 'One room: officers, hours, notices, figures.',
    params,
    reply: Room,
    fails: ['rooms.missing'],
  },
  found: {
    post: '/rooms',
    may: 'rooms.found',
    summary: 'Opens a room for a community.',
    body: t.Object({ id: Id, area: RoomArea, ...roomFields }),
    reply: Room,
    fails: ['rooms.areaUnknown', 'rooms.areaTaken', 'rooms.idTaken'],
  },
  edit: {
    patch: '/rooms/:area',
    may: 'rooms.manage',
    summary: 'Changes what is said about a room; boards whose sheet changes with it join the reprint list.',
    params,
    body: t.Object({
      ...t.Partial(t.Object(roomFields)).properties,
      version: t.Integer({ description: 'of the room as it was read' }),
    }),
    reply: Room,
    fails: ['rooms.missing', 'rooms.changedMeanwhile'],
  },
  close: {
    post: '/rooms/:area/close',
    may: 'rooms.found',
    summary: 'Closes a room; its boards are to be taken down.',
    params,
    body: t.Object({ reason: Text(500) }),
    reply: Done,
    fails: ['rooms.missing'],
  },
  setPhoto: {
    put: '/rooms/:area/photo',
    may: 'rooms.manage',
    summary: 'Sets the picture of a room.',
    params,
    body: photoUpload,
    reply: Done,
    fails: ['rooms.missing'],
  },
  photo: {
    get: '/rooms/:area/photo',
    may: 'rooms.read',
    summary: 'The picture of a room.',
    params,
    query: photoState,
    reply: download('image/jpeg'),
    fails: ['rooms.noPhoto'],
  },
  notices: {
    get: '/rooms/:area/notices',
    may: 'rooms.read',
    summary: 'Notices of a room, newest first; `all` also those to come and past ones.',
    params,
    query: t.Object({ all: t.Optional(t.Boolean()), ...Paging }),
    reply: Page(Notice),
    fails: [],
  },
  addNotice: {
    post: '/rooms/:area/notices',
    may: 'rooms.manage',
    summary: 'Puts a notice on the room page.',
    params,
    body: t.Object({ id: Id, title: Line(80), body: Text(3000), from: Day, to: t.Optional(Nullable(Day)) }),
    reply: Notice,
    fails: ['rooms.missing', 'rooms.idTaken', 'rooms.daysReversed'],
  },
  editNotice: {
    patch: '/room-notices/:id',
    may: 'rooms.manage',
    summary: 'Corrects a notice.',
    body: t.Object({
      title: t.Optional(Line(80)),
      body: t.Optional(Text(3000)),
      from: t.Optional(Day),
      to: t.Optional(Nullable(Day)),
    }),
    reply: Notice,
    fails: ['rooms.noticeMissing', 'rooms.noticeOver', 'rooms.daysReversed'],
  },
  withdrawNotice: {
    post: '/room-notices/:id/withdraw',
    may: 'rooms.manage',
    summary: 'Takes a notice down.',
    reply: Done,
    fails: ['rooms.noticeMissing'],
  },
})

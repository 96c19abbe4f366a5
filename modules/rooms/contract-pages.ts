import { AreaCode, contract, download, t } from '@doorstep/contract'

const html = download('text/html; charset=utf-8')
const shown = { elder: t.Optional(t.String({ maxLength: 10 })), lang: t.Optional(t.String({ maxLength: 10 })) }
/** Addresses of pages are shared and lengthened by chat programs: what they add is ignored, not refused. */
const open = { additionalProperties: true }

export const pageOperations = contract({
  home: {
    get: '/',
    may: 'rooms.read',
    summary: 'The page where a person finds their room.',
    query: t.Object(
      {
        q: t.Optional(t.String({ maxLength: 60 })),
        county: t.Optional(t.String({ maxLength: 12 })),
        after: t.Optional(t.String({ maxLength: 200, pattern: '^[A-Za-z0-9_-]*$' })),
        ...shown,
      },
      open,
    ),
    reply: html,
    fails: [],
    root: true,
  },
  roomPage: {
    get: '/r/:area',
    may: 'rooms.read',
    summary: 'The public page of a room, without JavaScript.',
    params: t.Object({ area: AreaCode }),
    query: t.Object({ board: t.Optional(t.String({ maxLength: 60 })), ...shown }, open),
    reply: html,
    fails: ['rooms.missing'],
    root: true,
  },
  scan: {
    get: '/b/:token',
    may: 'rooms.read',
    summary:
      'What the QR code of a board opens: counts the scan and leads to the room, or says that the board is not ours.',
    params: t.Object({ token: t.String({ maxLength: 80 }) }),
    query: t.Object(shown, open),
    reply: html,
    fails: ['rooms.boardForged', 'rooms.boardRemoved'],
    root: true,
    perMinute: 300, // a whole street may share one address of its telephone company
  },
  style: {
    get: '/rooms-style/:name',
    may: 'rooms.read',
    summary: 'The style sheet of the public pages, under the hash of its content.',
    params: t.Object({ name: t.String({ pattern: '^[0-9a-f]{12}\\.css$' }) }),
    reply: download('text/css; charset=utf-8'),
    fails: [],
    root: true,
  },
})

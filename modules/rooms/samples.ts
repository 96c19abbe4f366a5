import { randomInt } from 'node:crypto'
import { joinId, newId, splitId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import sharp from 'sharp'
import type { rooms } from './contract.ts'
import type { State } from './rules.ts'

export const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#0f6a64' } })
  .jpeg()
  .toBuffer()
const photo = { body: picture, type: 'image/jpeg' } as const

/** The room of the place; the one that is there, or a new one. */
async function room({ t, place }: Asking): Promise<string> {
  const { county, uuid } = splitId(newId(place.county))
  await t.sql(
    `insert into rooms.room (county, id, area, name, address, search, created_at, updated_at)
     values ($1, $2, $3, '测试警务室', '测试路 1 号', $3, now(), now()) on conflict do nothing`,
    [county, uuid, place.area],
  )
  return place.area
}
async function noRoom({ t, place }: Asking): Promise<void> {
  await t.sql(`update rooms.room set state = 'closed' where area = $1`, [place.area])
}
let count = 0
async function board(asking: Asking, state: State = 'posted'): Promise<string> {
  await room(asking)
  const { county, uuid } = splitId(newId(asking.place.county))
  const token = `${county}${uuid}`
  await asking.t.sql(
    `insert into rooms.board (county, id, number, token, area, place, kind, lat, lon, format, state, posted_at, photo_at, created_at, updated_at)
     values ($1, $2, $3, $4, $5, '3 号楼 1 单元', 'stairwell', $6, $7, 'a4', $8, now() - interval '1 hour', now(), now(), now())`,
    [county, uuid, randomInt(2 ** 30), token, asking.place.grid, asking.place.point.lat, asking.place.point.lon, state],
  )
  return joinId(county, uuid)
}
async function notice(asking: Asking): Promise<string> {
  const area = await room(asking)
  const { county, uuid } = splitId(newId(asking.place.county))
  await asking.t.sql(
    `insert into rooms.notice (county, id, area, title, body, from_day, author, created_at)
     values ($1, $2, $3, '停水通知', '今晚十点停水', current_date, '', now())`,
    [county, uuid, area],
  )
  return joinId(county, uuid)
}
async function print(asking: Asking): Promise<string> {
  const hangs = await board(asking)
  const { county, uuid } = splitId(newId(asking.place.county))
  await asking.t.sql(
    `insert into rooms.print (county, id, area, boards, format, made_by, made_at) values ($1, $2, $3, $4, 'own', '', now())`,
    [county, uuid, asking.place.area, [splitId(hangs).uuid]],
  )
  return joinId(county, uuid)
}
const fields = { name: '新开警务室', address: '人民路 2 号' }
/** Boards left by other samples would make jobs do more the first time than the second. */
const noBoards = ({ t, place }: Asking) => t.sql(`delete from rooms.board where area ^@ $1`, [place.area])
const onArea = async (asking: Asking): Promise<Sample> => ({ params: { area: await room(asking) } })
const onBoard =
  (body?: unknown, state?: State) =>
  async (asking: Asking): Promise<Sample> => ({
    params: { id: await board(asking, state) },
    ...(body !== undefined && { body }),
  })
const planned = { place: '4 号楼 2 单元', kind: 'stairwell' }
const reason = { reason: '楼道粉刷' }

export const samples: Samples<typeof rooms> = {
  list: async ({ place }) => ({ query: { area: place.area } }),
  get: onArea,
  found: async (asking) => {
    await noBoards(asking)
    await noRoom(asking)
    return { body: { id: newId(asking.place.county), area: asking.place.area, ...fields } }
  },
  edit: async (asking) => {
    await noBoards(asking)
    const area = await room(asking)
    const [row] = await asking.t.sql<{ version: number }>(
      `select version from rooms.room where area = $1 and state = 'open'`,
      [area],
    )
    return { params: { area }, body: { address: '人民路 3 号', version: row?.version ?? 1 } }
  },
  close: async (asking) => {
    await noBoards(asking)
    return { ...(await onArea(asking)), body: reason }
  },
  setPhoto: async (asking) => {
    await asking.t.sql('update rooms.room set photo = null where area = $1', [asking.place.area])
    return { ...(await onArea(asking)), ...photo }
  },
  photo: async (asking) => {
    const area = await room(asking)
    const chief = await asking.t.as('countyAdmin', asking.place.county)
    const sent = await asking.t.app.inject({
      method: 'PUT',
      url: `/api/rooms/${area}/photo`,
      headers: { ...chief.headers, 'content-type': 'image/jpeg', 'idempotency-key': newId(asking.place.county) },
      payload: picture,
    })
    if (sent.statusCode !== 200) throw new Error(sent.body)
    return { params: { area } }
  },
  notices: onArea,
  addNotice: async (asking) => ({
    ...(await onArea(asking)),
    body: { id: newId(asking.place.county), title: '停水', body: '今晚停水', from: '2026-01-05' },
  }),
  editNotice: async (asking) => ({ params: { id: await notice(asking) }, body: { title: '停水改期' } }),
  withdrawNotice: async (asking) => ({ params: { id: await notice(asking) } }),
  boards: async (asking) => ({ query: { area: asking.place.area, limit: 200 }, hidden: await board(asking) }),
  boardsNear: async (asking) => ({ query: { ...asking.place.point, metres: 50 }, hidden: await board(asking) }),
  boardMap: async (asking) => ({ query: { area: asking.place.area }, hidden: await board(asking) }),
  coverage: async (asking) => ({ query: { area: asking.place.area }, hidden: `"area":"${await room(asking)}"` }),
  plan: async (asking) => ({ body: { id: newId(asking.place.county), room: await room(asking), ...planned } }),
  planMany: async (asking) => ({
    body: { area: await room(asking), boards: [{ id: newId(asking.place.county), ...planned }] },
  }),
  board: onBoard(),
  boardPlace: onBoard(),
  correct: onBoard({ place: '5 号楼' }),
  setBoardPhoto: async (asking) => ({ ...(await onBoard()(asking)), ...photo }),
  boardPhoto: async (asking) => {
    const id = await board(asking)
    const file = splitId(newId(asking.place.county)).uuid
    await asking.t.sql('update rooms.board set photo = $1 where id = $2', [file, splitId(id).uuid])
    const { join } = await import('node:path')
    const { tmpdir } = await import('node:os')
    const { writeFile } = await import('node:fs/promises')
    const path = join(tmpdir(), `doorstep-sample-${file}`)
    await writeFile(path, picture)
    const upload = { path, type: 'image/jpeg', bytes: picture.length, sha256: '' }
    await asking.t.parts.files.keep(upload, joinId(asking.place.county, file))
    await asking.t.parts.files.discard(upload)
    return { params: { id } }
  },
  post: onBoard({}),
  check: onBoard({ finding: 'good' }),
  needUpdate: onBoard(reason),
  remove: onBoard(reason),
  scans: async (asking) => ({ ...(await onBoard()(asking)), query: { from: '2026-01-01', to: '2026-12-31' } }),
  orderSheets: async (asking) => ({
    body: { id: newId(asking.place.county), ids: [await board(asking)], paper: 'own' },
  }),
  sheets: async (asking) => ({ params: { id: await print(asking) } }),
  home: async ({ place }) => ({ query: { county: place.county } }),
  roomPage: onArea,
  scan: async (asking) => {
    const id = await board(asking)
    const token = `${asking.place.county}ABCDEFGH${String(++count).padStart(8, '2').replace(/[01]/g, 'Z')}`
    await asking.t.sql('delete from rooms.board where token = $1', [token])
    await asking.t.sql('update rooms.board set token = $1 where id = $2', [token, splitId(id).uuid])
    return { params: { token } }
  },
  style: async () => ({ params: { name: '0123456789ab.css' } }),
}
/** Boards named in an order that the asker may not see are left out; none are left. */
export const peculiar = { orderSheets: { outside: 409 } } as const

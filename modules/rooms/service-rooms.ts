import { done, Failure, failing, newId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce, normaliseQuery, searchKeys } from '../areas/index.ts'
import { failures } from './contract.ts'
import type { roomOperations } from './contract-rooms.ts'
import * as store from './store.ts'
import { tellNotice, tellRoom, tellRows } from './tell.ts'
import { today } from './today.ts'

const fail = failing(failures)

/** What a person may type to find a room: its name, its community's name, their pinyin and initials, the code. */
export function searchText(name: string, community: string, area: string): string {
  const spelled = [name, community].flatMap((words) => {
    const { full, initials } = searchKeys(words)
    return [normaliseQuery(words), ...full, ...initials]
  })
  return [area, ...spelled].join(' ')
}

/** The room for a change; one outside of the actor's areas is refused, not hidden: rooms are public. */
async function lock(ctx: Ctx, area: string): Promise<store.RoomRow> {
  if (!ctx.grant.scopes.some((scope) => area.startsWith(scope))) throw new Failure('denied', 'access.outside')
  return (await store.lockRoom(ctx, area)) ?? fail('rooms.missing')
}
const getRoom = async (ctx: Ctx, area: string): Promise<store.RoomRow> =>
  (await store.findRoom(ctx, area)) ?? fail('rooms.missing')
const jsonOf = (value: unknown): string => JSON.stringify(value)
const tellChange = (ctx: Ctx, area: string) =>
  ctx.publish({ type: 'rooms.changed', subject: area, area, payload: { area } })

type Fields = Parameters<Service<typeof roomOperations, Ctx>['edit']>[1]['body']
/** Columns of the fields that were sent. */
function columnsOf(body: Partial<Fields>) {
  const { name, address, point, phone, stationPhone, supervisionPhone, hours, about, services } = body
  return {
    ...(name !== undefined && { name }),
    ...(address !== undefined && { address }),
    ...(point !== undefined && { lat: point?.lat ?? null, lon: point?.lon ?? null }),
    ...(phone !== undefined && { phone }),
    ...(stationPhone !== undefined && { station_phone: stationPhone }),
    ...(supervisionPhone !== undefined && { supervision_phone: supervisionPhone }),
    ...(hours !== undefined && { hours: jsonOf(hours) }),
    ...(about !== undefined && { about }),
    ...(services !== undefined && { services }),
  }
}

export const roomService: Service<typeof roomOperations, Ctx> = {
  async list(ctx, { query }) {
    const { q, limit = 50, ...rest } = query
    const page = await store.listRooms(ctx, { ...rest, limit, ...(q && { q: normaliseQuery(q) }) })
    return { items: await tellRows(ctx, page.items), next: page.next }
  },
  get: async (ctx, { params }) => tellRoom(ctx, await getRoom(ctx, params.area)),
  async found(ctx, { body }) {
    const { id, area } = body
    const community = (await areaInForce(ctx, area)) ?? fail('rooms.areaUnknown', { area })
    const result = await store.addRoom(ctx, {
      county: ctx.county,
      id: splitId(id).uuid,
      area,
      ...empty,
      ...columnsOf(body),
      name: body.name,
      address: body.address,
      search: searchText(body.name, community.name, area),
      created_at: ctx.now(),
      updated_at: ctx.now(),
      updated_by: ctx.actor.account,
    })
    if (result !== 'added') fail(`rooms.${result}`)
    tellChange(ctx, area)
    return tellRoom(ctx, await getRoom(ctx, area))
  },
  async edit(ctx, { params, body }) {
    const { area } = params
    const before = await lock(ctx, area)
    if (before.version !== body.version) fail('rooms.changedMeanwhile')
    const community = await areaInForce(ctx, area)
    await store.saveRoom(ctx, area, {
      ...columnsOf(body),
      search: searchText(body.name ?? before.name, community?.name ?? '', area),
    })
    tellChange(ctx, area)
    return tellRoom(ctx, await getRoom(ctx, area))
  },
  async close(ctx, { params, body }) {
    await lock(ctx, params.area)
    await store.saveRoom(ctx, params.area, { state: 'closed', closed_reason: body.reason })
    ctx.publish({ type: 'rooms.closed', subject: params.area, area: params.area, payload: { area: params.area } })
    return done
  },
  async setPhoto(ctx, { params, body }) {
    const before = await lock(ctx, params.area)
    const id = newId(ctx.county)
    await ctx.files.keep(body, id)
    await store.saveRoom(ctx, params.area, { photo: splitId(id).uuid })
    if (before.photo)
      ctx.publish({
        type: 'rooms.photoReplaced',
        subject: params.area,
        payload: { file: `${ctx.county}-${before.photo}` },
      })
    return done
  },
  async photo(ctx, { params }) {
    const room = await store.findRoom(ctx, params.area)
    const file = room?.photo ? await ctx.files.open(`${ctx.county}-${room.photo}`) : undefined
    if (!file) return fail('rooms.noPhoto')
    return { type: 'image/jpeg', body: file.stream, headers: { 'cache-control': 'public, max-age=600' } }
  },
  async notices(ctx, { params, query }) {
    const page = await store.listNotices(ctx, params.area, {
      day: query.all && ctx.may('rooms.manage') ? null : today(ctx),
      limit: query.limit ?? 50,
      ...(query.after && { after: query.after }),
    })
    return { items: page.items.map(tellNotice), next: page.next }
  },
  async addNotice(ctx, { params, body }) {
    const { area } = await lock(ctx, params.area)
    const { id, title, from, to = null } = body
    if (to !== null && to < from) fail('rooms.daysReversed')
    const row = { title, body: body.body, from_day: from, to_day: to, withdrawn_at: null }
    const whole = {
      ...row,
      county: ctx.county,
      id: splitId(id).uuid,
      area,
      author: ctx.actor.account ?? '',
      created_at: ctx.now(),
    }
    if (!(await store.addNotice(ctx, whole))) fail('rooms.idTaken')
    return tellNotice(whole)
  },
  async editNotice(ctx, { params, body }) {
    const before = await getNotice(ctx, params.id)
    if (before.withdrawn_at !== null) fail('rooms.noticeOver')
    const from_day = body.from ?? before.from_day
    const to_day = body.to === undefined ? before.to_day : body.to
    if (to_day !== null && to_day < from_day) fail('rooms.daysReversed')
    const change = { title: body.title ?? before.title, body: body.body ?? before.body, from_day, to_day }
    await store.saveNotice(ctx, params.id, change)
    return tellNotice({ ...before, ...change })
  },
  async withdrawNotice(ctx, { params }) {
    const before = await getNotice(ctx, params.id)
    if (before.withdrawn_at === null) await store.saveNotice(ctx, params.id, { withdrawn_at: ctx.now() })
    return done
  },
}
const getNotice = async (ctx: Ctx, id: string): Promise<store.NoticeRow> =>
  (await store.lockNotice(ctx, id)) ?? fail('rooms.noticeMissing')
const empty = {
  lat: null,
  lon: null,
  phone: null,
  station_phone: null,
  supervision_phone: null,
  hours: '[]',
  about: null,
  services: [] as string[],
  photo: null,
  state: 'open' as const,
  closed_reason: null,
  version: 1,
}

import { type InputOf, joinId, type ReplyOf, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { areaInForce, placeNames } from '@doorstep/modules/areas/index.ts'
import type { sessionContract } from './contract-sessions.ts'
import { fail } from './rules.ts'
import { instantOf } from './rules-sessions.ts'
import { signOf } from './service-view.ts'
import { uuidOf } from './store.ts'
import { listRooms, namesOfRooms, saveRoom } from './store-rooms.ts'
import * as store from './store-sessions.ts'
import type { RoomRow } from './store-tables.ts'

/** The calendar of sittings, whole for staff and one's own for mediators, and the rooms. */

type Verbs = 'sittings' | 'mySittings' | 'rooms' | 'setRoom'
export const calendarService: Pick<Service<typeof sessionContract, Ctx>, Verbs> = {
  async sittings(ctx, { query }) {
    const { area, room } = query
    const span = { from: instantOf(query.from), to: instantOf(query.to), room }
    const areas = area ? [area] : [...new Set(ctx.grant.scopes)]
    return { items: await view(ctx, await store.listSittings(ctx, { ...span, areas })) }
  },
  mySittings: async (ctx) => ({ items: await view(ctx, await store.listMine(ctx, ctx.actor.account ?? '')) }),
  async rooms(ctx) {
    const rooms = await listRooms(ctx)
    const places = await placeNames(ctx, [...new Set(rooms.map(({ area }) => area))])
    return { items: rooms.map((room) => viewRoom(room, places)) }
  },
  setRoom,
}

/** Of parties no more than a surname, of minors not even that. */
async function view(
  ctx: Ctx,
  found: readonly store.Sitting[],
): Promise<ReplyOf<typeof sessionContract.sittings>['items']> {
  const people = await ctx.asSystem((system) =>
    store.peopleIn(system, [...new Set(found.map(({ dispute }) => dispute))]),
  )
  const rooms = await namesOfRooms(
    ctx,
    found.flatMap(({ room }) => room ?? []),
  )
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  return found.map(
    ({ county, id, dispute, n, state, starts, ends, room, place, open_to, outcome, code, type, area }) => ({
      id: joinId(county, id),
      n,
      state,
      starts,
      ends,
      room: room === null ? null : { id: joinId(county, room), name: rooms.get(room) ?? '' },
      place,
      openTo: open_to,
      outcome,
      dispute: joinId(county, dispute),
      code,
      type,
      area,
      areaName: places.get(area) ?? area,
      parties: people.parties
        .filter((each) => each.dispute === dispute)
        .map(({ name, role, is_minor }) => ({
          sign: is_minor ? ctx.say('disputes.minorSign') : signOf(ctx, name),
          role,
        })),
      mediators: people.mediators.filter((each) => each.dispute === dispute).map(({ name, role }) => ({ name, role })),
    }),
  )
}

const viewRoom = ({ county, id, area, name, place, seats, in_use }: RoomRow, places: ReadonlyMap<string, string>) => ({
  id: joinId(county, id),
  area,
  areaName: places.get(area) ?? area,
  name,
  place,
  seats,
  inUse: in_use,
})
async function setRoom(ctx: Ctx, { params, body }: InputOf<typeof sessionContract.setRoom>) {
  const { area, name, place = null, seats = null, inUse = true } = body
  if (!(await areaInForce(ctx, area)) || !ctx.grant.scopes.some((scope) => area.startsWith(scope)))
    fail('disputes.roomOutside')
  const room = { county: ctx.county, id: uuidOf(params.room), area, name, place, seats, in_use: inUse }
  await saveRoom(ctx, room)
  return viewRoom(room, await placeNames(ctx, [area]))
}

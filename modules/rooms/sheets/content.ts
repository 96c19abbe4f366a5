import { createHash } from 'node:crypto'
import type { Ctx } from '@doorstep/kernel'
import { areaNames, placeNames } from '../../areas/index.ts'
import { officersOf } from '../officers.ts'
import { boardNumber, roomArea } from '../rules.ts'
import type { Hours } from '../rules-hours.ts'
import { findRoom, type RoomRow } from '../store.ts'
import type { BoardRow } from '../store-boards.ts'
import { boardLink } from '../token.ts'

/** Everything a printed sheet says. */
export type SheetContent = {
  number: string
  county: string
  areaName: string
  place: string
  link: string
  format: 'a4' | 'a5'
  room: {
    name: string
    address: string
    phone: string | null
    stationPhone: string | null
    supervisionPhone: string | null
    hours: Hours[]
  }
  /** At most two; `photo` is the id of its file. */
  officers: { name: string; badge: string | null; phone: string | null; photo: string | null }[]
}
/** Counts up when the design of the sheet changes so much that hanging boards should be replaced. */
const design = 1
const shownOfficers = 2

/**
 * A hash of what a sheet says. The address of the platform is left out: it is not what the board tells about the room,
 * and on a laptop it changes with every network.
 */
export function versionOf(content: SheetContent): string {
  const { link, format: _paper, ...said } = content
  return createHash('sha256')
    .update(JSON.stringify([design, link.slice(link.lastIndexOf('/')), said]))
    .digest('base64url')
    .slice(0, 16)
}

/** What the sheets of these boards say today, by board; boards without a room are left out. */
export async function contentsOf(ctx: Ctx, rows: readonly BoardRow[]): Promise<Map<string, SheetContent>> {
  const areas = [...new Set(rows.map(({ area }) => area))]
  const names = await placeNames(ctx, areas)
  const county = (await areaNames(ctx, [String(ctx.county)])).get(String(ctx.county)) ?? ''
  const rooms = new Map<string, RoomRow | undefined>()
  const officers = new Map<string, SheetContent['officers']>()
  for (const area of areas) {
    officers.set(area, await officersFor(ctx, area))
    if (!rooms.has(roomArea(area))) rooms.set(roomArea(area), await findRoom(ctx, roomArea(area)))
  }
  const contents = new Map<string, SheetContent>()
  for (const row of rows) {
    const room = rooms.get(roomArea(row.area))
    if (!room) continue
    contents.set(row.id, {
      number: boardNumber(row.county, row.number),
      county,
      areaName: names.get(row.area) ?? '',
      place: row.place,
      link: boardLink(ctx, row.token),
      format: row.format,
      room: roomSaid(room),
      officers: officers.get(row.area) ?? [],
    })
  }
  return contents
}

const roomSaid = (room: RoomRow): SheetContent['room'] => ({
  name: room.name,
  address: room.address,
  phone: room.phone,
  stationPhone: room.station_phone,
  supervisionPhone: room.supervision_phone,
  hours: room.hours.map(({ on, from, to }) => ({ on, from, to })),
})

async function officersFor(ctx: Ctx, area: string): Promise<SheetContent['officers']> {
  const all = await officersOf(ctx, area)
  const officers = all.filter(({ role }) => role === 'officer')
  return (officers.length > 0 ? officers : all)
    .slice(0, shownOfficers)
    .map(({ name, badge, phone, photoFile }) => ({ name, badge, phone, photo: photoFile }))
}

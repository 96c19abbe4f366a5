// A contact board in the stairwell, put up the way it is really done: room, plan, print, photo, posted.

import { newId } from '@doorstep/contract/ids.ts'
import type { Api } from './api.ts'
import { contactBoard } from './pictures.ts'

export const community = '990101001005'
export const stairwell = '杏林小区 3 号楼 2 单元'
type Room = { name: string; officers: { name: string; role: string; phone: string | null }[]; phone: string | null }
export type Posted = { room: Room; grid: string; link: string }

/** @param chief signed in as the chief of the station */
export async function postBoard(chief: Api): Promise<Posted> {
  await ensureRoom(chief)
  const room = await chief.get<Room>(`/rooms/${community}`)
  const parts = await chief.get<{ items: { code: string }[] }>(`/areas/${community}/parts`)
  const grid = parts.items.map(({ code }) => code).sort()[0] as string
  const id = newId(community.slice(0, 6))
  await chief.post('/boards', { id, room: community, area: grid, place: stairwell, kind: 'stairwell' })
  await chief.post('/board-sheets', { id: newId(community.slice(0, 6)), ids: [id], paper: 'own' })
  await chief.put(`/boards/${id}/photo`, await contactBoard(), 'image/jpeg')
  const { link, state } = await chief.post<{ link: string; state: string }>(`/boards/${id}/post`, {})
  if (state !== 'posted') throw new Error(`the board is ${state}`)
  return { room, grid, link }
}

async function ensureRoom(chief: Api): Promise<void> {
  const found = await chief.get<{ items: unknown[] }>(`/rooms?area=${community}`)
  if (found.items.length > 0) return
  await chief.post('/rooms', {
    id: newId(community.slice(0, 6)),
    area: community,
    name: '杏林社区警务室',
    address: '南桥街道杏林路 18 号，社区服务中心一层',
    phone: '15490000018',
    stationPhone: '15490000010',
    supervisionPhone: '15490000012',
    hours: [{ on: 'workingDays', from: '08:30', to: '17:30' }],
    services: ['咨询', '纠纷调解', '隐患反映', '居住证代办'],
  })
}

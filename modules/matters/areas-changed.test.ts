import { newId, splitId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let admin: Who
beforeAll(async () => {
  k = await kit()
  admin = await k.t.as('countyAdmin', world.county)
})
afterAll(() => k.t.close())
const box = (west: number, east: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, 40],
      [east, 40],
      [east, 40.01],
      [west, 40.01],
      [west, 40],
    ],
  ],
})
const yesterday = () => new Date(k.t.clock.now() - 86_400_000).toISOString().slice(0, 10)
const change = (ends: string[], begins: object[], from = yesterday()) =>
  k.t.post(admin, `/api/areas/${world.township}/changes`, { from, ends, begins, reason: '社区合并' })
const rows = (sql: string, ...values: unknown[]) => k.t.sql<Record<string, unknown>>(sql, values)
const matterOf = async (id: string) =>
  (await rows('select area, former_area, grams from matters.matter where id = $1', splitId(id).uuid))[0]

test('a merge takes posts, matters, rooms and boards along once; the old code stays in the record', async () => {
  const officer = await k.t.another('officer', world.neighbourCommunity)
  const open = await lay(k.t, 'inProgress', { area: `${world.neighbourCommunity}001`, assignee: officer.account })
  const over = await lay(k.t, 'archived', { area: world.neighbourCommunity })
  for (const area of [world.community, world.neighbourCommunity])
    await rows(
      `insert into rooms.room (county, id, area, name, address, search, created_at, updated_at) values ($1, $2, $3, '警务室', '路口', '', now(), now())`,
      Number(world.county),
      splitId(newId(world.county)).uuid,
      area,
    )
  const done = await change([world.neighbourCommunity], [{ code: world.community }])
  expect(done.json()).toMatchObject({ kind: 'merge', written: true })
  await k.t.jobs.drain()
  await k.t.jobs.runSchedule('matters.followAreas')
  await k.t.jobs.runSchedule('rooms.followAreas')
  await k.t.jobs.drain()
  const moved = await matterOf(open.id)
  expect(String(moved?.area).slice(0, 12)).toBe(world.community)
  expect(moved?.former_area).toBe(`${world.neighbourCommunity}001`)
  expect(moved?.grams).toContain(`@${world.community}`)
  expect(await matterOf(over.id)).toMatchObject({ area: world.community, former_area: world.neighbourCommunity })
  // The officer works on: the post went along, the matter is theirs to see, the log says where it was.
  expect(await k.get(officer, open.id)).toMatchObject({ area: moved?.area })
  const steps = (await k.steps(officer, open.id)).filter(({ verb }) => verb === 'recoded')
  expect(steps).toHaveLength(1)
  expect(steps[0]).toMatchObject({ public: false, data: { was: `${world.neighbourCommunity}001`, area: moved?.area } })
  const posts = await rows(
    'select area, valid_to is null as holds from people.posting where account = $1 order by holds',
    officer.account,
  )
  expect(posts).toEqual([
    { area: world.neighbourCommunity, holds: false },
    { area: world.community, holds: true },
  ])
  const rooms = await rows('select area, state from rooms.room order by area')
  expect(rooms).toEqual([
    { area: world.community, state: 'open' },
    { area: world.neighbourCommunity, state: 'closed' },
  ])
})

test('a split sends each matter where its point lies; a day that lies ahead changes nothing before', async () => {
  const [west, east] = [`${world.township}008`, `${world.township}009`]
  const at = (lon: number) => ({ area: world.community, point: { lat: 40.005, lon } })
  const [left, right, unplaced] = [
    await lay(k.t, 'inProgress', at(100.002)),
    await lay(k.t, 'inProgress', at(100.008)),
    await lay(k.t, 'inProgress', { area: world.community }),
  ]
  const officer = await k.t.another('officer', world.community)
  const tomorrow = new Date(k.t.clock.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const begins = [
    { code: west, name: '杨树西社区居委会', geometry: box(100, 100.005) },
    { code: east, name: '杨树东社区居委会', geometry: box(100.005, 100.02) },
  ]
  expect((await change([world.community], begins, tomorrow)).json()).toMatchObject({ written: true })
  await k.t.jobs.drain()
  expect(await matterOf(left.id)).toMatchObject({ area: world.community })
  k.t.clock.advance(3 * 86_400_000)
  for (const module of ['matters', 'rooms']) await k.t.jobs.runSchedule(`${module}.followAreas`)
  await k.t.jobs.drain()
  expect(String((await matterOf(left.id))?.area)).toMatch(new RegExp(`^${west}`))
  expect(String((await matterOf(right.id))?.area)).toMatch(new RegExp(`^${east}`))
  expect(await matterOf(unplaced.id)).toMatchObject({ area: west })
  const posts = await rows(
    'select area from people.posting where account = $1 and valid_to is null order by area',
    officer.account,
  )
  expect(posts).toEqual([{ area: west }, { area: east }])
  const room = await rows(`select area, former_area from rooms.room where state = 'open'`)
  expect(room).toEqual([{ area: west, former_area: world.community }])
})

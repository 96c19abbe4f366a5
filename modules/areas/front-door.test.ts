import { type Ctx, openDatabase, transaction } from '@doorstep/kernel'
import { cloneDatabase, ensureTemplate } from '@doorstep/testkit/postgres.ts'
import { layWorld, world } from '@doorstep/testkit/world.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '../../apps/server/compose.ts'
import { limitOf } from '../calendar/index.ts'
import { areaInForce, areaNames, countiesHeld, layAreas, locate, placeName } from './index.ts'

type Seen = Pick<Ctx, 'db' | 'county' | 'now' | 'settings'>
let database: ReturnType<typeof openDatabase>
let drop: () => Promise<void>
const settings = { zone: 'Asia/Shanghai' } as Ctx['settings']
const now = () => new Date().toISOString()

beforeAll(async () => {
  const cloned = await laidOut()
  database = openDatabase(cloned.url, 4)
  drop = cloned.drop
})
afterAll(async () => {
  await database.close()
  await drop()
})

async function laidOut() {
  await ensureTemplate('doorstep_areas', async (url) => {
    const made = openDatabase(url, 2)
    await migrate(made)
    await layWorld(made)
    await made.close()
  })
  return cloneDatabase('doorstep_areas')
}

const inside = <T>(work: (ctx: Seen) => Promise<T>, county = 620999, scopes: string[] = []) =>
  transaction(database.app, { county, scopes }, (db) => work({ db, county, settings, now }))

test('a point is found in its grid, by whoever asks', async () => {
  expect(await inside((ctx) => locate(ctx, world.point))).toMatchObject({
    area: world.grid,
    name: '杨树里社区第一网格',
  })
  expect(await inside((ctx) => locate(ctx, world.neighbourPoint))).toMatchObject({ area: world.neighbourGrid })
  expect(await inside((ctx) => locate(ctx, world.outsidePoint))).toBeUndefined()
  expect(await inside((ctx) => locate(ctx, world.foreignPoint))).toBeUndefined()
  expect(await inside((ctx) => locate(ctx, world.foreignPoint), 620998)).toMatchObject({ area: world.foreignGrid })
})

test('names, places and areas in force', async () => {
  const names = await inside((ctx) => areaNames(ctx, [world.grid, world.township, '620999555']))
  expect([...names]).toEqual([
    [world.township, '渠口街道'],
    [world.grid, '杨树里社区第一网格'],
  ])
  expect(await inside((ctx) => placeName(ctx, world.grid))).toBe('渠口街道 · 杨树里社区居委会 · 杨树里社区第一网格')
  expect(await inside((ctx) => areaInForce(ctx, world.community))).toMatchObject({
    level: 'community',
    kind: 'community',
  })
  expect(await inside((ctx) => areaInForce(ctx, '620999555'))).toBeUndefined()
  expect(await inside((ctx) => areaInForce(ctx, 'nonsense'))).toBeUndefined()
  expect(await countiesHeld(database)).toEqual([620998, 620999])
})

test('a new area is found at once, and only who holds the county may lay it', async () => {
  const special = { code: `${world.community}101`, name: '第一小学网格', geometry: square(100.001, 100.003) }
  const lay = (ctx: Seen) => layAreas(ctx, 620999, [special], '2024-01-01')
  await expect(inside(lay)).rejects.toThrow('row-level security')
  await expect(inside(lay, 620999, [world.township])).rejects.toThrow('row-level security')
  expect(await inside((ctx) => locate(ctx, world.point))).toMatchObject({ area: world.grid })
  expect(await inside(lay, 620999, ['620999'])).toEqual([special.code])
  expect(await inside(lay, 620999, ['620999'])).toEqual([])
  expect(await inside((ctx) => locate(ctx, world.point))).toMatchObject({ area: special.code, basic: world.grid })
})

test('the limits that matters asks for have values', async () => {
  const codes = ['accept', 'urgent', 'general', 'advice', 'complaint', 'complex'].map((one) => `matter.${one}`)
  for (const code of [...codes, 'dispute.general']) expect(await inside((ctx) => limitOf(ctx, code))).toBeDefined()
  await expect(inside((ctx) => limitOf(ctx, 'matter.nothing'))).rejects.toThrow(RangeError)
})

const square = (west: number, east: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [west, 40.004],
      [east, 40.004],
      [east, 40.006],
      [west, 40.006],
      [west, 40.004],
    ],
  ],
})

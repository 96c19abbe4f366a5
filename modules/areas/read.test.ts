import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())
const get = async (url: string) => (await t.get(t.visitor, url)).json()

test('get tells what an area is, where it lies and what it is today', async () => {
  expect(await get(`/api/areas/${world.grid}`)).toMatchObject({
    code: world.grid,
    level: 'grid',
    kind: 'basic',
    inForce: true,
    today: [world.grid],
    parts: 0,
    above: [
      { code: '62' },
      { code: '6209' },
      { code: world.county },
      { code: world.township },
      { code: world.community },
    ],
  })
  expect(await get('/api/areas/620999777')).toMatchObject({ status: 404, code: 'areas.missing' })
  expect(await get('/api/areas/6209990')).toMatchObject({ status: 400, code: 'request.invalid' })
})

test('parts are one level below, in the order of their codes', async () => {
  const { items } = await get(`/api/areas/${world.county}/parts`)
  expect(items.map(({ code }: { code: string }) => code)).toEqual([world.township, world.neighbourTownship])
  expect((await get(`/api/areas/${world.grid}/parts`)).items).toEqual([])
})

test('search answers by level and limit, and never with another county', async () => {
  const codes = async (query: string) =>
    ((await get(`/api/areas/search?${query}`)).items as { code: string }[]).map(({ code }) => code)
  expect(await codes('q=slg&county=620999')).toEqual([])
  expect(await codes('q=qkjd')).toEqual([world.township])
  expect(await codes(`q=${encodeURIComponent('网格')}&limit=3`)).toHaveLength(3)
  expect(await codes(`q=${encodeURIComponent('水塔')}&level=community`)).toEqual([world.neighbourCommunity])
  expect(await codes(`q=${encodeURIComponent('水塔')}&county=${world.foreignCounty}`)).toEqual([])
})

test('locate finds the grid of a point, and says so when there is none', async () => {
  const { lat, lon } = world.point
  expect(await get(`/api/areas/locate?lat=${lat}&lon=${lon}`)).toEqual({
    area: world.grid,
    name: '杨树里社区第一网格',
    basic: world.grid,
    community: world.community,
    place: '渠口街道 · 杨树里社区居委会 · 杨树里社区第一网格',
  })
  expect(await get('/api/areas/locate?lat=0&lon=0')).toMatchObject({ status: 404, code: 'areas.nowhere' })
})

test('borders come as GeoJSON once, then as 304 until something changes', async () => {
  const url = `/api/areas/${world.community}/shapes`
  const first = await t.get(t.visitor, url)
  expect(first.headers['content-type']).toContain('application/geo+json')
  expect(first.json().features).toHaveLength(3)
  const again = () => t.app.inject({ method: 'GET', url, headers: { 'if-none-match': String(first.headers.etag) } })
  expect(await again()).toMatchObject({ statusCode: 304, body: '' })
  const admin = await t.as('countyAdmin', world.county)
  await t.send(admin, 'PUT', `/api/areas/${world.grid}/name`, { name: '一号网格', reason: '统一名称' })
  expect((await again()).statusCode).toBe(200)
  expect((await get(`${url}?level=grid`)).features).toHaveLength(2)
  expect((await t.get(t.visitor, `${url}?file=true`)).headers['content-disposition']).toContain('.geojson')
})

test('check sums up what is wrong in a county, for those who keep it', async () => {
  const admin = await t.as('countyAdmin', world.county)
  expect((await t.get(admin, `/api/areas/${world.county}/check`)).json()).toEqual({
    areas: 12,
    history: [],
    borderless: [],
    misfits: [],
  })
  expect((await t.get(admin, `/api/areas/${world.foreignCounty}/check`)).statusCode).toBe(403)
  expect((await t.get(await t.as('officer'), `/api/areas/${world.county}/check`)).statusCode).toBe(403)
})

import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { type TestApp, testApp } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { importDivisions } from './import.ts'

/** Counted in the source files of the data, apart from our own scripts: see data/divisions.test.ts. */
const counties = [
  { code: '620922', name: '瓜州县', kind: 'a county', townships: 15, villages: 90, above: ['甘肃省', '酒泉市'] },
  { code: '120111', name: '西青区', kind: 'a city district', townships: 15, villages: 289, above: ['天津市'] },
  {
    code: '652301',
    name: '昌吉市',
    kind: 'a county-level city',
    townships: 22,
    villages: 167,
    above: ['新疆维吾尔自治区', '昌吉回族自治州'],
  },
]
type Row = { code: string; name: string; place: string }
let t: TestApp
beforeAll(async () => {
  t = await testApp()
  for (const { code } of counties) {
    const run = { actor: systemActor(Number(code)), grant: systemGrant(Number(code)), county: Number(code) }
    await runOnce(t.parts, run, (ctx) => importDivisions(ctx, code))
  }
})
afterAll(() => t.close())

const get = async <T>(url: string): Promise<T> => {
  const reply = await t.get(t.visitor, url)
  expect(reply.statusCode, reply.body).toBe(200)
  return reply.json<T>()
}
const find = async (county: string, q: string, more = '') =>
  (await get<{ items: Row[] }>(`/api/areas/search?county=${county}&q=${encodeURIComponent(q)}${more}`)).items

describe.each(counties)('$code $name, $kind', ({ code, name, townships, villages, above }) => {
  test('has the right counts, level by level', async () => {
    const { items } = await get<{ items: Row[] }>(`/api/areas/${code}/parts`)
    expect(items).toHaveLength(townships)
    let counted = 0
    for (const township of items)
      counted += (await get<{ items: Row[] }>(`/api/areas/${township.code}/parts`)).items.length
    expect(counted).toBe(villages)
    const [row] = await t.sql<{ n: number }>('select count(*) as n from areas.area where county = $1', [Number(code)])
    expect(row?.n).toBe(1 + townships + villages)
  })

  test('lies where it lies', async () => {
    const county = await get<Row & { above: Row[]; parts: number }>(`/api/areas/${code}`)
    expect(county).toMatchObject({ name, level: 'county', parts: townships, inForce: true, today: [code] })
    expect(county.above.map((one) => one.name)).toEqual(above)
  })

  test('every one of its areas is found by its code, its name and its pinyin initials', async () => {
    const rows = await t.sql<{ code: string; name: string; initials: string[] }>(
      'select code, name, initials from areas.area where county = $1',
      [Number(code)],
    )
    const sample = rows.filter((_, at) => at % 10 === 0)
    for (const { code: area, name: called, initials } of sample) {
      expect((await find(code, area))[0]?.code).toBe(area)
      expect((await find(code, called, '&limit=100')).map((one) => one.code)).toContain(area)
      expect((await find(code, initials[0] ?? '', '&limit=100')).map((one) => one.code)).toContain(area)
    }
  })
})

test.each([
  ['620922', 'slsq', '疏勒社区居委会', '渊泉镇 · 疏勒社区居委会'],
  ['620922', 'yqz', '渊泉镇', '渊泉镇'],
  ['620922', 'xiaowan', '小宛村委会', '梁湖乡 · 小宛村委会'],
  ['120111', 'xqq', '西青区', '西青区'],
  ['120111', 'ylq', '杨柳青镇', '杨柳青镇'],
  ['652301', 'cjs', '昌吉市', '昌吉市'],
])('in %s the letters %s find %s', async (county, letters, name, place) => {
  const found = await find(county, letters)
  expect(found.filter((one) => one.name === name).map((one) => one.place)).toContain(place)
})

test('the counties that are held, and nothing of a county from another one', async () => {
  const { items } = await get<{ items: Row[] }>('/api/areas')
  expect(items.map(({ code }) => code)).toEqual(['120111', '620922', '620998', '620999', '652301'])
  expect(await find('120111', '疏勒社区')).toEqual([])
})

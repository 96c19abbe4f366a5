import { expect, test } from 'vitest'
import { findCounties, findDivisions, readDivisions } from './divisions.ts'

// The figures were counted in the source apart from our own script, in two other files of the package:
//   grep -c '^620922' streets.csv villages.csv                                          (and so on for each code)
//   node -e "…pcas-code.json" → children of the county;  villages.json filtered by areaCode
// Both gave the same: 620922 15/90, 120111 15/289, 652301 22/167, 441900 36/609, 429004 25/767.
test.each([
  ['620922', '甘肃省', '酒泉市', '瓜州县', 15, 90], // a county
  ['120111', '天津市', '市辖区', '西青区', 15, 289], // a district of a municipality
  ['652301', '新疆维吾尔自治区', '昌吉回族自治州', '昌吉市', 22, 167], // a county-level city
  ['441900', '广东省', '东莞市', '东莞市', 36, 609], // a city without counties
  ['429004', '湖北省', '省直辖县级行政区划', '仙桃市', 25, 767], // directly under the province
])('%s %s %s %s has %i townships and %i villages', async (code, province, city, county, townships, villages) => {
  const found = await readDivisions(code)
  expect([found.province.name, found.city.name, found.county.name]).toEqual([province, city, county])
  expect(found.townships).toHaveLength(townships)
  expect(found.villages).toHaveLength(villages)
  const codes = new Set(found.townships.map((one) => one.code))
  expect(found.villages.filter((one) => one.code.length !== 12 || !codes.has(one.code.slice(0, 9)))).toEqual([])
  expect(new Set(found.villages.map((one) => one.code)).size).toBe(villages)
})

// head and tail of `grep ^620922 streets.csv` and of `grep ^620922 villages.csv`
test('names and codes as in the source', async () => {
  const { townships, villages } = await readDivisions('620922')
  expect(townships[0]).toEqual({ code: '620922100', name: '渊泉镇' })
  expect(townships.at(-1)).toEqual({ code: '620922216', name: '梁湖乡' })
  expect(villages[0]).toEqual({ code: '620922100001', name: '疏勒社区居委会' })
  expect(villages.at(-1)).toEqual({ code: '620922216207', name: '小宛村委会' })
})

test('a name that begins with digits keeps them', async () => {
  const { villages } = await readDivisions('110108')
  expect(villages).toContainEqual({ code: '110108019023', name: '9511工厂联合社区居委会' })
})

test('a heading of the code table is told from a city', async () => {
  const nominal = async (code: string) => (await readDivisions(code)).city.nominal
  expect(await Promise.all(['120111', '429004', '500229', '659001', '441900', '620922'].map(nominal))).toEqual([
    true,
    true,
    true,
    true,
    false,
    false,
  ])
})

test('the first and the last county of a province are whole', async () => {
  const first = await readDivisions('110101')
  const last = await readDivisions('110119')
  expect([first.townships.length, first.villages.length]).toEqual([17, 169])
  expect(last.county.name).toBe('延庆区')
  expect(last.villages.length).toBeGreaterThan(0)
})

test('what is no county is not found', async () => {
  for (const code of ['62', '6209', '620999', '999999', '', '620922100', '../../']) {
    expect(await findDivisions(code)).toBeUndefined()
  }
  await expect(readDivisions('620999')).rejects.toThrow(RangeError)
})

test('counties by name, pinyin, initials and code', async () => {
  const names = async (text: string, limit?: number) => (await findCounties(text, limit)).map(({ name }) => name)
  expect((await findCounties('瓜州'))[0]).toEqual({
    code: '620922',
    name: '瓜州县',
    province: '甘肃省',
    city: '酒泉市',
    townships: 15,
    villages: 90,
  })
  expect(await names('gz', 200)).toContain('瓜州县')
  expect(await names('gzx')).toContain('瓜州县')
  expect(await names('laoting')).toEqual(['乐亭县'])
  expect(await names('dongguan')).toContain('东莞市')
  expect(await names('6209')).toContain('敦煌市')
  expect(await names('gz', 3)).toHaveLength(3)
})

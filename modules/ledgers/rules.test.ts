import { expect, test } from 'vitest'
import { indexOf, type NamedArea, readArea } from './rules-areas.ts'
import { readDate, textOf, zoneClock } from './rules-dates.ts'
import { suggest } from './rules-fields.ts'
import { forbiddenByHead, isIdNumber, withoutIdNumbers } from './rules-forbidden.ts'
import { letterOf } from './rules-problems.ts'
import { readPhone, readPoint, splitPoint, wholeNumber } from './rules-values.ts'
import { guess, readRating } from './rules-words.ts'

const date = (text: string, order?: 'mdy' | 'dmy', is1904 = false): string => {
  const read = readDate(text, order, is1904, 2026)
  return read.is === 'local' ? textOf(read.local) : read.is === 'instant' ? read.at : read.is
}
test.each([
  ['2021-03-04', '2021-03-04'],
  ['2021/3/4 8:05', '2021-03-04 08:05:00'],
  ['2021.3.4', '2021-03-04'],
  ['2021年3月4日 15时30分', '2021-03-04 15:30:00'],
  ['2021年3月4日下午3:30', '2021-03-04 15:30:00'],
  ['20210304', '2021-03-04'],
  ['20210304153000', '2021-03-04 15:30:00'],
  ['2021-03-04T15:30:00+08:00', '2021-03-04T07:30:00.000Z'],
  ['1614787200000', '2021-03-03T16:00:00.000Z'],
  ['44259', '2021-03-04'],
  ['44259.5', '2021-03-04 12:00:00'],
  ['2021-02-30', 'unreadable'],
  ['2021-13-01', 'unreadable'],
  ['昨天', 'unreadable'],
  ['25:00', 'unreadable'],
])('the date %s', (typed, read) => {
  expect(date(typed)).toBe(read)
})
test('western dates by the order of their column', () => {
  expect(date('3/4/2021', 'mdy')).toBe('2021-03-04')
  expect(date('3/4/2021', 'dmy')).toBe('2021-04-03')
  expect(date('3/14/21', undefined)).toBe('2021-03-14')
  expect(date('14/3/2021 9:05 PM', undefined)).toBe('2021-03-14 21:05:00')
  expect(date('3/4/2021')).toBe('ambiguous')
  expect(date('12/31/99', 'mdy')).toBe('1999-12-31')
  expect(date('44259', undefined, true)).toBe('2025-03-05')
})
test('a wall clock becomes an instant, summer time of 1990 included', () => {
  const instant = zoneClock('Asia/Shanghai')
  const at = (y: number, m: number, d: number) => instant({ y, m, d, h: 8, min: 0, s: 0, timed: true })
  expect(at(2021, 3, 4)).toBe('2021-03-04T00:00:00.000Z')
  expect(at(1990, 7, 1)).toBe('1990-06-30T23:00:00.000Z')
})

test.each([
  ['13800138000', '13800138000', undefined],
  ['1.38E+10', null, 'phoneRounded'],
  ['1.3800138000E+10', '13800138000', 'phoneMended'],
  ['13800138000.0', '13800138000', 'phoneMended'],
  ['+86 138-0013-8000', '13800138000', 'phoneMended'],
  ['13800138000/13900139000', '13800138000', 'phoneMended'],
  ['0937-5521234', '0937-5521234', undefined],
  ['无', null, 'phoneWrong'],
])('the telephone %s', (typed, phone, problem) => {
  expect(readPhone(typed)).toEqual({ phone, ...(problem ? { problem } : {}) })
})
test.each([
  ['40.005', '100.002', { lat: 40.005, lon: 100.002 }, undefined],
  ['100.002', '40.005', { lat: 40.005, lon: 100.002 }, 'pointSwapped'],
  ['0', '0', null, 'pointZero'],
  ['40', '100', null, 'pointRounded'],
  ['51.5', '-0.12', null, 'pointOutside'],
  ['北', '东', null, 'pointUnreadable'],
])('the point %s, %s', (lat, lon, point, problem) => {
  expect(readPoint(lat, lon, 'wgs84')).toEqual({ point, ...(problem ? { problem } : {}) })
})
test('shifted coordinates come back some hundred metres; a point in one cell either way round', () => {
  const { point } = readPoint('40.006', '100.006', 'gcj02')
  expect(Math.abs((point?.lat ?? 0) - 40.006)).toBeGreaterThan(0.0003)
  expect(splitPoint('100.002,40.005')).toEqual(['40.005', '100.002'])
  expect(splitPoint('40.005 100.002')).toEqual(['40.005', '100.002'])
  expect(wholeNumber('2.021E+13')).toBeUndefined()
})

const area = (code: string, name: string, more: Partial<NamedArea> = {}): NamedArea => ({
  code,
  name,
  pinyin: [],
  ended: false,
  supersededBy: [],
  ...more,
})
const index = indexOf([
  area('620999001', '渠口街道'),
  area('620999001001', '杨树里社区居委会', { pinyin: ['yangshulishequjuweihui'] }),
  area('620999001001001', '杨树里第一网格'),
  area('620999100', '沙枣镇'),
  area('620999100201', '红柳村'),
  area('620999001003', '红柳村社区', { ended: true, supersededBy: ['620999001001'] }),
  area('620999100202', '幸福村'),
  area('620999001004', '幸福社区'),
  area('620999100203', '分开村', { ended: true, supersededBy: ['620999100201', '620999100202'] }),
])
test.each([
  [['杨树里社区'], '620999001001', undefined],
  [['杨树里'], '620999001001', undefined],
  [['渠口街道杨树里社区'], '620999001001', undefined],
  [['渠口街道', '杨树里', '杨树里第一网格'], '620999001001001', undefined],
  [['渠口街道 / 杨树里社区'], '620999001001', undefined],
  [['yangshulishequjuweihui'], '620999001001', undefined],
  [['620999001001'], '620999001001', undefined],
  [['620999001001000'], '620999001001', undefined],
  [['幸福'], null, 'areaAmbiguous'],
  [['沙枣镇', '幸福'], '620999100202', undefined],
  [['渠口街道'], '620999001', 'areaTooWide'],
  [['渠口街道', '没有社区'], '620999001', 'areaUnknown'],
  [['分开村'], null, 'areaSplit'],
  [['没有'], null, 'areaUnknown'],
  [[], null, 'areaMissing'],
] as [string[], string | null, string | undefined][])('the area %j', (parts, found, problem) => {
  expect(readArea(index, parts)).toEqual({ area: found, ...(problem ? { problem } : {}) })
})

test('forbidden by its head, in both languages; identity numbers by their check sign', () => {
  expect(
    ['民族', '政治面貌', '宗教信仰', '病史', '指纹', '身份证号', '重点人员类别', 'Ethnicity', 'Blood type'].map(
      forbiddenByHead,
    ),
  ).toEqual(['ethnic', 'politics', 'faith', 'health', 'biometrics', 'idNumber', 'label', 'ethnic', 'health'])
  expect(
    ['简要情况', '地址', '办理人', '类型', '备注', '满意度', 'Description'].map(forbiddenByHead).filter(Boolean),
  ).toEqual([])
  expect(isIdNumber('11010519491231002X')).toBe(true)
  expect(isIdNumber('110105194912310021')).toBe(false)
  expect(withoutIdNumbers('王某（11010519491231002X）反映')).toEqual({ text: '王某（***）反映', removed: 1 })
})
test('first guesses: columns, words, ratings; the name of a column', () => {
  const columns = ['事件编号', '纠纷类型', '简要情况', '所属社区', '登记时间', '办结时间', '联系电话'].map(
    (name, at) => ({ at, name, usable: true }),
  )
  expect(suggest(columns)).toEqual({
    number: [0],
    kind: [1],
    description: [2],
    area: [3],
    reportedAt: [4],
    resolvedAt: [5],
    phone: [6],
  })
  expect([
    guess('states', '已办结'),
    guess('states', '未办结'),
    guess('grades', '化解成功'),
    guess('channels', '12345热线'),
  ]).toEqual(['resolved', 'inProgress', 'solved', 'hotline'])
  expect([readRating('满意'), readRating('5'), readRating('不满意'), readRating('好')]).toEqual([4, 5, 2, undefined])
  expect([letterOf(0), letterOf(25), letterOf(26), letterOf(701)]).toEqual(['A', 'Z', 'AA', 'ZZ'])
})

import { expect, test } from 'vitest'
import {
  applyChange,
  type Change,
  changeKind,
  checkChange,
  checkHistory,
  type DatedArea,
  isInForce,
  resolve,
} from './rules-dating.ts'

const a = '620922100001'
const b = '620922100002'
const c = '620922100003'
const d = '620922100004'

function area(code: string, over: Partial<DatedArea> = {}): DatedArea {
  return { code, validFrom: '2020-01-01', validTo: null, supersededBy: [], ...over }
}

function book(...areas: DatedArea[]): Map<string, DatedArea> {
  return new Map(areas.map((one) => [one.code, one]))
}

function after(change: Change, areas: Map<string, DatedArea>): Map<string, DatedArea> {
  expect(checkChange(change, areas)).toEqual([])
  return new Map([...areas, ...applyChange(change, areas).map((one) => [one.code, one] as const)])
}

test('an area is in force from its first day until the day before its end', () => {
  const one = area(a, { validTo: '2024-07-01' })
  const days = ['2019-12-31', '2020-01-01', '2024-06-30', '2024-07-01']
  expect(days.map((day) => isInForce(one, day))).toEqual([false, true, true, false])
  expect(isInForce(area(a), '2999-01-01')).toBe(true)
})

test('a merge closes the old, opens the new, and old records find it', () => {
  const areas = after({ on: '2024-07-01', ends: [a, b], begins: [c] }, book(area(a), area(b)))
  expect(areas.get(a)).toEqual(area(a, { validTo: '2024-07-01', supersededBy: [c] }))
  expect(areas.get(c)).toEqual(area(c, { validFrom: '2024-07-01' }))
  expect(resolve(a, '2024-06-30', areas)).toEqual([a])
  expect(resolve(a, '2024-07-01', areas)).toEqual([c])
  expect(checkHistory(areas)).toEqual([])
})

test('a split leaves the choice, and a later change is followed through', () => {
  const split = after({ on: '2023-01-01', ends: [a], begins: [b, c] }, book(area(a)))
  const merged = after({ on: '2025-01-01', ends: [c], begins: [d] }, split)
  expect(resolve(a, '2023-06-01', merged)).toEqual([b, c])
  expect(resolve(a, '2025-01-01', merged)).toEqual([b, d])
  expect(resolve('620922100099', '2025-01-01', merged)).toEqual([])
})

test('an area may go into one that exists', () => {
  const change = { on: '2024-01-01', ends: [a], begins: [b] }
  const before = book(area(a), area(b))
  expect(changeKind(change, before)).toBe('merge')
  const areas = after(change, before)
  expect(areas.get(b)).toEqual(area(b))
  expect(resolve(a, '2024-01-01', areas)).toEqual([b])
})

test.each([
  [[a], [c], 'recode'],
  [[a, b], [c], 'merge'],
  [[a], [c, d], 'split'],
  [[a, b], [c, d], 'regroup'],
])('%j to %j is a %s', (ends, begins, kind) => {
  expect(changeKind({ on: '2024-01-01', ends, begins }, book(area(a), area(b)))).toBe(kind)
})

test.each<[string, Partial<Change>, { code: string; area: string }]>([
  ['nothing ends', { ends: [] }, { code: 'areas.change.empty', area: '' }],
  ['nothing begins', { begins: [] }, { code: 'areas.change.empty', area: '' }],
  ['not a code', { begins: ['x'] }, { code: 'areas.change.invalidCode', area: 'x' }],
  ['a township for a community', { begins: ['620922101'] }, { code: 'areas.change.levelsDiffer', area: '620922101' }],
  ['named twice', { begins: [c, c] }, { code: 'areas.change.repeated', area: c }],
  ['unknown area', { ends: [d] }, { code: 'areas.change.notInForce', area: d }],
  ['ended before', { ends: ['620922100009'] }, { code: 'areas.change.notInForce', area: '620922100009' }],
  ['a code that was used', { begins: ['620922100009'] }, { code: 'areas.change.codeUsed', area: '620922100009' }],
  ['into itself', { begins: [a] }, { code: 'areas.change.endsWithItself', area: a }],
  ['on its first day', { on: '2020-01-01' }, { code: 'areas.change.beforeItBegan', area: a }],
])('a change is refused: %s', (_, over, problem) => {
  const areas = book(area(a), area('620922100009', { validTo: '2021-01-01' }))
  expect(checkChange({ on: '2024-01-01', ends: [a], begins: [c], ...over }, areas)).toContainEqual(problem)
})

test('a township cannot end while its communities live', () => {
  const areas = book(area('620922100'), area(a), area(b, { validTo: '2021-01-01' }))
  const change = { on: '2024-01-01', ends: ['620922100'], begins: ['620922110'] }
  expect(checkChange(change, areas)).toEqual([{ code: 'areas.change.hasLivingParts', area: a }])
})

test('a list with broken history is named area by area', () => {
  const areas = book(
    area(a, { validTo: '2022-01-01', supersededBy: ['620922100099'] }),
    area(b, { validTo: '2022-01-01', supersededBy: [d] }),
    area(c, { supersededBy: [a] }),
    area(d, { validFrom: '2021-01-01', validTo: '2021-01-01' }),
  )
  expect(checkHistory(areas)).toEqual([
    { code: 'areas.history.heirMissing', area: a, heir: '620922100099' },
    { code: 'areas.history.heirEndedBefore', area: b, heir: d },
    { code: 'areas.history.livesWithHeir', area: c },
    { code: 'areas.history.endsBeforeItBegins', area: d },
  ])
})

test('heirs that point at each other do not hang the search', () => {
  const areas = book(
    area(a, { validTo: '2022-01-01', supersededBy: [b] }),
    area(b, { validTo: '2022-01-01', supersededBy: [a] }),
  )
  expect(resolve(a, '2024-01-01', areas)).toEqual([])
})

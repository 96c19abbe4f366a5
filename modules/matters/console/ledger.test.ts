import { expect, test } from 'vitest'
import { shortPlace } from '../../people/shared/areas.ts'
import { matters } from '../contract.ts'
import { neighboursOf, queryOf, viewOf, views } from './ledger.ts'

test('every queue of the register is one the server knows', () => {
  const { view } = matters.list.query.properties
  const known = (view as unknown as { anyOf: { const: string }[] }).anyOf.map((one) => one.const)
  expect(known).toEqual(expect.arrayContaining([...views]))
})

test('from the address to the question', () => {
  expect(queryOf({ view: 'overdue', kind: 'hazard', q: ' ', id: 'x', sort: 'newest', area: '' })).toEqual({
    view: 'overdue',
    kind: 'hazard',
    sort: 'newest',
  })
  expect(queryOf({ view: 'nonsense', sort: 'sideways', state: ['a', 'b'] })).toEqual({})
  expect(viewOf({ view: 'nonsense' })).toBeUndefined()
})

test('walking from row to row', () => {
  expect(neighboursOf(['a', 'b', 'c'], 'b')).toEqual({ before: 'a', after: 'c', place: '2 / 3' })
  expect(neighboursOf(['a', 'b'], 'a')).toEqual({ before: undefined, after: 'b', place: '1 / 2' })
  expect(neighboursOf(['a'], 'elsewhere')).toEqual({ place: '' })
})

test('a place is told once where its grid is named after it', () => {
  expect(shortPlace('紫荆社区 · 紫荆社区第一网格')).toBe('紫荆社区第一网格')
  expect(shortPlace('杨树里社区居委会 · 杨树里社区第一网格')).toBe('杨树里社区第一网格')
  expect(shortPlace('西街社区 · 实验小学')).toBe('西街社区 · 实验小学')
  expect(shortPlace('南桥街道 · 建设社区')).toBe('南桥街道 · 建设社区')
  expect(shortPlace('建设社区')).toBe('建设社区')
})

import { expect, test } from 'vitest'
import { matters } from '../contract.ts'
import { neighboursOf, queryOf, viewOf, views } from './ledger.ts'

test('every queue of the register is one the server knows', () => {
  const { view } = matters.list.query.properties
  const known =
    (view as unknown as { enum?: string[]; anyOf?: { const: string }[] }).enum ??
    (view as unknown as { anyOf: { const: string }[] }).anyOf.map((one) => one.const)
  expect([...views].sort()).toEqual([...known].sort())
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

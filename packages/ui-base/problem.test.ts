import { expect, test } from 'vitest'
import { facedOf, wordKeys } from './problem.ts'

test('looks for the words of the code, then of the status, then the plainest', () => {
  expect(wordKeys({ code: 'matters.wrongState', status: 409 })).toEqual([
    'matters.failures.wrongState',
    'ui.problem.status409',
    'ui.problem.other',
  ])
})
test('no answer at all is a broken line', () => {
  expect(wordKeys(facedOf(new TypeError('Failed to fetch')))).toContain('ui.problem.offline')
})
test('finds the problem that an error carries', () => {
  const error = Object.assign(new Error('x'), { problem: { status: 403, code: 'access.outside' } })
  expect(facedOf(error)).toMatchObject({ status: 403, code: 'access.outside' })
})
test('the number in a DOMException is not a code', () => {
  expect(wordKeys(facedOf(new DOMException('stopped', 'AbortError')))).toEqual([
    'ui.problem.offline',
    'ui.problem.other',
  ])
})

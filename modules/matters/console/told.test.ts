import { expect, test } from 'vitest'
import { answersOf } from './told.ts'

const say = { t: (key: string) => key.replace('matters.kinds.', ''), day: (day: string) => `day ${day}` }

test('answers in words, in the order of the form; what was not asked or not said is left out', () => {
  const told = answersOf({ kind: 'dispute', extra: { ongoing: false, family: 'neighbour', unknown: 'x' } }, say)
  expect(told).toEqual([
    { name: 'dispute.fields.family.label', value: 'dispute.fields.family.options.neighbour' },
    { name: 'dispute.fields.ongoing.label', value: 'ui.field.no' },
  ])
})

test('days are told as days, a value that is no option any more as it stands', () => {
  const told = answersOf({ kind: 'lostItem', extra: { when: '2026-03-01', side: 'gone', thing: '钥匙' } }, say)
  expect(told.map(({ value }) => value).sort()).toEqual(['day 2026-03-01', 'gone', '钥匙'].sort())
})

test('a kind that is gone has no questions', () => {
  expect(answersOf({ kind: 'nothing', extra: { a: 1 } }, say)).toEqual([])
})

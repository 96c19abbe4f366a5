import { expect, test } from 'vitest'
import { check, type Field } from './fields.ts'

const fields: Field[] = [
  { name: 'words', type: 'longText', label: 'words', required: true, maxLength: 5 },
  { name: 'people', type: 'number', label: 'people', minimum: 1, maximum: 9 },
  { name: 'hurt', type: 'yesNo', label: 'hurt', required: true },
  { name: 'ways', type: 'choice', several: true, required: true, label: 'ways', options: [{ value: 'a', label: 'a' }] },
  { name: 'day', type: 'date', label: 'day', latest: '2026-03-13' },
]

test('nothing stands in the way of good answers', () => {
  expect(check(fields, { words: '漏水', people: 2, hurt: false, ways: ['a'], day: '2026-03-13' })).toEqual({})
})
test('“no” is an answer, an empty list and an empty word are none', () => {
  const complaints = check(fields, { words: '', hurt: false, ways: [] })
  expect(complaints).toEqual({ words: { key: 'required' }, ways: { key: 'required' } })
})
test('every complaint names its figure', () => {
  expect(check(fields, { words: '123456', people: 0, hurt: true, ways: ['a'], day: '2026-03-14' })).toEqual({
    words: { key: 'tooLong', figure: 5 },
    people: { key: 'tooSmall', figure: 1 },
    day: { key: 'tooLate', figure: '2026-03-13' },
  })
  expect(check(fields, { words: '1', people: 10, hurt: true, ways: ['a'] })).toEqual({
    people: { key: 'tooLarge', figure: 9 },
  })
})

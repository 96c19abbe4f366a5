import { expect, test } from 'vitest'
import { newId } from './ids.ts'

test('ids of one millisecond keep the order in which they were made', () => {
  const at = Date.parse('2026-03-01T08:00:00.000Z')
  const made = Array.from({ length: 500 }, () => newId(620999, at))
  expect([...made].sort()).toEqual(made)
  const now = Array.from({ length: 500 }, () => newId(620999))
  expect([...now].sort()).toEqual(now)
  expect(new Set([...made, ...now]).size).toBe(1000)
  expect(newId(620999, at - 1) < (made[0] as string)).toBe(true)
})

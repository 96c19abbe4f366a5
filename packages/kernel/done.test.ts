import { describe, expect, test } from 'vitest'
import { doneOf } from './done.ts'

const now = Date.parse('2026-03-10T04:00:00.000Z')
const officer = { postings: [{ role: 'officer' as const, area: '990101001005', unit: null }] }
const resident = { postings: [{ role: 'resident' as const, area: '990101', unit: null }] }
const day = 86_400_000
const said = (done: number, device: number) => ({
  'doorstep-done-at': new Date(done).toISOString(),
  'doorstep-device-now': new Date(device).toISOString(),
})
const hoursAgo = (hours: number) => new Date(now - hours * 3_600_000).toISOString()

describe('when it was done', () => {
  test('the device says it, its clock is right', () =>
    expect(doneOf(officer, said(now - 5_400_000, now), now)).toEqual({ at: hoursAgo(1.5), clockOff: 0 }))
  test.each([2, -2])('a clock %i days off is corrected and marked', (days) => {
    const off = days * day
    expect(doneOf(officer, said(now - 5_400_000 + off, now + off), now)).toEqual({
      at: hoursAgo(1.5),
      clockOff: off / 1000,
    })
  })
  test('never later than its arrival: a clock that was set back meanwhile', () =>
    expect(doneOf(officer, said(now + 2 * day, now), now)).toBeNull())
  test('never longer ago than two weeks', () =>
    expect(doneOf(officer, said(now - 400 * day, now), now)?.at).toBe(new Date(now - 14 * day).toISOString()))
  test('sent at once, the arrival counts', () => expect(doneOf(officer, said(now - 20_000, now), now)).toBeNull())
  test('what people do themselves counts when it arrives', () =>
    expect(doneOf(resident, said(now - 5_400_000, now), now)).toBeNull())
  test.each(['', 'yesterday', '2026-13-45T99:00:00Z', '2026-03-10', '1e9'])('%o is no time', (text) =>
    expect(doneOf(officer, { ...said(now, now), 'doorstep-done-at': text }, now)).toBeNull(),
  )
  test('one of the two is not enough', () =>
    expect(doneOf(officer, { 'doorstep-done-at': hoursAgo(3) }, now)).toBeNull())
})

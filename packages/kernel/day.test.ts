import { expect, test } from 'vitest'
import { dayIn } from './day.ts'

test('asked in turn, every instant has its own day in every zone', () => {
  const zones = ['Asia/Shanghai', 'Asia/Kathmandu', 'America/St_Johns', 'UTC']
  const expected = (zone: string, at: string) =>
    new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(at))
  for (let minute = -200; minute < 1500; minute += 7)
    for (const zone of zones)
      for (const from of ['2026-11-21T15:58:00.000Z', '1988-04-10T15:58:00.000Z', '1969-12-31T15:59:59.999Z']) {
        const at = new Date(Date.parse(from) + minute * 60_000).toISOString()
        expect(dayIn(zone, at)).toBe(expected(zone, at))
        expect(dayIn(zone, at)).toBe(expected(zone, at))
      }
  expect(() => dayIn('UTC', 'no time')).toThrow(RangeError)
})

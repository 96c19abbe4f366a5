import { describe, expect, it } from 'vitest'
import { diceOf } from './dice.ts'
import { idFrom } from './ids.ts'
import { nameOnce, namesFrom } from './names.ts'
import { phrase } from './phrases.ts'
import { zoneOf } from './time.ts'

describe('dice', () => {
  it('give every name a stream of its own, the same each time', () => {
    const draw = (seed: number, name: string) => {
      const dice = diceOf(seed, name)
      return [dice.whole(0, 1e6), dice.pick([...'abcdef']), dice.next()]
    }
    expect(draw(2, 'rooms')).toEqual(draw(2, 'rooms'))
    expect(draw(2, 'rooms')).not.toEqual(draw(2, 'people'))
    expect(draw(2, 'rooms')).not.toEqual(draw(3, 'rooms'))
  })

  it('weigh, and never draw what weighs nothing', () => {
    const dice = diceOf(1, 'weights')
    const drawn = Array.from({ length: 2000 }, () => dice.weighted([0, 1, 3], (each) => each))
    expect(drawn).not.toContain(0)
    const heavy = drawn.filter((each) => each === 3).length
    expect(heavy).toBeGreaterThan(1400)
    expect(heavy).toBeLessThan(1600)
  })
})

describe('ids', () => {
  it('are version 7, in the order of their moments, and do not meet', () => {
    const dice = diceOf(1, 'ids')
    const ids = Array.from({ length: 3000 }, (_, at) => idFrom(dice, 990_101, 1_700_000_000_000 + at + 0.7))
    for (const id of ids)
      expect(id).toMatch(/^990101-[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect([...ids].sort()).toEqual(ids)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

describe('phrases', () => {
  it('choose inside out, and fill the slots', () => {
    const dice = diceOf(1, 'phrases')
    const said = new Set(
      Array.from({ length: 60 }, () => phrase('[楼上[漏水|很吵]|{who}来过]，[请来看看|]。', { who: '物业' }, dice)),
    )
    expect([...said].sort()).toEqual(
      [
        '楼上很吵，。',
        '楼上很吵，请来看看。',
        '楼上漏水，。',
        '楼上漏水，请来看看。',
        '物业来过，。',
        '物业来过，请来看看。',
      ].sort(),
    )
  })

  it('leave no hole behind', () => {
    expect(() => phrase('{nobody}来了', {}, diceOf(1, 'holes'))).toThrow(RangeError)
  })
})

describe('names', () => {
  it('are not given twice', () => {
    const named = namesFrom(diceOf(1, 'names'))
    const names = Array.from({ length: 500 }, () => named().name)
    expect(new Set(names).size).toBe(500)
    expect(nameOnce(diceOf(1, 'names')).name).toBe(names[0])
  })
})

describe('the clock on the wall', () => {
  it('stands in the county’s zone', () => {
    const now = Date.parse('2026-11-21T22:30:00Z')
    const zone = zoneOf('Asia/Shanghai', now)
    expect([zone.day(now), zone.hour(now), zone.weekday(now), zone.month(now)]).toEqual(['2026-11-22', 6, 0, 11])
    expect(new Date(zone.atHour(now, 9.5)).toISOString()).toBe('2026-11-22T01:30:00.000Z')
  })
})

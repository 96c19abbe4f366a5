import { describe, expect, it } from 'vitest'
import { boardNumber, found, isAllowed, moves, next, states, type Verb } from './rules.ts'
import { attendedNow, type Hours } from './rules-hours.ts'
import { tellFigures } from './tell.ts'

describe('the life of a board', () => {
  it('leads from planned over printed and posted to removed, and never out of it', () => {
    expect(next('print', 'planned')).toBe('printed')
    expect(next('post', 'printed')).toBe('posted')
    expect(next('remove', 'posted')).toBe('removed')
    for (const verb of Object.keys(moves) as Verb[]) expect(isAllowed(verb, 'removed'), verb).toBe(false)
  })
  it('posts only what was printed, and prints again what hangs', () => {
    expect(isAllowed('post', 'planned')).toBe(false)
    for (const state of ['posted', 'needsUpdate', 'damaged'] as const) {
      expect(isAllowed('reprint', state)).toBe(true)
      expect(next('reprint', state)).toBe(state)
    }
  })
  it('every state but the last can be left', () => {
    for (const state of states.filter((one) => one !== 'removed'))
      expect(
        Object.keys(moves).some((verb) => isAllowed(verb as Verb, state)),
        state,
      ).toBe(true)
  })
  it('a good look does not undo what the platform knows, a torn sheet is torn', () => {
    expect(found('good', 'needsUpdate')).toBe('needsUpdate')
    expect(found('good', 'damaged')).toBe('posted')
    expect(found('missing', 'posted')).toBe('damaged')
    expect(found('outdated', 'damaged')).toBe('damaged')
    expect(found('outdated', 'posted')).toBe('needsUpdate')
  })
  it('has a number that can be read out', () => {
    expect(boardNumber(620999, 42)).toBe('620999-0042')
    expect(boardNumber(620999, 12345)).toBe('620999-12345')
  })
})

describe('hours', () => {
  const zone = 'Asia/Shanghai'
  const isWorkingDay = (day: string) => day !== '2026-01-01'
  const at = (instant: string, hours: Hours[]) => attendedNow(hours, { instant, zone }, isWorkingDay).length > 0
  const office: Hours[] = [{ on: 'workingDays', from: '08:30', to: '18:00' }]
  it('counts in the zone of the county', () => {
    expect(at('2026-01-05T00:30:00.000Z', office)).toBe(true) // 08:30 in Shanghai
    expect(at('2026-01-05T00:29:00.000Z', office)).toBe(false)
    expect(at('2026-01-05T10:00:00.000Z', office)).toBe(false)
  })
  it('knows holidays', () => expect(at('2026-01-01T02:00:00.000Z', office)).toBe(false))
  it('lets a night go over midnight', () => {
    const night: Hours[] = [{ on: 'sat', from: '20:00', to: '06:00' }]
    expect(at('2026-01-10T13:00:00.000Z', night)).toBe(true) // Saturday 21:00
    expect(at('2026-01-10T21:00:00.000Z', night)).toBe(true) // Sunday 05:00
    expect(at('2026-01-11T13:00:00.000Z', night)).toBe(false) // Sunday 21:00
  })
})

describe('figures', () => {
  const counts = { reported: 10, answered: 9, closed: 6, rated: 5, rating: 4.66, minutes: 12.4 }
  it('says shares and the median', () => {
    expect(tellFigures(counts)).toEqual({
      days: 90,
      reported: 10,
      answeredPercent: 90,
      firstAnswerMinutes: 12,
      settledPercent: 60,
      rating: 4.7,
    })
  })
  it('says nothing of fewer than five', () => {
    const few = tellFigures({ ...counts, reported: 4, answered: 4, rated: 4 })
    expect(Object.values(few).filter((value) => value !== null)).toEqual([90])
  })
})

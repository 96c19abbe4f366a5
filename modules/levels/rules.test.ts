import { Failure } from '@doorstep/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { defaults } from './defaults.ts'
import * as rules from './rules.ts'
import { advise, isOrdered } from './rules-advice.ts'
import { type Colour, colours, rankOf } from './states.ts'

const start = Date.parse('2026-11-16T02:00:00Z')
const people = ['a', 'b', 'c'] as const
const why = (colour: Colour): rules.Decision => ({ colour, reason: '样例', terms: [], points: 0 })
const subject: rules.Subject = {
  id: '620999-1',
  area: '620999001001',
  subjectKind: 'matter',
  subject: '620999-2',
  kind: 'dispute',
  place: null,
  point: null,
}

type Step = { who: (typeof people)[number]; hours: number; what: string; colour: Colour; yes: boolean }
const step = fc.record<Step>({
  who: fc.constantFrom(...people),
  hours: fc.integer({ min: 1, max: 400 }),
  what: fc.constantFrom('raise', 'sign', 'confirm', 'proposeLower', 'decideLower', 'expire', 'close'),
  colour: fc.constantFrom(...colours),
  yes: fc.boolean(),
})

function taken(level: rules.Level, { who, what, colour, yes }: Step, at: string): rules.Level {
  const act = { by: who, at }
  switch (what) {
    case 'raise':
      return rules.raise(level, act, why(colour), defaults, yes)
    case 'sign':
      return rules.sign(level, act)
    case 'confirm':
      return rules.confirm(level, act, '仍然如此', defaults)
    case 'proposeLower':
      return rules.proposeLower(level, act, '平稳', yes ? '会商记录' : null)
    case 'decideLower':
      return rules.decideLower(level, act, yes, '同意', defaults)
    case 'expire':
      return rules.isExpired(level, at) ? rules.finish(level, { by: null, at }, 'expired') : level
    default:
      return rules.finish(level, { by: null, at }, 'closed')
  }
}

it('holds what the README promises on 1,000 random walks', () => {
  fc.assert(
    fc.property(fc.constantFrom(...colours), fc.array(step, { maxLength: 40 }), (colour, steps) => {
      let now = start
      let level = rules.begin(subject, { by: 'a', at: new Date(now).toISOString() }, why(colour), defaults, false)
      for (const each of steps) {
        now += each.hours * 3_600_000
        const at = new Date(now).toISOString()
        const before = level
        try {
          level = taken(before, each, at)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
          continue
        }
        const moved = rankOf(level.colour) - rankOf(before.colour)
        expect(before.state, 'an ended level does not move').toBe(level === before ? before.state : 'active')
        if (moved > 0) expect(each.what).toBe('raise')
        if (moved < 0 || (level.end === 'lowered' && before.end === null)) {
          expect(each.what).toBe('decideLower')
          expect(moved, 'one step at a time').toBeGreaterThanOrEqual(-1)
          expect(before.lowering?.by, 'by a second person').not.toBe(each.who)
          expect(before.lowering?.evidence).toBeTruthy()
          if (before.colour === 'red') expect(before.lowering?.meeting).not.toBeNull()
        }
        if (level.signedBy !== null && each.what === 'sign') expect(level.signedBy).not.toBe(level.decidedBy)
        if (level.state === 'active') {
          expect(Date.parse(level.expires)).toBeGreaterThan(Date.parse(level.since))
          const needs = level.colour === 'orange' || level.colour === 'red'
          expect(level.signDue === null).toBe(!needs || level.signedBy !== null)
        }
      }
    }),
    { numRuns: 1000 },
  )
})

it('advises what the table of the handbook says, every term named', () => {
  const coloured = (facts: Parameters<typeof advise>[0]) => advise(facts, defaults).colour
  expect(coloured({ reports: 1 })).toBe('blue')
  expect(coloured({ reports: 2 })).toBe('yellow')
  expect(coloured({ failedMediations: 1 })).toBe('yellow')
  expect(coloured({ reports: 3 })).toBe('orange')
  for (const fact of [{ threat: true }, { households: 3 }, { overdue: true }]) expect(coloured(fact)).toBe('orange')
  for (const fact of [{ violence: true }, { groupRisk: true }, { crossDepartment: true }])
    expect(coloured(fact)).toBe('red')
  expect(advise({ reports: 2, breach: true }, defaults)).toEqual({
    colour: 'orange',
    points: 4,
    terms: [
      { code: 'secondReport', value: 2, atLeast: 2, points: 2 },
      { code: 'breach', value: 1, atLeast: 1, points: 2 },
    ],
  })
})

it('refuses a table in which a higher colour is easier to reach', () => {
  expect(isOrdered(defaults)).toBe(true)
  expect(isOrdered({ from: { yellow: 5, orange: 4, red: 8 } })).toBe(false)
})

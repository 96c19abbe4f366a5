import { Failure } from '@doorstep/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaults, type Rule } from './defaults.ts'
import * as rules from './rules.ts'
import { type Move, moves, type State, states } from './states.ts'

const at = (day: number): string => new Date(Date.UTC(2026, 9, day, 4)).toISOString()
const spot = { lat: 40.005, lon: 100.002 }
const moved = (metres: number) => ({ ...spot, lat: spot.lat + metres / 111_195 })
let n = 0
const sign = (change: Partial<rules.Sign> = {}): rules.Sign => ({
  id: `s${++n}`,
  source: 'call',
  ref: `r${n}`,
  area: '620999001001001',
  family: 'neighbour',
  place: null,
  placeKey: null,
  point: spot,
  at: at(10),
  proposal: null,
  matter: null,
  ...change,
})
const only = (...codes: string[]) => ({ rules: defaults.rules.filter(({ code }) => codes.includes(code)) })
const codes = (fired: rules.Fired | null) => fired?.because.map(({ code }) => code)

describe('the rules say why they fire', () => {
  it('same spot, same family, within its days', () => {
    const first = sign({ at: at(1) })
    const fired = rules.fire(sign({ point: moved(70) }), [first], only('sameSpot'))
    expect(fired?.because).toEqual([{ code: 'sameSpot', count: 2, days: 90, metres: 80, atLeast: 2 }])
    expect(fired?.signs[0]).toBe(first)
    expect(rules.fire(sign({ point: moved(90) }), [first], only('sameSpot'))).toBeNull()
    expect(rules.fire(sign({ at: at(100) }), [first], only('sameSpot'))).toBeNull()
    expect(rules.fire(sign({ family: 'labourDebt' }), [first], only('sameSpot'))).toBeNull()
    expect(codes(rules.fire(sign({ family: null, source: 'visit' }), [first], only('sameSpot')))).toEqual(['sameSpot'])
  })
  it('same address however it is written', () => {
    const [one, two] = ['杨树里小区 3 号楼2单元', '杨树里小区3号楼 2单元。'].map(rules.placeKeyOf)
    expect(one).toBe(two)
    expect(rules.placeKeyOf('3号楼')).toBeNull()
    const far = { point: null, placeKey: one ?? null }
    expect(codes(rules.fire(sign(far), [sign(far)], defaults))).toEqual(['sameAddress'])
  })
  it('several rules at once, and none that is switched off', () => {
    const others = [sign({ at: at(8) }), sign({ at: at(7), family: 'family' }), sign({ at: at(6) })]
    expect(codes(rules.fire(sign(), others, defaults))).toEqual(['sameSpot', 'sameWeek', 'oftenHere'])
    const off = { rules: defaults.rules.map((rule): Rule => ({ ...rule, on: false })) }
    expect(rules.fire(sign(), others, off)).toBeNull()
  })
  it('says nothing of what is one matter already, and something when another comes', () => {
    const known = [sign({ matter: 'm', source: 'report' }), sign({ matter: 'm' })]
    expect(rules.fire(sign({ matter: 'm' }), known, defaults)).toBeNull()
    const fired = rules.fire(sign(), known, defaults)
    expect(fired && rules.described(fired.signs).matter).toBe('m')
  })
})

it('never looks at who called: a sign has no person in it', () => {
  expect(Object.keys(sign()).filter((key) => /phone|name|person|account|caller/i.test(key))).toEqual([])
})

it('refuses a table with a code twice, or a spot without a distance', () => {
  expect(rules.isWhole(defaults)).toBe(true)
  const [rule] = defaults.rules as [Rule]
  expect(rules.isWhole({ rules: [rule, rule] })).toBe(false)
  expect(rules.isWhole({ rules: [{ ...rule, metres: 0 }] })).toBe(false)
})

const proposal: rules.Proposal = {
  id: 'p',
  area: '620999001001001',
  state: 'open',
  family: null,
  place: null,
  point: null,
  because: [],
  count: 2,
  matter: null,
  newestAt: at(1),
  decidedBy: null,
  decidedAt: null,
  reason: null,
  updatedAt: at(1),
}
const act = { by: 'a', at: at(2) }
const does: Record<Move, (one: rules.Proposal) => rules.Proposal> = {
  confirm: (one) => rules.confirm(one, act, 'm'),
  link: (one) => rules.link(one, act, 'm', null),
  dismiss: (one) => rules.dismiss(one, act, '不相干'),
  lapse: (one) => rules.lapse(one, act),
}
it('is decided once: every verb in every state, and 1,000 random walks', () => {
  for (const verb of Object.keys(moves) as Move[])
    for (const state of states)
      if ((moves[verb].from as readonly State[]).includes(state))
        expect(does[verb]({ ...proposal, state }).state).toBe(moves[verb].to)
      else expect(() => does[verb]({ ...proposal, state })).toThrow(Failure)
  const verbs = fc.array(fc.constantFrom(...(Object.keys(moves) as Move[])), { maxLength: 10 })
  fc.assert(
    fc.property(verbs, (steps) => {
      let one = proposal
      let decisions = 0
      for (const verb of steps) {
        try {
          one = does[verb](one)
          decisions++
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
        expect(decisions).toBeLessThanOrEqual(1)
        expect(one.decidedAt === null).toBe(one.state === 'open')
        if (one.state === 'confirmed' || one.state === 'linked') expect(one.matter).not.toBeNull()
        if (one.state === 'dismissed') expect(one.reason).not.toBeNull()
      }
    }),
    { numRuns: 1000 },
  )
})

import { Failure } from '@doorstep/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as rules from './rules.ts'
import { isOpen, type Move, moves, type State, states } from './states.ts'

const spot = { lat: 40.005, lon: 100.002 }
const near = { lat: 40.0052, lon: 100.002 }
const far = { lat: 40.007, lon: 100.002 }
const at = '2026-11-16T02:00:00.000Z'
const act = (day = 16): rules.Act => ({ by: 'a', at, today: `2026-11-${day}` })
const file = '620999-1'

const found: rules.Hazard = {
  id: '620999-2',
  code: '20261116-ABCDE',
  area: '620999001001001',
  sort: 'wiring',
  state: 'found',
  class: null,
  place: null,
  point: spot,
  responsible: null,
  person: null,
  notices: 0,
  due: null,
  before: null,
  recheck: null,
  referredTo: null,
  foundAt: at,
  closedAt: null,
  updatedAt: at,
}
const notice = (change: Partial<rules.Notice> = {}): rules.Notice => ({
  class: 'general',
  responsible: '物业',
  person: null,
  demands: '清理',
  due: '2026-11-20',
  before: { file, point: spot },
  ...change,
})
const looked = (change: Partial<rules.Looked> = {}): rules.Looked => ({
  gone: true,
  words: null,
  photo: { file, point: near },
  why: null,
  ...change,
})
const code = (work: () => unknown): string | undefined => {
  try {
    work()
  } catch (error) {
    return (error as Failure).code
  }
  return undefined
}
const fixing = rules.serve(rules.notify(found, act(), notice()), act())

const does: Record<Move, (hazard: rules.Hazard) => rules.Hazard> = {
  clear: (hazard) => rules.clear(hazard, act(), looked(), 50),
  notify: (hazard) => rules.notify(hazard, act(), notice()),
  serve: (hazard) => rules.serve(hazard, act()),
  extend: (hazard) => rules.extend(hazard, act(), '2026-12-20'),
  recheck: (hazard) => rules.recheck(hazard, act(), looked(), 50),
  notifyAgain: (hazard) => rules.notifyAgain(hazard, act(), notice()),
  strikeOff: (hazard) => rules.strikeOff(hazard, act(), true),
  refer: (hazard) => rules.refer(hazard, act(), 'fire'),
  expire: (hazard) => rules.expire(hazard, act()),
  drop: (hazard) => rules.drop(hazard, act()),
  reopen: (hazard) => rules.reopen(hazard, act()),
}
const seen = (gone: boolean): rules.Recheck => ({ at, by: 'b', gone, words: null, after: null })

describe('every verb in every state', () => {
  for (const verb of Object.keys(moves) as Move[])
    for (const state of states) {
      const may = (moves[verb].from as readonly State[]).includes(state)
      it(`${verb} in ${state} ${may ? 'happens' : 'is refused'}`, () => {
        const hazard = { ...fixing, state, recheck: seen(verb === 'strikeOff') }
        if (may) expect(does[verb](hazard).state).toBe(moves[verb].to)
        else expect(code(() => does[verb](hazard))).toBe('hazards.wrongState')
      })
    }
})

it('asks for a photo of the spot, and why where it is of another', () => {
  expect(code(() => rules.notify(found, act(), notice({ before: null })))).toBe('hazards.photoMissing')
  expect(code(() => rules.recheck(fixing, act(), looked({ photo: null }), 50))).toBe('hazards.photoMissing')
  expect(rules.recheck(fixing, act(), looked({ gone: false, photo: null }), 50).recheck?.after).toBeNull()
  const away = looked({ photo: { file, point: far } })
  expect(code(() => rules.recheck(fixing, act(), away, 50))).toBe('hazards.elsewhere')
  expect(rules.recheck(fixing, act(), { ...away, why: '大门已封，从对面拍' }, 50).recheck?.after?.metres).toBe(222)
  expect(rules.recheck(fixing, act(), looked({ photo: { file, point: null } }), 50).recheck?.after?.metres).toBeNull()
})

it('strikes off what is gone only, a major one by a leader only', () => {
  const still = rules.recheck(fixing, act(), looked({ gone: false }), 50)
  expect(code(() => rules.strikeOff(still, act(), true))).toBe('hazards.stillThere')
  const gone = rules.recheck(fixing, act(), looked(), 50)
  expect(code(() => rules.notifyAgain(gone, act(), notice()))).toBe('hazards.isGone')
  expect(code(() => rules.strikeOff({ ...gone, class: 'major' }, act(), false))).toBe('hazards.forLeaders')
  expect(rules.strikeOff(gone, act(), false)).toMatchObject({ state: 'struckOff', due: null, closedAt: at })
})

it('has days to come only, and more time is more', () => {
  expect(code(() => rules.notify(found, act(21), notice()))).toBe('hazards.dayPast')
  expect(code(() => rules.extend(fixing, act(), '2026-11-20'))).toBe('hazards.notLater')
  expect(rules.isLate(fixing, '2026-11-20')).toBe(false)
  expect(rules.isLate(fixing, '2026-11-21')).toBe(true)
})

type Step = { verb: Move; gone: boolean; leads: boolean; photo: boolean; point: 'near' | 'far' | 'none'; why: boolean }
const step = fc.record<Step>({
  verb: fc.constantFrom(...(Object.keys(moves) as Move[])),
  gone: fc.boolean(),
  leads: fc.boolean(),
  photo: fc.boolean(),
  point: fc.constantFrom('near', 'far', 'none'),
  why: fc.boolean(),
})
function taken(hazard: rules.Hazard, { verb, gone, leads, photo, point, why }: Step): rules.Hazard {
  const where = { near, far, none: null }[point]
  const look = looked({ gone, photo: photo ? { file, point: where } : null, why: why ? '说明' : null })
  if (verb === 'recheck') return rules.recheck(hazard, act(), look, 50)
  if (verb === 'clear') return rules.clear(hazard, act(), look, 50)
  if (verb === 'strikeOff') return rules.strikeOff(hazard, act(), leads)
  if (verb === 'notify' || verb === 'notifyAgain') {
    const wanted = notice({ class: leads ? 'major' : 'general', before: photo ? { file, point: where } : null })
    return verb === 'notify' ? rules.notify(hazard, act(), wanted) : rules.notifyAgain(hazard, act(), wanted)
  }
  return does[verb](hazard)
}

it('holds what the README promises on 1,000 random walks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      let hazard = found
      for (const each of steps) {
        const before = hazard
        try {
          hazard = taken(before, each)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
          continue
        }
        expect(moves[each.verb].from).toContain(before.state)
        if (hazard.state === 'struckOff') {
          expect(hazard.recheck?.gone, 'what is struck off is gone').toBe(true)
          expect(hazard.recheck?.after, 'and shown').not.toBeNull()
          if (before.class === 'major') expect(each.leads).toBe(true)
        }
        const after = hazard.recheck?.after
        if (after?.metres && after.metres > 50) expect(after.why).not.toBeNull()
        expect(hazard.closedAt === null).toBe(isOpen(hazard.state))
        if (['notified', 'fixing', 'overdue', 'rechecked'].includes(hazard.state)) {
          expect(hazard.notices).toBeGreaterThan(0)
          expect(hazard.due).not.toBeNull()
          expect(hazard.before).not.toBeNull()
          expect(hazard.responsible).not.toBeNull()
        }
        expect(hazard.notices).toBeGreaterThanOrEqual(before.notices)
        if (hazard.state === 'referred') expect(hazard.referredTo).not.toBeNull()
      }
    }),
    { numRuns: 1000, seed: 20261116 },
  )
})

import { Failure, type Operation } from '@doorstep/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { matters as contract } from './contract.ts'
import { kinds } from './kinds/index.ts'
import * as rules from './rules.ts'
import { allowed, permissionOf, type Who } from './rules-allowed.ts'
import * as clock from './rules-clock.ts'
import * as closing from './rules-closing.ts'
import { checkExtra } from './rules-extra.ts'
import { gramsOf, likeness, summaryOf, surnameOf } from './rules-text.ts'
import { isOpen, moves, pausedStates, type State, states, type Verb } from './states.ts'
import { matterIn } from './test-matters.ts'

const day = 86_400_000
const at = (n: number): string => new Date(Date.parse('2026-03-02T01:00:00.000Z') + n * day).toISOString()
const plus = (from: string, days: number): string => new Date(Date.parse(from) + days * day).toISOString()

type Step = (matter: rules.Matter, act: rules.Act, n: number) => rules.Matter
const walk: Record<Verb, Step> = {
  accept: (m, act) => rules.accept(m, act, plus(act.at, 7)),
  assign: (m, act, n) => rules.assign(m, act, `officer${n % 3}`),
  start: rules.start,
  note: rules.note,
  reply: rules.reply,
  askHelp: (m, act, n) => rules.askHelp(m, act, `helper${n % 2}`),
  dropHelp: (m, act, n) => rules.dropHelp(m, act, m.helpers[n % 2] ?? 'helper0'),
  helped: rules.helped,
  waitForPerson: rules.waitForPerson,
  handToDepartment: (m, act) => rules.handToDepartment(m, act, 'housing'),
  answerFromDepartment: rules.answerFromDepartment,
  returnToRoom: rules.returnToRoom,
  resume: (m, act) => rules.resume(m, act, (due, since) => plus(due, (Date.parse(act.at) - Date.parse(since)) / day)),
  suspend: rules.suspend,
  passOn: (m, act, n) => rules.passOn(m, act, `62099900100${n % 5}`.padEnd(12, '1'), plus(act.at, 1)),
  transferOut: rules.transferOut,
  askExtension: (m, act) => rules.askExtension(m, act, 5, 'reason'),
  decideExtension: (m, act, n) => rules.decideExtension(m, { ...act, by: 'chief' }, n % 2 === 0 ? 0 : 5, plus),
  resolve: (m, act) => closing.resolve(m, act, 'solved', 'done'),
  confirm: closing.confirm,
  object: (m, act) => closing.object(m, { ...act, by: null }, plus(act.at, 7)),
  rate: (m, act, n) => closing.rate(m, act, (n % 5) + 1, null),
  recordVisit: (m, act) => closing.recordVisit(m, act, [{ round: m.reopened, day: 1, dueAt: act.at, doneAt: null }], 1),
  reopen: (m, act) => closing.reopen(m, act, plus(act.at, 7)),
  archive: closing.archive,
  withdraw: closing.withdraw,
  urge: (m, act) => closing.urge(m, act, (a, b) => a.slice(0, 10) === b.slice(0, 10)),
  supervise: (m, act, n) => rules.supervise(m, act, (['none', 'reminder', 'yellow', 'red'] as const)[n % 4] ?? 'none'),
  tell: closing.tell,
  correct: (m, act) => rules.correct(m, act, { urgency: 'urgent' }, plus(act.at, 1)),
  attach: rules.attach,
  linkDuplicate: (m, act) => rules.linkDuplicate(m, act, { id: 'other', duplicateOf: null, state: 'accepted' }),
  closeWithOther: (m, act) =>
    closing.closeWithOther(m, act, matterIn('resolved', { at: act.at, assignee: 'officer0' })),
  settle: (m, act) =>
    closing.settle(m, act, 'settle', { by: 'disputes', grade: 'monitored', result: 'x', stays: false }),
  regrade: (m, act) =>
    closing.settle(m, act, 'regrade', { by: 'disputes', grade: 'solved', result: 'x', stays: false }),
  relimit: (m, act) => rules.relimit(m, act, 'dispute.complex', plus(act.at, 20)),
}
const verbs = Object.keys(moves) as Verb[]
const owned: readonly State[] = ['accepted', 'inProgress', 'waitingPerson', 'waitingDepartment', 'suspended']

function hold(m: rules.Matter): void {
  const paused = pausedStates.includes(m.state)
  expect(m.dueAt === null).toBe(paused || !isOpen(m.state))
  expect(m.pausedAt !== null).toBe(paused)
  if (owned.includes(m.state)) {
    expect(m.assignee).not.toBeNull()
    expect(m.handleDue).not.toBeNull()
  }
  const closed = m.state === 'resolved' || m.state === 'followUp'
  if (closed) expect([m.grade, m.result, m.resolvedAt]).not.toContain(null)
  if (isOpen(m.state)) expect([m.grade, m.result, m.resolvedAt]).toEqual([null, null, null])
  expect(m.extensions).toBeLessThanOrEqual(rules.maxExtensions)
  if (m.extension) expect(owned).toContain(m.state)
  expect(new Set(m.helpers).size).toBe(m.helpers.length)
}

describe('whatever happens to a matter', () => {
  test('1,000 random lives of 60 verbs keep what must always hold', () => {
    const reached = new Set<string>()
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...verbs), fc.nat(9)), { minLength: 60, maxLength: 60 }),
        (life) => {
          let m = matterIn('submitted', { at: at(0) })
          let objections = 0
          life.forEach(([verb, n], hour) => {
            const act = { by: `officer${n % 3}`, at: plus(at(0), hour / 8) }
            const before = m
            try {
              m = (walk[verb] as Step)(m, act, n)
            } catch (error) {
              expect(error).toBeInstanceOf(Failure)
              if (!rules.canMove(before.state, verb)) expect((error as Failure).code).toBe('matters.wrongState')
              expect(m).toBe(before)
              return
            }
            expect(rules.canMove(before.state, verb)).toBe(true)
            expect(m.state).toBe(rules.stateAfter(before.state, verb))
            if (before.state === 'archived') expect(m.state).toBe('archived')
            if (before.firstReceiver !== null) expect(m.firstReceiver).toBe(before.firstReceiver)
            if (verb === 'object') objections++
            reached.add(`${before.state} ${verb}`)
            hold(m)
          })
          expect(objections).toBeLessThanOrEqual(1)
          expect(m.reopened).toBeGreaterThanOrEqual(objections)
        },
      ),
      { numRuns: 1000, seed: 20_261_121 },
    )
    // The walks went nearly everywhere the table allows, so the invariants were really tried.
    const possible = verbs.flatMap((verb) => moves[verb].from.map((state) => `${state} ${verb}`))
    const missed = possible.filter((pair) => !reached.has(pair))
    expect(missed).toEqual([])
  })

  test('every verb is refused in every state that the table does not name', () => {
    for (const state of states)
      for (const verb of verbs.filter((each) => !rules.canMove(state, each))) {
        const m = matterIn(state, { at: at(0), assignee: 'officer1' })
        expect(() => (walk[verb] as Step)(m, { by: 'officer1', at: at(1) }, 1), `${verb} in ${state}`).toThrow(
          expect.objectContaining({ code: 'matters.wrongState', data: { state } }),
        )
      }
  })
})

describe('the clock', () => {
  const watch = (now: string): clock.Watch => ({
    now,
    after: (card, from) =>
      plus(
        from,
        {
          'accept.yellow': 1,
          'accept.red': 2,
          'handle.yellow': 5,
          'handle.red': 10,
          'late.yellow': 1,
          'late.red': 5,
        }[card],
      ),
    dueSoon: (_from, due) => Date.parse(due) - Date.parse(now) < day,
  })
  const act = { by: null, at: at(3) }
  test.each([
    ['submitted', 0.5, 'dueSoon'],
    ['submitted', 1.5, 'accept.yellow'],
    ['submitted', 2.5, 'accept.red'],
    ['accepted', 4, undefined],
    ['accepted', 5.5, 'handle.yellow'],
    ['accepted', 10.5, 'handle.red'],
    ['waitingPerson', 30, undefined],
    ['suspended', 30, undefined],
    ['resolved', 30, undefined],
  ] as const)('%s for %d days: %s', (state, days, caused) => {
    expect(clock.causedBy(matterIn(state, { at: at(0) }), watch(at(days)))).toBe(caused)
  })
  test('word from the staff puts the card off, until the deadline itself has passed', () => {
    const m = matterIn('accepted', { at: at(0), handledAt: at(5) })
    expect(clock.causedBy(m, watch(at(5.5)))).toBeUndefined()
    expect(clock.causedBy(m, watch(at(6.5)))).toBe('dueSoon')
    expect(clock.causedBy(m, watch(at(7.5)))).toBe('handle.reminder')
    expect(clock.causedBy(m, watch(at(8.5)))).toBe('handle.yellow')
    expect(clock.causedBy({ ...m, handledAt: at(11) }, watch(at(12.5)))).toBe('handle.red')
  })
  test('happens once, does not lower what a leader set, and is not forgotten by lifting the card', () => {
    const yellow = clock.cause(matterIn('submitted', { at: at(0) }), act, 'accept.yellow')
    expect(yellow.supervision).toBe('yellow')
    expect(clock.causedBy(yellow, watch(at(1.5)))).toBeUndefined()
    const lifted = rules.supervise(yellow, act, 'none')
    expect(clock.causedBy(lifted, watch(at(1.5)))).toBeUndefined()
    const red = rules.supervise(lifted, act, 'red')
    expect(clock.cause(red, act, 'accept.yellow').supervision).toBe('red')
  })
  test('a linked matter is not carded: another goes on for it', () => {
    expect(clock.causedBy(matterIn('submitted', { at: at(0), duplicateOf: 'x' }), watch(at(9)))).toBeUndefined()
  })
})

describe('who may do what', () => {
  test('the table of permissions is the contract’s', () => {
    for (const [verb, permission] of Object.entries(permissionOf))
      expect((contract as Record<string, Operation>)[verb]?.may ?? null, verb).toBe(permission)
  })
  const reaching = (grants: Record<string, string[]>, account = 'officer1', own = false): Who => ({
    account,
    own,
    may: (permission) =>
      grants[permission] && { everyone: false, own, asked: false, scopes: grants[permission] as string[], units: [] },
  })
  const room = {
    'matters.handle': ['620999001001'],
    'matters.accept': ['620999001001'],
    'matters.note': ['620999001001'],
  }
  test('others of the room help; only the one who handles it, or a leader, closes it', () => {
    const m = matterIn('inProgress', { at: at(0), assignee: 'officer1' })
    expect(allowed(m, reaching(room))).toContain('resolve')
    const colleague = allowed(m, reaching(room, 'officer2'))
    expect(colleague).toContain('reply')
    expect(colleague).not.toContain('resolve')
    expect(allowed(m, reaching({ ...room, 'matters.lead': ['620999001'] }, 'chief'))).toContain('resolve')
  })
  test('nobody decides on their own request', () => {
    const m = matterIn('inProgress', {
      at: at(0),
      assignee: 'chief',
      extension: { days: 5, reason: 'r', askedAt: at(0), by: 'chief' },
    })
    const lead = { 'matters.lead': ['620999'] }
    expect(allowed(m, reaching(lead, 'chief'))).not.toContain('decideExtension')
    expect(allowed(m, reaching(lead, 'deputy'))).toContain('decideExtension')
  })
  test('outside of the reach nothing is offered; the person is offered what is theirs', () => {
    expect(allowed(matterIn('inProgress', { at: at(0), area: '620998001001' }), reaching(room))).toEqual([])
    const person = reaching({ 'matters.answer': [], 'matters.attach': [] }, 'resident', true)
    expect(allowed(matterIn('resolved', { at: at(0) }), person).sort()).toEqual([
      'attach',
      'confirm',
      'object',
      'rate',
      'tell',
    ])
    expect(allowed(matterIn('resolved', { at: at(0), objected: true }), person)).not.toContain('object')
  })
})

describe('words', () => {
  test('the summary is the first sentence, at most 60 characters', () => {
    expect(summaryOf('楼上漏水。已经三天了，没人管')).toBe('楼上漏水。')
    expect(summaryOf('\n 第一行没有标点\n第二行')).toBe('第一行没有标点')
    expect([...summaryOf('漏'.repeat(200))]).toHaveLength(60)
    expect(summaryOf('。。')).not.toBe('')
  })
  test('likeness: the same, alike, unlike; whatever the punctuation', () => {
    expect(likeness('楼上漏水，吵起来了', '楼上漏水 吵起来了！')).toBe(1)
    expect(likeness('三单元楼上漏水两家吵架', '三单元漏水，楼上楼下吵架')).toBeGreaterThan(0.4)
    expect(likeness('楼上漏水', '路灯不亮')).toBe(0)
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        expect(likeness(a, b)).toBeCloseTo(likeness(b, a), 10)
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0)
        expect(likeness(a, b)).toBeLessThanOrEqual(1)
      }),
    )
  })
  test('two characters are enough to find', () => expect(gramsOf('三楼漏水')).toContain('漏水'))
  test.each([
    ['李明', '李'],
    ['欧阳修', '欧阳'],
    ['司马', '司'],
    ['阿依古丽·买买提', '阿依古丽'],
    ['John Smith', 'Smith'],
    ['𠮷田', '𠮷'],
  ])('surname of %s', (name, surname) => expect(surnameOf(name)).toBe(surname))
})

describe('a kind’s own fields', () => {
  test.each([
    ['hazard', { sort: 'gas' }, true],
    ['hazard', {}, false],
    ['hazard', { sort: 'volcano' }, false],
    ['hazard', { sort: 'gas', fenced: 'yes' }, false],
    ['hazard', { sort: 'gas', colour: 'red' }, false],
    ['lostItem', { side: 'lost', thing: '钥匙', when: '2026-02-28' }, true],
    ['lostItem', { side: 'lost', thing: '钥匙', when: '2026-02-30' }, false],
    ['lostItem', { side: 'lost', thing: '  ' }, false],
    ['lostItem', { side: 'lost', thing: '长'.repeat(61) }, false],
    ['consult', {}, true],
  ])('%s %j: %s', (kind, extra, fits) => {
    const check = () => checkExtra(kind, extra)
    if (fits) expect(check).not.toThrow()
    else expect(check).toThrow(expect.objectContaining({ code: 'matters.fieldWrong' }))
  })
  test('each kind has words for its fields in both languages', async () => {
    for (const locale of ['zh-CN', 'en-US']) {
      const { default: words } = await import(`./locales/${locale}.json`, { with: { type: 'json' } })
      for (const { code, fields } of kinds) {
        expect(words.kinds[code]?.label, code).toBeTruthy()
        for (const field of fields) {
          expect(words.kinds[code].fields[field.name]?.label, `${code}.${field.name}`).toBeTruthy()
          for (const option of field.type === 'choice' ? field.options : [])
            expect(words.kinds[code].fields[field.name].options[option], `${field.name}.${option}`).toBeTruthy()
        }
      }
    }
  })
})

import { Failure } from '@doorstep/contract'
import { describe, expect, test } from 'vitest'
import type { Matter } from '../matters/rules.ts'
import * as closing from '../matters/rules-closing.ts'
import { settlingOf } from '../matters/rules-closing.ts'
import { isOpen as isMatterOpen } from '../matters/states.ts'
import { matterIn } from '../matters/test-matters.ts'
import { disputes as contract, failures } from './contract.ts'
import { defaultTypes } from './defaults.ts'
import en from './locales/en-US.json' with { type: 'json' }
import * as rules from './rules.ts'
import { allowed, permissionOf } from './rules-allowed.ts'
import * as gates from './rules-gates.ts'
import { consequence } from './rules-spine.ts'
import { families, holdsMatter, isOpen, moves, publicVerbs, type State, settles, states, type Verb } from './states.ts'

const day = 86_400_000
const at = (n: number): string => new Date(Date.parse('2026-03-02T01:00:00.000Z') + n * day).toISOString()
const verbs = Object.keys(moves) as Verb[]

/** A file with its people and its matter, all of it pure. */
type World = {
  file: rules.Dispute
  parties: gates.PartyFacts[]
  mediators: { accepted: string[] }[]
  sessions: ('planned' | 'held' | 'cancelled')[]
  matter: Matter
}
const party = (id: string, role: string, isMinor = false): gates.PartyFacts => ({
  id,
  role,
  isMinor,
  selfSupporting: false,
  guardian: null,
  rightsReadAt: null,
  consent: 'none',
})
function beginning(): World {
  const matter = matterIn('inProgress', { at: at(0), assignee: 'officer0' })
  const { id, code, area, place, assignee, reportedAt, dueAt: deadline } = matter
  return {
    file: rules.begin({ id, code, area, place, assignee, reportedAt, deadline }, { by: null, at: at(0) }),
    parties: [],
    mediators: [],
    sessions: [],
    matter,
  }
}

/** What the service does around a verb, with the same gates. Each may throw. */
const replaced = <T>(list: readonly T[], index: number, change: Partial<T>): T[] =>
  list.map((each, n) => (n === index % Math.max(1, list.length) ? { ...each, ...change } : each))
const ids = (w: World) => w.parties.filter(gates.isSide).map(({ id }) => id)
const around: Partial<Record<Verb, (w: World, n: number) => Partial<World>>> = {
  addParty: (w, n) => ({
    parties: [
      ...w.parties,
      {
        ...party(
          `p${w.parties.length}`,
          (['applicant', 'respondent', 'guardian'] as const)[n % 3] ?? 'agent',
          n % 7 === 0,
        ),
        consent: w.file.state === 'registered' ? 'none' : 'asked',
      },
    ],
  }),
  changeParty: (w, n) => ({
    parties: replaced(w.parties, n, { guardian: w.parties.find(({ role }) => role === 'guardian')?.id ?? null }),
  }),
  readRights: (w, n) => ({ parties: replaced(w.parties, n, { rightsReadAt: at(n) }) }),
  addMediator: (w) => ({ mediators: [...w.mediators, { accepted: [] }] }),
  acceptMediator: (w, n) => ({ mediators: replaced(w.mediators, n, { accepted: ids(w) }) }),
  askConsent: (w) => {
    if (!['applicant', 'respondent'].every((side) => w.parties.some(({ role }) => role === side)))
      rules.fail('disputes.sidesMissing')
    return { parties: w.parties.map((each) => (gates.isSide(each) ? { ...each, consent: 'asked' } : each)) }
  },
  consent: (w, n) => {
    const next = replaced(w.parties, n, { consent: 'agreed' })
    gates.pass(gates.guardianPresent, { parties: next.filter(({ consent }) => consent === 'agreed') })
    return { parties: next }
  },
  refuse: (w, n) => ({ parties: replaced(w.parties, n, { consent: 'refused' }) }),
  beginMediation: (w) => {
    gates.pass(gates.notRefused, w.parties)
    gates.pass(gates.consented, w.parties)
    gates.pass(gates.guardianPresent, { parties: w.parties })
    return {}
  },
  planSession: (w) => {
    gates.pass(gates.mediated, w)
    return { sessions: [...w.sessions, 'planned'] }
  },
  cancelSession: (w, n) => ({
    sessions: w.sessions.map((each, index) => (index === n && each === 'planned' ? 'cancelled' : each)),
  }),
  holdSession: (w) => {
    const next = w.sessions.lastIndexOf('planned')
    if (next < 0) rules.fail('disputes.sessionOver')
    gates.pass(gates.mediated, w)
    gates.pass(gates.mediatorAccepted, w)
    gates.pass(gates.rightsRead, w.parties)
    gates.pass(gates.guardianPresent, { parties: w.parties })
    return { sessions: w.sessions.map((each, index) => (index === next ? 'held' : each)) }
  },
  drop: (w) => ({
    matter: isMatterOpen(w.matter.state) ? closing.withdraw(w.matter, { by: null, at: at(60) }) : w.matter,
  }),
  reopen: (w) => {
    if (w.matter.state === 'withdrawn') rules.fail('disputes.matterClosed')
    return { parties: w.parties.map((each) => (gates.isSide(each) ? { ...each, consent: 'none' } : each)) }
  },
}
const decide: Partial<Record<Verb, (file: rules.Dispute, act: rules.Act, n: number) => rules.Dispute>> = {
  register: (file, act, n) =>
    rules.register(file, act, { type: 'neighbour', way: n % 2 ? 'police' : 'people', class: 'general' }),
  describe: (file, act, n) => rules.describe(file, act, { people: n }),
  refuse: rules.refuse,
  fail: rules.failed,
  tellWays: (file, act) => rules.tellWays(file, act, 'sealed'),
  withdraw: (file, act) => rules.withdraw(file, act, null),
  drop: rules.drop,
  reopen: rules.reopen,
}
/** The matter as its rules take what the file means for it. */
function followed(matter: Matter, next: ReturnType<typeof consequence>, act: rules.Act): Matter {
  const by = 'disputes'
  if (next?.do === 'hold') return closing.hold(matter, by)
  if (next?.do === 'release') return closing.release(matter, by)
  if (next?.do === 'close') {
    const verb = settlingOf(matter.state)
    return closing.settle(matter, act, verb, { by, grade: next.grade, result: 'x', stays: next.stays })
  }
  if (next?.do !== 'reopen') return matter
  return isMatterOpen(matter.state) ? closing.hold(matter, by) : closing.hold(closing.reopen(matter, act, at(400)), by)
}

function step(w: World, verb: Verb, n: number, when: string): World {
  const act = { by: 'officer0', at: when }
  const made = { ...w, ...around[verb]?.(w, n) }
  const file = decide[verb]?.(w.file, act, n) ?? rules.move(w.file, verb, act)
  const sessions =
    w.file.state === 'mediating' && file.state !== 'mediating'
      ? made.sessions.map((each) => (each === 'planned' ? 'cancelled' : each))
      : made.sessions
  return { ...made, sessions, file, matter: followed(made.matter, consequence(verb, w.file, file), act) }
}

/** Cheaper than an expectation, sixty thousand times. */
function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}
function check(w: World, verb: Verb, before: World): void {
  const { file, matter, parties } = w
  const sides = parties.filter(gates.isSide)
  const came = (state: State) => file.state === state && before.file.state !== state
  const held = holdsMatter(file.state)
  must((matter.heldBy ?? null) === (held ? 'disputes' : null), '2: held from registration to the end')
  must(!held || !closing.readyForArchive(matter, [], at(5000)), '2: not put away meanwhile')
  const grade = settles[file.state]
  const settled = !isMatterOpen(matter.state) && matter.grade === grade
  must(!grade || matter.state === 'withdrawn' || settled, '2: settled through the file')
  const begun = came('mediating') && verb !== 'unagree'
  must(!begun || sides.every(({ consent }) => consent === 'agreed'), '3: consent of every side')
  must(verb !== 'refuse' || file.state === 'refused', '3: one refusal stops it')
  const ready = sides.every(({ rightsReadAt }) => rightsReadAt !== null)
  const accepted = w.mediators.every((mediator) => sides.every(({ id }) => mediator.accepted.includes(id)))
  must(verb !== 'holdSession' || (ready && accepted), '4: rights read, mediators accepted')
  must(!w.sessions.includes('planned') || file.state === 'mediating', '5: planned only while there is mediation')
  const inForce = ['agreed', 'breached', 'confirmApplied'].includes(before.file.state)
  must(!came('performing') || inForce, '6: in force only after it was agreed')
  must(
    !came('performed') || ['performing', 'breached'].includes(before.file.state),
    '6: performed only after it was in force',
  )
  must((file.closedAt !== null) === !isOpen(file.state), 'closed when it ended')
  must(!file.sealed || file.way === 'police', 'only a police mediation is sealed')
  must(file.round - before.file.round === (verb === 'reopen' ? 1 : 0), 'rounds are counted')
  must(file.state !== 'registered' || (file.outcome === null && file.settledAt === null), 'a beginning has no outcome')
}

/** What leads on is tried more often than what ends it, or no walk would come far. */
const forward = new Set<Verb>([
  'consent',
  'askConsent',
  'beginMediation',
  'agree',
  'takeEffect',
  'perform',
  'followUp',
  'close',
  'register',
])
const ends = new Set<Verb>(['drop', 'withdraw', 'refuse', 'fail', 'tellWays'])
const weighed = verbs.flatMap((verb) =>
  Array.from({ length: forward.has(verb) ? 8 : ends.has(verb) ? 1 : 3 }, () => verb),
)

/** mulberry32: the same walk for the same seed. */
const chance = (seed: number) => () => {
  seed = (seed + 0x6d2b79f5) | 0
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296
}
/** Taken where the law and the rules let it; what is refused has a code, and changes nothing. */
function taken(w: World, verb: Verb, n: number, index: number, trail: string): World {
  try {
    const next = step(w, verb, n, at(index))
    check(next, verb, w)
    return next
  } catch (error) {
    if (!(error instanceof Failure) || !(error.code in failures)) throw new Error(trail, { cause: error })
    return w
  }
}
const isLikely = (w: World, verb: Verb, n: number): boolean =>
  verb === 'addParty' ? w.parties.length < 4 : verb === 'drop' ? n % 40 === 0 : true

describe('whatever happens to a file', () => {
  test('1,000 random lives of 60 verbs keep the invariants of the README', { timeout: 60_000 }, () => {
    const reached = new Set<string>()
    for (let seed = 1; seed <= 1000; seed++) {
      const random = chance(seed)
      const trail: string[] = []
      let w = beginning()
      for (let index = 1; index <= 60; index++) {
        const n = Math.floor(random() * 1000)
        const possible = weighed.filter((verb) => rules.canMove(w.file.state, verb) && isLikely(w, verb, n))
        const verb = possible[Math.floor(random() * possible.length)] as Verb
        trail.push(verb)
        w = taken(w, verb, n, index, `seed ${seed}: ${trail.join(' ')}`)
        reached.add(w.file.state)
      }
    }
    // The walks are worth something only where they come everywhere.
    expect([...reached].toSorted()).toEqual([...states].toSorted())
  })

  test.each(verbs)('%s: everything outside of the table is refused with a code', (verb) => {
    for (const state of states) {
      const file = { ...beginning().file, state }
      const doing = () => rules.move(file, verb, { by: null, at: at(1) })
      if (rules.canMove(state, verb)) expect(doing().state).toBe(rules.stateAfter(state, verb))
      else expect(doing).toThrow('disputes.wrongState')
    }
  })
})

describe('what is written down twice is the same', () => {
  const operations = contract as Record<string, { may: string }>
  test.each(verbs.filter((verb) => verb in operations))('%s asks for one permission', (verb) => {
    expect(operations[verb]?.may).toBe(permissionOf[verb])
  })
  test('every verb has its sentence; what the reporter reads has one in plain words', () => {
    expect(Object.keys(en.full).toSorted()).toEqual(verbs.toSorted())
    expect(Object.keys(en.plain).toSorted()).toEqual([...publicVerbs].toSorted())
    for (const state of Object.keys(settles)) expect(Object.keys(en.results)).toContain(state)
  })
  test('nobody is offered what the table or the matrix refuses', () => {
    const grant = { everyone: false, own: false, asked: false, scopes: ['620999'], units: [] }
    const who = {
      account: 'somebody',
      may: (permission: string) => (permission === 'disputes.handle' ? grant : undefined),
    }
    for (const state of states)
      for (const verb of allowed({ state, area: '620999001001', assignee: null }, who)) {
        expect(rules.canMove(state, verb)).toBe(true)
        expect(permissionOf[verb]).toBe('disputes.handle')
      }
    expect(allowed({ state: 'failed', area: '620999001001', assignee: null }, who)).not.toContain('tellWays')
    expect(allowed({ state: 'failed', area: '620999001001', assignee: 'somebody' }, who)).toContain('tellWays')
    expect(allowed({ state: 'failed', area: '620998001001', assignee: 'somebody' }, who)).toEqual([])
  })
  test('the list of types has 27, each once, of the four families', () => {
    expect(new Set(defaultTypes.map(({ code }) => code)).size).toBe(27)
    expect(new Set(defaultTypes.map(({ family }) => family))).toEqual(new Set(families))
  })
})

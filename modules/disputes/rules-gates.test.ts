import { Failure } from '@doorstep/contract'
import { expect, it } from 'vitest'
import en from './locales/en-US.json' with { type: 'json' }
import zh from './locales/zh-CN.json' with { type: 'json' }
import { begin, move } from './rules.ts'
import * as gates from './rules-gates.ts'
import * as after from './rules-gates-agreement.ts'

/** Every gate of the law: that it opens and shuts, and that its words name law, article and what to do. */

const party = (id: string, role: string, given: Partial<gates.PartyFacts> = {}): gates.PartyFacts => ({
  id,
  role,
  isMinor: false,
  selfSupporting: false,
  guardian: null,
  rightsReadAt: '2026-03-02T02:00:00.000Z',
  consent: 'agreed',
  ...given,
})
const a = party('a', 'applicant')
const b = party('b', 'respondent')
const child = party('c', 'respondent', { isMinor: true, guardian: 'g' })
const guardian = party('g', 'guardian', { consent: 'none', rightsReadAt: null })
const neighbour = party('n', 'invited', { consent: 'none', rightsReadAt: null })
const terms = {
  facts: '渗水',
  issues: '谁来修',
  responsibility: '乙方',
  content: '修好',
  way: '自修',
  term: '三月底前',
}
const police = { authority: '渠口派出所', host: '张警官', happenedOn: '2026-03-01', place: '三号楼', course: '推搡' }
const times = { at: '2026-03-04T02:00:00.000Z', until: '2026-03-04T15:59:59.999Z' }
const late = { at: '2026-03-04T16:00:00.000Z', until: '2026-03-04T15:59:59.999Z' }
const both = { parties: [a, b, guardian], mediators: [{ id: 'm' }, { id: 'm2' }] }

type Row = readonly [gate: gates.Gate<never>, article: string, open: unknown[], shut: unknown[]]
const row = <F>(gate: gates.Gate<F>, article: string, open: F[], shut: F[]): Row => [gate as never, article, open, shut]
const table: readonly Row[] = [
  row(
    gates.notRefused,
    '人民调解法 17',
    [
      [a, b],
      [a, party('w', 'witness', { consent: 'refused' })],
    ],
    [[a, party('b', 'respondent', { consent: 'refused' })]],
  ),
  row(
    gates.consented,
    '人民调解法 3',
    [[a, b, guardian]],
    [
      [a],
      [b],
      [],
      [a, party('b', 'respondent', { consent: 'asked' })],
      [a, b, party('b2', 'respondent', { consent: 'none' })],
    ],
  ),
  row(gates.mediated, '人民调解法 19', [{ mediators: [{ accepted: [] }] }], [{ mediators: [] }]),
  row(
    gates.mediatorAccepted,
    '人民调解法 19',
    [{ parties: [a, b, neighbour], mediators: [{ accepted: ['b', 'a'] }] }],
    [
      { parties: [a, b], mediators: [{ accepted: ['a'] }] },
      { parties: [a, b], mediators: [{ accepted: ['a', 'b'] }, { accepted: ['b'] }] },
    ],
  ),
  row(gates.rightsRead, '人民调解法 23', [[a, b, guardian]], [[a, party('b', 'respondent', { rightsReadAt: null })]]),
  row(
    gates.guardianPresent,
    '公安机关办理行政案件程序规定',
    [
      { parties: [a, child, guardian], present: ['a', 'c', 'g'] },
      { parties: [a, child, guardian] },
      { parties: [a, party('c', 'respondent', { isMinor: true, selfSupporting: true })], present: ['a', 'c'] },
      { parties: [a, child, guardian], present: ['a'] },
    ],
    [
      { parties: [a, child, guardian], present: ['a', 'c'] },
      { parties: [a, party('c', 'respondent', { isMinor: true })] },
    ],
  ),
  row(
    gates.invitedAgreed,
    '人民调解法',
    [
      { parties: [a, b, neighbour], present: ['a', 'b'] },
      { parties: [a, party('n', 'invited')], present: ['a', 'n'] },
    ],
    [{ parties: [a, b, neighbour], present: ['a', 'b', 'n'] }],
  ),
  row(
    gates.policeActFits,
    '公安机关办理行政案件程序规定 178',
    gates.policeActs.map((act) => ({ act })),
    [{ act: 'robbery' }, { act: null }],
  ),
  row(
    gates.policeNotExcluded,
    '公安机关办理行政案件程序规定 179',
    [{ exclusions: [] }],
    gates.policeExclusions.map((each) => ({ exclusions: [each] })),
  ),
  row(gates.policeFirstInTime, '公安机关治安调解工作规范', [times], [late]),
  row(gates.policeSecondInTime, '公安机关办理行政案件程序规定', [times], [late]),
  row(gates.policeTwiceAtMost, '公安机关办理行政案件程序规定', [{ held: 0 }, { held: 1 }], [{ held: 2 }, { held: 5 }]),
  row(
    after.termsComplete,
    '人民调解法 29',
    [terms],
    after.termFields.map((field) => ({ ...terms, [field]: ' ' })),
  ),
  row(
    after.policeTermsComplete,
    '公安机关办理行政案件程序规定',
    [police],
    after.policeFields.map((field) => ({ ...police, [field]: null })),
  ),
  row(after.oralRecorded, '人民调解法 28', [{ content: '当面道歉' }], [{ content: '' }, { content: null }]),
  row(
    after.signedByAll,
    '人民调解法 29',
    [{ ...both, signed: ['a', 'b', 'm2'] }],
    [
      { ...both, signed: ['a', 'b'] },
      { ...both, signed: ['a', 'm', 'm2'] },
      { ...both, signed: ['a', 'g', 'm'] },
    ],
  ),
  row(
    after.copiesGiven,
    '人民调解法 29',
    [{ parties: both.parties, copies: ['b', 'a'] }],
    [{ parties: both.parties, copies: ['a'] }],
  ),
  row(after.waysTold, '人民调解法 26', [{ words: '可以起诉' }], [{ words: '  ' }, { words: undefined }]),
  row(
    after.confirmInTime,
    '人民调解法 33',
    [{ on: '2026-04-01', until: '2026-04-01' }],
    [{ on: '2026-04-02', until: '2026-04-01' }],
  ),
  row(
    after.confirmTogether,
    '人民调解法 33',
    [{ parties: both.parties, applicants: ['a', 'b'] }],
    [{ parties: both.parties, applicants: ['a'] }],
  ),
  row(
    after.confirmFits,
    '最高人民法院关于人民调解协议司法确认程序的若干规定 4',
    [{ about: 'obligations' }],
    [{ about: 'identity' }, { about: 'adoption' }, { about: 'marriage' }],
  ),
]

const laws: Record<gates.Law, readonly [zh: string, en: string]> = {
  peopleMediation: ['人民调解法', "People's Mediation Law"],
  policeProcedure: ['公安机关办理行政案件程序规定', 'Procedure of Public Security Organs for Administrative Cases'],
  policeMediation: ['公安机关治安调解工作规范', 'Norm on Public Security Mediation'],
  courtConfirmation: [
    '最高人民法院关于人民调解协议司法确认程序的若干规定',
    'Rules on Judicial Confirmation of People’s Mediation Agreements'.replace('’', "'"),
  ],
}
const digits = ['', '一', '二', '三', '四', '五', '六', '七', '八', '九']
const chinese = (n: number): string => {
  const [hundreds, tens, ones] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  return `${hundreds ? `${digits[hundreds]}百` : ''}${tens ? `${tens === 1 && !hundreds ? '' : digits[tens]}十` : ''}${digits[ones]}`
}

it.each(table)('$code ($1)', (gate, article, open, shut) => {
  const { law, number } = gate.article
  expect(`${laws[law][0]}${number === null ? '' : ` ${number}`}`).toBe(article)
  for (const facts of open) expect(gate.check(facts as never), JSON.stringify(facts)).toBe(true)
  for (const facts of shut) {
    expect(gate.check(facts as never), JSON.stringify(facts)).toBe(false)
    expect(() => gates.pass(gate, facts as never)).toThrow(Failure)
  }
  const name = gate.code.replace('disputes.', '') as keyof typeof zh.failures & keyof typeof en.failures
  const [words, inEnglish] = [zh.failures[name] as string, en.failures[name] as string]
  expect(words).toContain(`《${laws[law][0]}》`)
  expect(inEnglish).toContain(laws[law][1])
  if (number !== null) {
    expect(words).toContain(`第${chinese(number)}条`)
    expect(inEnglish).toContain(`art. ${number}`)
  }
  expect(words.split('。').filter(Boolean).length, 'says what to do').toBeGreaterThan(1)
})

it('every gate has a row above', () => {
  const all = [gates, after]
    .flatMap((part) => Object.values(part))
    .filter((each) => typeof each === 'object' && 'check' in each)
  expect(table.map(([gate]) => gate.code).sort()).toEqual(all.map((gate) => (gate as gates.Gate<never>).code).sort())
  expect([...new Set(table.map(([gate]) => gate.code))].sort()).toEqual(Object.keys(gates.gateFailures).sort())
})

it('a police mediation that was kept and closed shuts its file (治安管理处罚法 136); no other does', () => {
  const origin = { id: '620999-x', code: 'x', area: '620999', place: null, assignee: null, deadline: null }
  const act = { by: null, at: '2026-11-16T02:00:00.000Z' }
  const file = { ...begin({ ...origin, reportedAt: act.at }, act), state: 'followUp' as const }
  expect(move({ ...file, way: 'police' }, 'close', act).sealed).toBe(true)
  expect(move({ ...file, way: 'people' }, 'close', act).sealed).toBe(false)
  expect(move({ ...file, state: 'performing', way: 'police' }, 'breach', act).sealed).toBe(false)
})

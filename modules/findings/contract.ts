import { AreaCode, Choice, contract, Id, Page, Paging, type Rights, Text, t } from '@doorstep/contract'
import type { failures } from './failures.ts'
import { Finding, FindingRow, Sign, Table } from './shapes.ts'
import { families, sources, states } from './states.ts'

/** Calls are the police's own: nobody else reads them. */
const police = { officer: 'area', deputyChief: 'area', chief: 'area', commandRoom: 'area' } as const
export const rights = {
  'findings.read': { ...police, auditor: 'area' },
  'findings.decide': police,
  'findings.rules': { ...police, countyAdmin: 'area', auditor: 'area' },
  'findings.configure': { countyAdmin: 'area' },
} as const satisfies Rights

const verb = <const F extends readonly (keyof typeof failures)[]>(fails: F) =>
  ['findings.missing' as const, 'findings.wrongState' as const, ...fails] as const
const chosen = t.Optional(
  t.Array(Id, { minItems: 1, maxItems: 100, description: 'which of the signs; the others are let go' }),
)

export const findings = contract({
  list: {
    get: '/findings',
    may: 'findings.read',
    summary: 'Proposals that several things are one dispute, the newest first; walked by key.',
    query: t.Object({
      area: t.Optional(AreaCode),
      state: t.Optional(Choice(states)),
      family: t.Optional(Choice(families)),
      ...Paging,
    }),
    reply: Page(FindingRow),
    fails: [],
  },
  signs: {
    get: '/findings/signs',
    may: 'findings.read',
    summary:
      'What came in and belongs to no matter yet: calls, notes of visits. The newest first; words are read one at a time.',
    query: t.Object({ area: t.Optional(AreaCode), source: t.Optional(Choice(sources)), ...Paging }),
    reply: Page(Sign),
    fails: [],
  },
  table: {
    get: '/findings/rules',
    may: 'findings.rules',
    summary: 'The rules by which repeats are proposed.',
    reply: Table,
    fails: [],
  },
  setTable: {
    put: '/findings/rules',
    may: 'findings.configure',
    summary: 'Changes the county’s rules; what has been proposed stays.',
    body: Table,
    reply: Table,
    fails: ['findings.tableWrong'],
  },
  get: {
    get: '/findings/:id',
    may: 'findings.read',
    summary: 'One proposal, with every sign and why the rules fired.',
    personal: true,
    reply: Finding,
    fails: ['findings.missing'],
  },
  confirm: {
    post: '/findings/:id/confirm',
    may: 'findings.decide',
    summary: 'A person says that it is one dispute: a new matter is registered from it; the client makes its id.',
    body: t.Object({ matter: Id, description: Text(2000), family: t.Optional(Choice(families)), signs: chosen }),
    reply: Finding,
    fails: verb(['findings.nothingLeft', 'findings.idTaken', 'findings.placeOutside']),
  },
  link: {
    post: '/findings/:id/link',
    may: 'findings.decide',
    summary: 'A person says that it is a matter that is there already; its flow log tells so.',
    body: t.Object({ matter: Id, reason: t.Optional(Text(500)), signs: chosen }),
    reply: Finding,
    fails: verb(['findings.nothingLeft', 'findings.matterMissing']),
  },
  dismiss: {
    post: '/findings/:id/dismiss',
    may: 'findings.decide',
    summary: 'They are not one dispute, or none at all; the reason is kept.',
    body: t.Object({ reason: Text(500) }),
    reply: Finding,
    fails: verb([]),
  },
  register: {
    post: '/findings/signs/:id/register',
    may: 'findings.decide',
    summary: 'One call or one note of a visit becomes a dispute of its own; the client makes its id.',
    body: t.Object({ matter: Id, description: Text(2000), family: t.Optional(Choice(families)) }),
    reply: Sign,
    fails: ['findings.missing', 'findings.signTaken', 'findings.idTaken', 'findings.placeOutside'],
  },
})

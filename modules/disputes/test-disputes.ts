import { randomBytes } from 'node:crypto'
import { countyOf, newId } from '@doorstep/contract'
import { transaction } from '@doorstep/kernel'
import { type TestApp, world } from '@doorstep/testkit'
import type { Matter } from '../matters/rules.ts'
import { lay } from '../matters/test-matters.ts'
import { begin, type Dispute } from './rules.ts'
import { holdsMatter, type State } from './states.ts'
import * as store from './store.ts'
import * as parties from './store-parties.ts'
import type { MediatorRow, PartyRow } from './store-tables.ts'

/** What the tests of this module share: files in any state with two sides and a mediator, laid by the owner. */

const settled: readonly State[] = [
  'performing',
  'performed',
  'confirmApplied',
  'followUp',
  'closed',
  'waysTold',
  'withdrawn',
]
const agreeing: readonly State[] = ['found', 'registered', 'consentAsked', 'refused']

export type Laid = Dispute & { applicant: string; respondent: string; mediator: string }
export type Given = Partial<Dispute> & {
  matter?: Partial<Matter>
  applicant?: Partial<PartyRow>
  respondent?: Partial<PartyRow>
  mediator?: Partial<MediatorRow>
}
const registered = {
  type: 'neighbour',
  family: 'familyNeighbour',
  class: 'general',
  way: 'people',
  tier: 'village',
} as const

/** A file that may have come to this state by its verbs, with its matter; `given` says what the test needs of either. */
export async function layDispute(
  t: TestApp,
  { state = 'registered', area = world.grid, matter, applicant, respondent, mediator, ...given }: Given = {},
): Promise<Laid> {
  const of = await lay(t, settled.includes(state) ? 'resolved' : 'inProgress', {
    area,
    heldBy: holdsMatter(state) ? 'disputes' : null,
    ...matter,
  })
  const { id, code, place, assignee, reportedAt, dueAt } = of
  const dispute: Dispute = {
    ...begin({ id, code, area, place, assignee, reportedAt, deadline: dueAt }, { by: null, at: reportedAt }),
    ...(state === 'found' ? {} : { ...registered, people: 2, registeredAt: reportedAt }),
    ...given,
    state,
  }
  const agreed = agreeing.includes(state) ? {} : ({ consent: 'agreed', consent_at: reportedAt } as const)
  const party = (role: PartyRow['role'], name: string, more: Partial<PartyRow> = {}): PartyRow => ({
    ...blankParty(t, dispute, role, name),
    ...(state === 'consentAsked' ? { consent: 'asked' } : agreed),
    ...more,
  })
  const one = party('applicant', '王小明', applicant)
  const other = party('respondent', '李建国', respondent)
  const helper = { ...blankMediator(dispute, [one.id, other.id]), ...mediator }
  await transaction(t.parts.database.owner, null, async (db) => {
    const on = { db, county: countyOf(id) }
    await store.add(on, dispute)
    await parties.addParty(on, one)
    await parties.addParty(on, other)
    await parties.addMediator(on, helper)
  })
  return {
    ...dispute,
    applicant: parties.apiId(one),
    respondent: parties.apiId(other),
    mediator: parties.apiId(helper),
  }
}

const blankParty = (t: TestApp, dispute: Dispute, role: PartyRow['role'], name: string): PartyRow => ({
  county: countyOf(dispute.id),
  id: store.uuidOf(newId(countyOf(dispute.id))),
  dispute: store.uuidOf(dispute.id),
  area: dispute.area,
  role,
  name: t.parts.vault.seal(name),
  phone: null,
  address: null,
  is_minor: false,
  self_supporting: false,
  guardian: null,
  account: null,
  code_hash: null,
  language: null,
  rights_read_at: dispute.openedAt,
  rights_how: 'spoken',
  consent: 'none',
  consent_at: null,
  consent_how: null,
  consent_by: null,
  added_at: dispute.openedAt,
  left_at: null,
})
const blankMediator = (dispute: Dispute, accepted: readonly string[]): MediatorRow => ({
  county: countyOf(dispute.id),
  id: store.uuidOf(newId(countyOf(dispute.id))),
  dispute: store.uuidOf(dispute.id),
  area: dispute.area,
  role: 'lead',
  account: null,
  name: `赵调解${randomBytes(3).toString('hex')}`,
  post: null,
  organisation: '杨树里社区人民调解委员会',
  accepted,
  added_at: dispute.openedAt,
  left_at: null,
})

/** A planned sitting of the file. @returns its id */
export async function laySession(t: TestApp, dispute: Dispute, starts: string, ends: string): Promise<string> {
  const county = countyOf(dispute.id)
  const id = newId(county)
  await t.sql(
    `insert into disputes.session (county, id, dispute, n, state, starts, ends, updated_at)
     values ($1, $2, $3, (select count(*) + 1 from disputes.session where dispute = $3), 'planned', $4, $5, $4)`,
    [county, store.uuidOf(id), store.uuidOf(dispute.id), starts, ends],
  )
  return id
}
/** @returns its id */
export async function layRoom(t: TestApp, area: string): Promise<string> {
  const id = newId(countyOf(area))
  await t.sql(`insert into disputes.room (county, id, area, name) values ($1, $2, $3, '第一调解室')`, [
    countyOf(area),
    store.uuidOf(id),
    area,
  ])
  return id
}

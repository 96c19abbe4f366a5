import { countyOf } from '@doorstep/contract'
import { transaction } from '@doorstep/kernel'
import { type TestApp, world } from '@doorstep/testkit'
import type { Matter } from '../matters/rules.ts'
import { lay } from '../matters/test-matters.ts'
import { begin, type Dispute } from './rules.ts'
import type { State } from './states.ts'
import * as store from './store.ts'

/** What the tests of this module share: files in any state, laid by the owner. */

const hasMatterOpen = (state: State): boolean =>
  !['performing', 'performed', 'confirmApplied', 'followUp', 'closed', 'waysTold', 'withdrawn'].includes(state)

/** A file that may have come to this state by its verbs, with its matter; `given` says what the test needs of both. */
export async function layDispute(
  t: TestApp,
  { state = 'registered', area = world.grid, matter, ...given }: Partial<Dispute> & { matter?: Partial<Matter> } = {},
): Promise<Dispute> {
  const of = await lay(t, hasMatterOpen(state) ? 'inProgress' : 'resolved', { area, ...matter })
  const { id, code, place, assignee, reportedAt, dueAt } = of
  const found = begin({ id, code, area, place, assignee, reportedAt, deadline: dueAt }, { by: null, at: reportedAt })
  const registered = {
    type: 'neighbour',
    family: 'familyNeighbour',
    class: 'general',
    way: 'people',
    tier: 'village',
  } as const
  const dispute: Dispute = {
    ...found,
    ...(state === 'found' ? {} : { ...registered, people: 2, registeredAt: reportedAt }),
    ...given,
    state,
  }
  await transaction(t.parts.database.owner, null, (db) => store.add({ db, county: countyOf(id) }, dispute))
  return dispute
}

import { newId, splitId } from '@doorstep/contract'
import { world } from '@doorstep/testkit'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import { holding, lay } from '../matters/test-matters.ts'
import type { consents } from './contract.ts'
import { shownHash } from './test-consents.ts'

/** A valid request of every operation, for the tests that are generated from the contracts. */

/** The asker's own, or another's; of a visitor: by the receipt they hold. */
async function consent(asking: Asking, withdrawn: boolean) {
  const { t, who, place, relation } = asking
  const own = relation === 'own'
  const visitor = own && !who.account
  const laid = visitor ? await lay(t, 'inProgress', { reporter: null }) : undefined
  const id = newId(place.county)
  const { county, uuid } = splitId(id)
  await t.sql(
    `insert into consents.consent (county, id, purpose, version, account, receipt_hash, about, way, given_at, withdrawn_at)
     values ($1, $2, 'reach.push', $3, $4, $5, $6, 'screen', now(), $7)`,
    [
      ...[county, uuid, uuid, own && who.account ? who.account : visitor ? null : newId(county)],
      ...[laid?.receiptHash ?? null, id, withdrawn ? new Date(t.clock.now()).toISOString() : null],
    ],
  )
  return { params: { id }, body: {}, ...(laid ? { headers: holding(t, laid).headers } : {}) }
}

export const samples: Samples<typeof consents> = {
  wordings: async () => ({ hidden: 'no ids are told' }),
  give: async ({ t, who }) => ({
    body: {
      id: newId(who.account.slice(0, 6) || world.county),
      purpose: 'reach.push',
      hash: shownHash(t, 'reach.push'),
    },
  }),
  withdraw: (asking) => consent(asking, false),
  restore: (asking) => consent(asking, true),
}
/** One agrees for oneself only: there is no other to name. */
export const peculiar = { wordings: { outside: 'same' }, give: { outside: 'same' } } as const

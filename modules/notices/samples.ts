import { joinId, newId, splitId } from '@doorstep/contract'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import type { notices } from './contract.ts'

async function notice({ t, who, relation, place }: Asking): Promise<string> {
  const { county, uuid } = splitId(newId(place.county))
  const account = relation === 'own' && who.account ? who.account : newId(place.county)
  await t.sql(
    `insert into notices.notice (county, id, account, event, words, subject, at) values ($1, $2, $3, $4, 'notices.inbox.title', $5, now())`,
    [county, uuid, account, splitId(newId(county)).uuid, joinId(county, uuid)],
  )
  return joinId(county, uuid)
}

export const samples: Samples<typeof notices> = {
  list: async (asking) => ({ hidden: await notice(asking) }),
  count: async () => ({ hidden: 'no ids are told' }),
  read: async (asking) => ({ params: { id: await notice(asking) }, body: {} }),
  unread: async (asking) => ({ params: { id: await notice(asking) }, body: {} }),
  readAll: async (asking) => {
    await notice(asking)
    return { body: {}, hidden: 'no ids are told' }
  },
}
/** An inbox is always one's own: there is no way to ask for another's. */
export const peculiar = { readAll: { outside: 'same' } } as const

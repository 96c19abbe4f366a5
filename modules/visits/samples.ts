import { newId } from '@doorstep/contract'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import type { visits } from './contract.ts'

const day = (shift: number): string => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10)

/** One that stands in the calendar for next week. */
async function made({ t, place, who, relation }: Asking): Promise<string> {
  const id = newId(place.county)
  await t.sql(
    `insert into visits.visit (county, id, area, purpose, state, source, key, task, due_on, along, updated_at)
     values ($1, $2, $3, 'opinions', 'planned', 'visits', $2::uuid::text, '样例', $4, $5, now())`,
    [Number(place.county), id.slice(7), place.grid, day(7), relation === 'own' ? [who.account] : []],
  )
  return id
}

export const samples: Samples<typeof visits> = {
  list: async (asking) => ({ hidden: await made(asking) }),
  month: async () => ({ query: { month: day(0).slice(0, 7) }, hidden: 'no ids are told' }),
  get: async (asking) => ({ params: { id: await made(asking) } }),
  plan: async ({ place }) => ({
    body: { id: newId(place.county), area: place.grid, purpose: 'security', dueOn: day(3), task: '样例' },
  }),
  take: async (asking) => ({ params: { id: await made(asking) }, body: {} }),
  assign: async (asking) => ({
    params: { id: await made(asking) },
    body: { to: (await asking.t.as('officer', asking.place.area)).account },
  }),
  goers: async (asking) => ({ params: { id: await made(asking) } }),
  takeAlong: async (asking) => ({
    params: { id: await made(asking) },
    body: { who: [(await asking.t.as('auxiliary', asking.place.area)).account] },
  }),
  move: async (asking) => ({ params: { id: await made(asking) }, body: { dueOn: day(9), reason: '样例' } }),
  done: async (asking) => ({ params: { id: await made(asking) }, body: { outcome: 'good', note: '样例' } }),
  cancel: async (asking) => ({ params: { id: await made(asking) }, body: { reason: '样例' } }),
}

import { newId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { holding, lay } from '../matters/test-matters.ts'
import type { levels } from './contract.ts'
import { defaults } from './defaults.ts'

type Given = { colour?: string; lowering?: boolean; objection?: boolean; signed?: boolean }
/** A matter with a colour, reported by the asker where the relation says so. */
async function made(
  asking: Asking,
  given: Given = {},
): Promise<{ id: string; matter: string } & Pick<Sample, 'headers'>> {
  const { t, who, relation, place } = asking
  const own = relation === 'own' && who.account !== ''
  const matter = await lay(t, 'inProgress', { area: place.grid, ...(own ? { reporter: who.account } : {}) })
  const id = newId(place.county)
  const colour = given.colour ?? 'orange'
  const lowering = given.lowering
    ? { to: 'yellow', by: null, at: new Date().toISOString(), evidence: '样例', meeting: null }
    : null
  await t.sql(
    `insert into levels.level (county, id, area, subject_kind, subject, colour, state, reason, since, expires, sign_due, lowering, updated_at)
     values ($1, $2, $3, 'matter', $4, $5, 'active', '样例', now(), now() + interval '30 days', $6, $7, now())`,
    [
      Number(place.county),
      id.slice(7),
      place.grid,
      matter.id.slice(7),
      colour,
      given.signed ? null : new Date(Date.now() + 86_400_000).toISOString(),
      lowering && JSON.stringify(lowering),
    ],
  )
  if (given.objection)
    await t.sql(
      `insert into levels.objection (county, level, id, text, at, due) values ($1, $2, $3, $4, now(), now() + interval '5 days')`,
      [Number(place.county), id.slice(7), newId(place.county).slice(7), t.parts.vault.seal('样例')],
    )
  const headers = relation === 'own' && who.account === '' ? { headers: holding(t, matter).headers } : {}
  return { id, matter: matter.id, ...headers }
}
const at =
  (body: object | undefined, given: Given = {}) =>
  async (asking: Asking): Promise<Sample> => {
    const { id, headers } = await made(asking, given)
    return { params: { id }, ...(body ? { body } : {}), ...(headers ? { headers } : {}) }
  }
const reason = '样例'

export const samples: Samples<typeof levels> = {
  advise: async (asking) => ({
    params: { matter: (await made(asking)).matter },
    query: { threat: true, households: 3 },
  }),
  list: async (asking) => ({ hidden: (await made(asking)).id }),
  board: async () => ({ hidden: 'no ids are told' }),
  statistics: async () => ({ query: { from: '2026-01-01', to: '2026-12-31' }, hidden: 'no ids are told' }),
  table: async () => ({}),
  setTable: async () => ({ body: structuredClone(defaults) as object }),
  of: async (asking) => {
    const { id, matter, headers } = await made(asking)
    return { params: { matter }, hidden: id, ...(headers ? { headers } : {}) }
  },
  get: at(undefined),
  changes: at(undefined),
  raise: async (asking) => ({
    params: { matter: (await made(asking, { colour: 'blue' })).matter },
    body: { id: newId(asking.place.county), colour: 'orange', facts: { threat: true }, reason },
  }),
  raisePlace: async ({ place }) => ({
    body: {
      id: newId(place.county),
      area: place.grid,
      place: '学校门口',
      point: place.point,
      colour: 'yellow',
      reason,
    },
  }),
  sign: at({}),
  confirm: at({ reason }),
  proposeLower: at({ evidence: '连续三次走访平稳' }, { signed: true }),
  decideLower: at({ agree: true, reason }, { lowering: true, colour: 'yellow' }),
  object: at({ text: '我不同意' }),
  answer: at({ text: '已经复核' }, { objection: true }),
}
/** The table is the county's: who may read it reads it anywhere in the county. */
export const peculiar = {
  table: { outside: 'same' },
  setTable: { outside: 'same' },
  advise: { outside: 404 },
  raise: { outside: 404 },
  of: { outside: 'empty' },
} as const

import { newId, splitId } from '@doorstep/contract'
import { world } from '@doorstep/testkit'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { holding, lay } from '../matters/test-matters.ts'
import type { privacy } from './contract.ts'

/** A valid request of every operation, for the tests that are generated from the contracts. */

/** The asker's own record: of the account, or of the receipt that a visitor holds. */
async function mine(asking: Asking): Promise<{ id: string; hash: string; headers: Pick<Sample, 'headers'> }> {
  const { t, who } = asking
  const account = who.account || null
  const laid = await lay(t, 'inProgress', { reporter: account })
  return { id: laid.id, hash: laid.receiptHash, headers: account ? {} : { headers: holding(t, laid).headers } }
}
/** Somebody else's, unless it is the asker's own relation. */
async function theirs(asking: Asking) {
  const { t, place, relation } = asking
  if (relation === 'own') return mine(asking)
  const laid = await lay(t, 'inProgress', { area: place.grid, reporter: newId(place.county) })
  return { id: laid.id, hash: laid.receiptHash, headers: {} }
}
async function request({ t, who, place, relation }: Asking, hash: string | null, kind = 'explain'): Promise<string> {
  const { county, uuid } = splitId(newId(place.county))
  const account = relation === 'own' && who.account ? who.account : hash === null ? newId(county) : null
  await t.sql(
    `insert into privacy.request (county, id, kind, channel, state, account, receipt_hash, asked_at, due_at)
     values ($1, $2, $3, 'own', 'open', $4, $5, now(), now() + interval '21 days')`,
    [county, uuid, kind, account, account ? null : hash],
  )
  return `${county}-${uuid}`
}
async function breach({ t, place }: Asking): Promise<string> {
  const { county, uuid } = splitId(newId(place.county))
  await t.sql(
    `insert into privacy.breach (county, id, found_at, kinds, cause, harm, measures, contact, persons, updated_at)
     values ($1, $2, now(), '{phone}', '误发', '骚扰电话', '已撤回', '0937-5522110', 3, now())`,
    [county, uuid],
  )
  return `${county}-${uuid}`
}
async function run({ t, place }: Asking): Promise<string> {
  const { county, uuid } = splitId(newId(place.county))
  await t.sql(`insert into privacy.run (county, id, started_at, report) values ($1, $2, now(), '[]')`, [county, uuid])
  return `${county}-${uuid}`
}
const facts = {
  kinds: ['phone'],
  cause: '文件误发到群里',
  harm: '可能收到骚扰电话',
  measures: '已撤回并逐一提醒',
  contact: '县公安局 0937-5522110',
  persons: 3,
}
const home = ({ who }: Asking): string => who.account.slice(0, 6) || world.county
const hiddenMatter = async (asking: Asking): Promise<Sample> => {
  const { id, headers } = await theirs(asking)
  return { hidden: id, ...headers }
}

export const samples: Samples<typeof privacy> = {
  held: hiddenMatter,
  looks: hiddenMatter,
  export: async (asking) => ({ ...(await hiddenMatter(asking)), query: { format: 'json' } }),
  correct: async (asking) => {
    const { id, headers } = await theirs(asking)
    return { body: { id, name: '王小明', words: '门牌号写错了，是 3 号楼。' }, ...headers }
  },
  ask: async (asking) => {
    const { headers } = await mine(asking)
    return { body: { id: newId(home(asking)), kind: 'explain', words: '为什么要留我的电话？' }, ...headers }
  },
  askErasure: async (asking) => {
    const { headers } = await mine(asking)
    await asking.t.sql(`delete from privacy.request where account = $1`, [asking.who.account])
    return { body: { id: newId(home(asking)) }, ...headers }
  },
  callBack: async (asking) => {
    const { hash, headers } = await mine(asking)
    const id = await request(asking, asking.relation === 'own' && !asking.who.account ? hash : null)
    return { params: { id }, body: {}, ...headers }
  },
  retention: async () => ({ hidden: 'no ids are told' }),
  setRetention: async () => ({ params: { kind: 'matters.help' }, body: { keepDays: 60, reason: '县里决定' } }),
  runs: async (asking) => ({ hidden: await run(asking), query: { limit: 200 } }),
  runNow: async ({ place }) => ({ body: { id: newId(place.county) } }),
  requests: async (asking) => ({ hidden: await request(asking, null), query: { limit: 200 } }),
  register: async ({ place }) => ({
    body: { id: newId(place.county), kind: 'access', channel: 'paper', words: '来信要求查阅，住址在信封上。' },
  }),
  answer: async (asking) => ({
    params: { id: await request(asking, null) },
    body: { outcome: 'done', answer: '已说明。' },
  }),
  breaches: async (asking) => ({ hidden: await breach(asking), query: { limit: 200 } }),
  recordBreach: async ({ t, place }) => ({
    body: { id: newId(place.county), foundAt: new Date(t.clock.now() - 60_000).toISOString(), ...facts },
  }),
  breach: async (asking) => ({ params: { id: await breach(asking) } }),
  changeBreach: async (asking) => ({ params: { id: await breach(asking) }, body: { ...facts, done: ['contained'] } }),
  breachLetter: async (asking) => ({ params: { id: await breach(asking) }, query: { to: 'persons' } }),
}

/** Only one's own data can be asked about, and only one's own county looked after: there is no other to name. */
export const peculiar = {
  correct: { outside: 404 },
  ask: { outside: 'same' },
  askErasure: { outside: 'same' },
  setRetention: { outside: 'same' },
} as const

import { Readable } from 'node:stream'
import { newId, splitId } from '@doorstep/contract'
import { newReceiptCode } from '@doorstep/kernel'
import { world } from '@doorstep/testkit'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import sharp from 'sharp'
import type { matters } from './contract.ts'
import type { Matter } from './rules.ts'
import type { State } from './states.ts'
import { holding, lay, receiptOf } from './test-matters.ts'
import { supervisionSamples } from './test-supervision.ts'

/** A valid request of every operation, for the tests that are generated from the contracts. */

/** A matter that is the asker's in every way there is, or in none. */
async function matter({ t, who, relation, place }: Asking, state: State, more: Partial<Matter> = {}) {
  const own = relation === 'own'
  const theirs: Partial<Matter> = own
    ? {
        unit: 'housing',
        ...(who.account ? { reporter: who.account, assignee: who.account, helpers: [who.account] } : {}),
      }
    : {}
  return lay(t, state, { area: place.grid, point: place.point, ...theirs, ...more })
}
/** A visitor has only the receipt. */
const headers = ({ t, who, relation }: Asking, laid: Matter): Pick<Sample, 'headers'> =>
  relation === 'own' && who.account === '' ? { headers: holding(t, laid).headers } : {}

const verb =
  (state: State, body: object | ((asking: Asking) => Promise<object>), more: Partial<Matter> = {}) =>
  async (asking: Asking): Promise<Sample> => {
    const laid = await matter(asking, state, more)
    const filled = typeof body === 'function' ? await body(asking) : body
    return { params: { id: laid.id }, body: filled, ...headers(asking, laid) }
  }
const newReport = ({ place }: Asking) => ({
  id: newId(place.county),
  kind: 'help',
  description: '门口的路灯坏了，晚上看不见。',
  point: place.point,
  name: '王小明',
  phone: '13800138000',
})
const hidden =
  (query: Sample['query'] = {}) =>
  async (asking: Asking): Promise<Sample> => {
    const laid = await matter(asking, 'submitted')
    return { query: query, hidden: laid.id, ...headers(asking, laid) }
  }
const reason = '情况需要'
const picture = () =>
  sharp({ create: { width: 24, height: 24, channels: 3, background: '#557766' } })
    .jpeg()
    .toBuffer()

export const samples: Samples<typeof matters> = {
  report: async (asking) => ({ body: newReport(asking) }),
  register: async (asking) => ({ body: { ...newReport(asking), channel: 'phone', acceptNow: true } }),
  similar: async (asking) => {
    const laid = await matter(asking, 'submitted')
    return { query: { of: laid.id } }
  },
  candidates: async (asking) => {
    const laid = await matter(asking, 'inProgress')
    return { params: { id: laid.id }, query: { role: 'auxiliary' } }
  },
  list: hidden({ view: 'all', sort: 'newest', limit: 200 }),
  board: hidden(),
  day: async (asking) => {
    const laid = await matter(asking, 'submitted', { dueAt: '2020-01-01T00:00:00.000Z' })
    return { hidden: laid.id, ...headers(asking, laid) }
  },
  map: hidden(),
  mine: hidden({ limit: 200 }),
  openReceipt: async (asking) => {
    const code = newReceiptCode()
    await matter(asking, 'submitted', { receiptHash: receiptOf(asking.t, code) })
    return { body: { code, county: asking.place.county } }
  },
  get: verbless('inProgress'),
  steps: verbless('inProgress'),
  unmask: verb('inProgress', { reason }),
  accept: verb('submitted', { words: '马上联系您' }, { assignee: null, helpers: [] }),
  assign: verb('inProgress', async ({ t, place }) => ({ to: (await t.as('officer', place.area)).account, reason })),
  start: verb('accepted', {}),
  note: verb('inProgress', { text: '已经到现场看过' }),
  reply: verb('inProgress', { text: '明天上午上门' }),
  askHelp: verb('inProgress', async ({ t, place }) => ({
    who: (await t.as('auxiliary', place.area)).account,
    task: '一起上门',
  })),
  dropHelp: async (asking) => {
    const helper = await asking.t.as('auxiliary', asking.place.area)
    const laid = await matter(asking, 'inProgress', { helpers: [helper.account] })
    return { params: { id: laid.id }, body: { who: helper.account } }
  },
  helped: verb('inProgress', { text: '已经劝开' }),
  waitForPerson: verb('inProgress', { text: '请提供房产证复印件' }),
  handToDepartment: verb('inProgress', { unit: 'housing', reason }),
  answerFromDepartment: verb('waitingDepartment', { text: '已派人维修' }),
  returnToRoom: verb('waitingDepartment', { reason }),
  resume: verb('waitingPerson', {}),
  suspend: verb('inProgress', { reason }),
  passOn: verb('submitted', async ({ place }) => ({
    area: place.area === world.community ? world.neighbourCommunity : world.community,
    reason,
  })),
  transferOut: verb('submitted', { body: '12345', reason }),
  askExtension: verb('inProgress', { days: 5, reason }),
  decideExtension: verb(
    'inProgress',
    { days: 5, reason },
    { extension: { days: 5, reason, askedAt: '2026-01-05T01:00:00.000Z', by: newId(world.county) } },
  ),
  resolve: verb('inProgress', { grade: 'solved', result: '已经修好' }),
  reopen: verb('resolved', { reason }),
  recordVisit: async (asking) => {
    const laid = await matter(asking, 'resolved')
    const { county, uuid } = splitId(laid.id)
    await asking.t.sql(`insert into matters.visit (county, matter, day, due_at) values ($1, $2, 1, now())`, [
      county,
      uuid,
    ])
    return { params: { id: laid.id }, body: { day: 1, outcome: 'good' } }
  },
  supervise: verb('inProgress', { supervision: 'yellow', reason }),
  correct: verb('submitted', { urgency: 'urgent', reason }),
  linkDuplicate: async (asking) => {
    const [laid, other] = [await matter(asking, 'submitted'), await matter(asking, 'inProgress')]
    return { params: { id: laid.id }, body: { to: other.id, reason } }
  },
  markMinor: verb('inProgress', { name: '王大明', how: 'phone' }),
  withdrawGuardian: async (asking) => {
    const laid = await matter(asking, 'inProgress', { minor: true })
    await asking.t.sql(
      `insert into consents.consent (county, id, purpose, version, about, way, given_at) values ($1, $2, 'matters.minor', '2026-11', $3, 'paper', now())`,
      [Number(asking.place.county), splitId(newId(asking.place.county)).uuid, laid.id],
    )
    return { params: { id: laid.id }, body: { how: 'phone' } }
  },
  access: verbless('inProgress'),
  askAccess: async (asking) => {
    const laid = await matter(asking, 'inProgress', { minor: true, assignee: newId(asking.place.county) })
    return { params: { id: laid.id }, body: { reason } }
  },
  decideAccess: async (asking) => {
    const laid = await matter(asking, 'inProgress', { minor: true })
    const { county, uuid } = splitId(newId(asking.place.county))
    await asking.t.sql(
      'insert into matters.access (county, id, matter, account, reason, asked_at) values ($1, $2, $3, $4, $5, now())',
      [county, uuid, splitId(laid.id).uuid, newId(county), reason],
    )
    return { params: { id: laid.id, access: `${county}-${uuid}` }, body: { granted: true } }
  },
  tell: verb('inProgress', { text: '今天又漏了' }),
  urge: verb('inProgress', {}),
  confirm: verb('resolved', {}),
  object: verb('resolved', { reason: '还在漏' }),
  rate: verb('resolved', { rating: 5, text: '很快' }),
  withdraw: verb('submitted', {}),
  attach: async (asking) => {
    const laid = await matter(asking, 'inProgress')
    const file = newId(asking.place.county)
    return { params: { id: laid.id, file }, body: await picture(), type: 'image/jpeg', ...headers(asking, laid) }
  },
  attachment: async (asking) => {
    const laid = await matter(asking, 'inProgress')
    const file = newId(asking.place.county)
    const { files } = asking.t.parts
    const upload = await files.receive(Readable.from([await picture()]), { types: ['image/jpeg'], maxBytes: 1e6 })
    await files.keep(upload, file)
    await files.discard(upload)
    const { county, uuid } = splitId(laid.id)
    await asking.t.sql(
      `insert into matters.attachment (county, matter, id, type, bytes, sha256, by_staff, at) values ($1, $2, $3, 'image/jpeg', 1, '', false, now())`,
      [county, uuid, splitId(file).uuid],
    )
    return { params: { id: laid.id, file }, ...headers(asking, laid) }
  },
  ...supervisionSamples,
  statistics: async () => ({ query: { from: '2026-01-01', to: '2026-01-31' }, hidden: 'no ids are told' }),
}
function verbless(state: State) {
  return async (asking: Asking): Promise<Sample> => {
    const laid = await matter(asking, state)
    return { params: { id: laid.id }, ...headers(asking, laid) }
  }
}

export const peculiar = {
  /** Anyone may report a place anywhere; whoever holds the code may open it. */
  report: { outside: 'same' },
  openReceipt: { outside: 'same' },
  similar: { outside: 404 },
  answerCard: { outside: 404 },
  closeCard: { outside: 404 },
  takeHandover: { outside: 404 },
  takeBack: { outside: 404 },
} as const

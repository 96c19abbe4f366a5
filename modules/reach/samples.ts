import { createECDH, randomBytes, randomUUID } from 'node:crypto'
import { newId, splitId } from '@doorstep/contract'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import { agree } from '../consents/test-consents.ts'
import type { reach } from './contract.ts'

/** A valid request of every operation, for the tests that are generated from the contracts. */

const webhook = () => `http://127.0.0.1:9/robot/send?access_token=${randomBytes(16).toString('hex')}`
function browser() {
  const pair = createECDH('prime256v1')
  pair.generateKeys()
  return {
    endpoint: `http://127.0.0.1:9/push/${randomUUID()}`,
    keys: { p256dh: pair.getPublicKey('base64url'), auth: randomBytes(16).toString('base64url') },
  }
}
async function device({ t, who, relation, place }: Asking, address?: string): Promise<string> {
  const id = newId(place.county)
  const account = relation === 'own' && who.account ? who.account : newId(place.county)
  const { vault } = t.parts
  const { endpoint, keys } = { ...browser(), ...(address ? { endpoint: address } : {}) }
  await t.sql(
    `insert into reach.device (county, id, account, client, endpoint, sealed, language, name, made_at)
     values ($1, $2, $3, 'officer', $4, $5, 'zh-CN', 'Chrome', now())`,
    [
      Number(place.county),
      splitId(id).uuid,
      account,
      vault.blind(`push ${endpoint}`),
      vault.seal(JSON.stringify({ endpoint, keys })),
    ],
  )
  return id
}
async function robot({ t, place }: Asking): Promise<string> {
  const id = newId(place.county)
  const { vault } = t.parts
  const address = webhook()
  await t.sql(
    `insert into reach.robot (county, id, area, vendor, name, kinds, language, sealed, address, enabled, made_at)
     values ($1, $2, $3, 'dingtalk', '值班群', '{overdue}', 'zh-CN', $4, $5, true, now())`,
    [
      Number(place.county),
      splitId(id).uuid,
      place.area,
      vault.seal(JSON.stringify({ address, secret: 'SEC1' })),
      vault.blind(address),
    ],
  )
  return id
}
/** Given up: nothing is due, nothing leaves the machine. */
async function delivery({ t, place }: Asking): Promise<string> {
  const id = newId(place.county)
  const { county, uuid } = splitId(id)
  await t.sql(
    `insert into reach.delivery (county, id, event, channel, endpoint, area, words, subject, kind, urgent, state, trouble, made_at, asked_at)
     values ($1, $2, $2, 'sms', $3, $4, 'reach.try.text', $3, 'progress', false, 'dead', 'serviceDown', now(), now())`,
    [county, uuid, id, place.area],
  )
  return id
}
const choices = { push: ['urgent'], sms: [], quiet: { on: true, from: '21:30', to: '07:30' } }
const fields = { name: '值班群', topics: ['overdue'], language: 'zh-CN' }

export const samples: Samples<typeof reach> = {
  mine: async () => ({ hidden: 'only what is one’s own is told' }),
  choose: async () => ({ body: choices }),
  subscribe: async ({ t, who, place }) => {
    if (who.account) await agree(t, who, 'reach.push')
    return { body: { id: newId(who.account.slice(0, 6) || place.county), client: 'officer', ...browser() } }
  },
  renewDevice: async (asking) => {
    const { endpoint: old } = browser()
    const id = await device(asking, old)
    return { hidden: id, body: { old, ...browser() } }
  },
  unsubscribe: async (asking) => ({ params: { id: await device(asking) } }),
  tryDevice: async (asking) => ({ params: { id: await device(asking) }, body: {} }),
  robots: async (asking) => ({ hidden: await robot(asking) }),
  addRobot: async ({ place }) => ({
    body: {
      id: newId(place.county),
      area: place.area,
      vendor: 'dingtalk',
      ...fields,
      address: webhook(),
      secret: 'SEC1',
    },
  }),
  changeRobot: async (asking) => ({
    params: { id: await robot(asking) },
    body: { version: 1, ...fields, enabled: false },
  }),
  removeRobot: async (asking) => ({ params: { id: await robot(asking) } }),
  tryRobot: async (asking) => ({ params: { id: await robot(asking) }, body: {} }),
  deliveries: async (asking) => ({ hidden: await delivery(asking) }),
  stuck: async (asking) => {
    await delivery(asking)
    return { hidden: 'no ids are told' }
  },
  resend: async (asking) => ({ params: { id: await delivery(asking) }, body: {} }),
  drop: async (asking) => ({ params: { id: await delivery(asking) }, body: { reason: '已当面告知' } }),
}
/** One's own choices are always one's own; what one agreed to, one agreed to at home. */
export const peculiar = {
  choose: { outside: 'same' },
  subscribe: { outside: 'same' },
  renewDevice: { outside: 404 },
} as const

import { done, Failure, failing, joinId, type Service, splitId } from '@doorstep/contract'
import { type Ctx, localeOf, maskPhone } from '@doorstep/kernel'
import { consentsInForce } from '@doorstep/modules/consents/index.ts'
import { contactsOf } from '@doorstep/modules/people/index.ts'
import { failures } from './contract.ts'
import type { ownOperations } from './contract-own.ts'
import { isPushAddress } from './hosts.ts'
import { choicesFrom, rowOf } from './plan.ts'
import { mostDevices } from './rules-kinds.ts'
import * as store from './store.ts'
import * as deliveries from './store-deliveries.ts'
import { tryWords } from './words.ts'

const fail = failing(failures)
const me = (ctx: Ctx): string => {
  if (ctx.actor.account === null) throw new Failure('signIn', 'access.signIn')
  return ctx.actor.account
}

const deviceView = (device: store.DeviceRow) => ({
  id: joinId(device.county, device.id),
  client: device.client,
  name: device.name,
  madeAt: device.made_at,
  reachedAt: device.reached_at,
})

const agreed = async (ctx: Ctx, to: 'push' | 'sms', account: string): Promise<boolean> =>
  (await consentsInForce(ctx, `reach.${to}`, [account])).has(account)

async function mine(ctx: Ctx) {
  const account = me(ctx)
  const contact = (await contactsOf(ctx, [account])).get(account)
  const [chosen] = await store.choicesOf(ctx, [account])
  const { push, sms, quiet } = choicesFrom(chosen, contact?.serves ?? false)
  const noSms = contact?.phone ? ('noGateway' as const) : ('noPhone' as const)
  return {
    choices: { push: [...push], sms: [...sms], quiet },
    usual: chosen === undefined,
    pushKey: ctx.settings.push?.publicKey ?? null,
    sms: ctx.settings.sms && contact?.phone ? ('ready' as const) : noSms,
    phone: contact?.phone ? maskPhone(contact.phone) : null,
    devices: (await store.devicesOf(ctx, [account])).map(deviceView),
    agreed: { push: await agreed(ctx, 'push', account), sms: contact?.serves || (await agreed(ctx, 'sms', account)) },
  }
}
/** @throws reach.deviceMissing for another's, too. */
async function myDevice(ctx: Ctx, id: string): Promise<store.DeviceRow> {
  const device = await store.findDevice(ctx, splitId(id).uuid)
  return device && device.account === ctx.actor.account ? device : fail('reach.deviceMissing')
}
/** What people know of their browser; no more is kept. */
function nameOf(agent = ''): string {
  const browser = ['MicroMessenger', 'Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => agent.includes(`${name}/`))
  const system = ['Android', 'iPhone', 'iPad', 'Windows', 'Mac OS', 'Linux'].find((name) => agent.includes(name))
  return [browser === 'Edg' ? 'Edge' : browser, system].filter(Boolean).join(' · ')
}

export const ownService: Service<typeof ownOperations, Ctx> = {
  mine,
  async choose(ctx, { body }) {
    await store.choose(ctx, me(ctx), body)
    return mine(ctx)
  },
  async subscribe(ctx, { body }) {
    const { id, client, endpoint, keys } = body
    if (!isPushAddress(endpoint, ctx.settings)) return fail('reach.badAddress')
    const account = me(ctx)
    if (!(await agreed(ctx, 'push', account))) return fail('reach.consentNeeded')
    // As the system: the browser may have been another's until now.
    const kept = await ctx.asSystem((system) =>
      store
        .keepDevice(system, {
          county: ctx.county,
          id: splitId(id).uuid,
          account,
          client,
          endpoint: ctx.vault.blind(`push ${endpoint}`),
          sealed: ctx.vault.seal(JSON.stringify({ endpoint, keys })),
          language: localeOf(ctx.headers['accept-language']),
          name: nameOf(ctx.headers['user-agent']),
          made_at: ctx.now(),
        })
        .catch((error: unknown) => {
          if ((error as { code?: string }).code === '23505') return fail('reach.idTaken')
          throw error
        }),
    )
    const all = await store.devicesOf(ctx, [account])
    const spare = all.filter((device) => device.id !== kept?.id).slice(mostDevices - 1)
    await store.removeDevices(
      ctx,
      spare.map((device) => device.id),
    )
    return kept ? deviceView(kept) : fail('reach.idTaken')
  },
  async renewDevice(ctx, { body: { old, endpoint, keys } }) {
    if (!isPushAddress(endpoint, ctx.settings)) return fail('reach.badAddress')
    const blind = (address: string): string => ctx.vault.blind(`push ${address}`)
    const mine = await store.devicesOf(ctx, [me(ctx)])
    const device = mine.find(({ endpoint: kept }) => kept === blind(old) || kept === blind(endpoint))
    if (!device) return fail('reach.deviceMissing')
    const change = { endpoint: blind(endpoint), sealed: ctx.vault.seal(JSON.stringify({ endpoint, keys })) }
    await store.moveDevice(ctx, device.id, change)
    return deviceView({ ...device, ...change })
  },
  async unsubscribe(ctx, { params }) {
    const device = await myDevice(ctx, params.id)
    await store.removeDevices(ctx, [device.id])
    await deliveries.dropWaiting(ctx, device.id, 'deviceGone')
    return done
  },
  async tryDevice(ctx, { params }) {
    const device = await myDevice(ctx, params.id)
    const said = {
      event: splitId(params.id).uuid,
      words: tryWords,
      data: '{}',
      subject: params.id,
      kind: 'try' as const,
      urgent: true,
      area: String(ctx.county),
    }
    await askToTry(ctx, said, { channel: 'push', endpoint: device.id, account: me(ctx) })
    return done
  },
}

type Said = Parameters<typeof rowOf>[1]
/** Each try is an event of its own. */
export async function askToTry(ctx: Ctx, said: Said, end: Parameters<typeof rowOf>[2]): Promise<void> {
  const row = rowOf(ctx, said, end, ctx.now())
  await ctx.asSystem((system) => deliveries.add(system, [{ ...row, event: row.id }]))
}

import { randomUUID } from 'node:crypto'
import { newId } from '@doorstep/contract'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { agree } from '../consents/test-consents.ts'
import { lay } from '../matters/test-matters.ts'
import type { Channel, Vendor } from './rules-kinds.ts'
import { type Browser, newBrowser, pushService, robotService, type Service, smsGateway } from './test-services.ts'

/** A server whose outside is loopback, a person with a telephone and a browser, and a group with three robots. */

export const county = Number(world.county)
export const secret = 'SECf00d'
export type Row = {
  id: string
  channel: Channel
  state: string
  attempts: number
  trouble: string | null
  due_at: string
}
export type Stage = Awaited<ReturnType<typeof stage>>

export async function stage() {
  const t = await testApp()
  // By day, so that no test depends on when it runs.
  t.clock.set('2026-03-04T03:00:00.000Z')
  const browsers = new Map<string, Browser>()
  const services: Record<Channel, Service> = {
    push: await pushService(t.parts.settings.push?.publicKey ?? '', browsers),
    sms: await smsGateway('gate'),
    wecom: await robotService.wecom('k-1'),
    dingtalk: await robotService.dingtalk('abc1', secret),
    feishu: await robotService.feishu('h-1', secret),
  }
  const { settings } = t.parts
  settings.sms = { url: `http://${services.sms.host}/send`, key: 'gate' }
  settings.posting = {
    pushHosts: [services.push.host],
    robotHosts: {
      wecom: [services.wecom.host],
      dingtalk: [services.dingtalk.host],
      feishu: [services.feishu.host],
    },
    patience: 400,
  }
  const address: Record<Vendor, string> = {
    wecom: `http://${services.wecom.host}/cgi-bin/webhook/send?key=k-1`,
    dingtalk: `http://${services.dingtalk.host}/robot/send?access_token=abc1`,
    feishu: `http://${services.feishu.host}/open-apis/bot/v2/hook/h-1`,
  }
  return {
    t,
    services,
    address,
    browsers,
    ...people(t, services, browsers),
    ...happenings(t),
    async addRobots(vendors: readonly Vendor[], chief: Who) {
      for (const vendor of vendors) {
        const fields = { name: `${vendor} 群`, topics: ['overdue', 'urgent', 'stuckHandOver'], language: 'zh-CN' }
        const body = { id: newId(county), area: world.community, vendor, ...fields, address: address[vendor], secret }
        const reply = await t.post(chief, '/api/reach/robots', body)
        if (reply.statusCode !== 200) throw new Error(reply.body)
      }
    },
    rows: (channel?: Channel) =>
      t.sql<Row>(
        `select id, channel, state, attempts, trouble, due_at from reach.delivery where county = $1 and ($2::text is null or channel = $2) order by made_at, id`,
        [county, channel ?? null],
      ),
    /** Time passes, and whatever is due is done. */
    async pass(seconds: number) {
      t.clock.advance(seconds * 1000)
      await t.jobs.drain()
    },
    async close() {
      await t.close()
      for (const service of Object.values(services)) await service.close()
    },
  }
}

function people(t: TestApp, services: Record<Channel, Service>, browsers: Map<string, Browser>) {
  return {
    async givePhone(who: Who, phone: string) {
      await agree(t, who, 'reach.sms')
      await t.sql('update people.account set phone_sealed = $2 where id = $1', [who.account, t.parts.vault.seal(phone)])
    },
    /** Switches notices on in a new browser. */
    async subscribe(who: Who, options: { language?: string; path?: string } = {}) {
      const path = options.path ?? `/push/${randomUUID()}`
      const browser = browsers.get(path) ?? newBrowser()
      browsers.set(path, browser)
      const endpoint = `http://${services.push.host}${path}`
      await agree(t, who, 'reach.push')
      const asker = { ...who, headers: { ...who.headers, 'accept-language': options.language ?? 'zh-CN' } }
      const body = { id: newId(county), client: 'officer', endpoint, keys: browser.keys }
      return { path, reply: await t.post(asker, '/api/reach/devices', body) }
    },
  }
}

function happenings(t: TestApp) {
  const publish = (event: { type: string; subject: string; area?: string; accounts?: string[]; payload: object }) =>
    runOnce(t.parts, { actor: systemActor(county), grant: systemGrant(county), county }, async (ctx) =>
      ctx.publish(event as never),
    )
  return {
    /** As any module tells accounts something; then everything that follows at once is done. */
    async tell(accounts: string[], words = 'matters.notices.assigned', urgent = false) {
      const subject = newId(county)
      const data = { code: '20260304-AAAA1111BBBB' }
      await publish({ type: 'notices.wanted', subject, accounts, payload: { words, data, urgent } })
      await t.jobs.drain()
      return subject
    },
    /** A yellow card on a new matter in the grid. */
    async card(drain = true, supervision = 'yellow') {
      const matter = await lay(t, 'accepted')
      const payload = { kind: 'dispute', supervision, unit: null }
      await publish({ type: 'matters.supervised', subject: matter.id, area: matter.area, payload })
      if (drain) await t.jobs.drain()
      return matter
    },
    publish,
  }
}

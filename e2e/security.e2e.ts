// How somebody keeps their account: a second factor, its recovery codes, a passkey, the question whether it is still them,
// and the devices they are signed in on.

import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@doorstep/contract/ids.ts'
import { joinPostgres } from '@doorstep/kernel/postgres/start.ts'
import { Secret, TOTP } from 'otpauth'
import pg from 'pg'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { type Actor, actor, look, sees, shot } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community } from './board.ts'
import { launchBrowser, phone } from './browser.ts'
import { rightEverywhere } from './everywhere.ts'
import { nameOf } from './modes.ts'

const [product, named, data] = [inject('product'), inject('named'), inject('data')]
const password = 'doorstep-demo'
const username = `keeper.${randomUUID().slice(0, 8)}`
/** `E2E_PICTURES=yes`: every screen in every view, for people to look at. */
const pictures = process.env.E2E_PICTURES === 'yes'
let browser: Browser
let chief: Api
let account = ''
let matter = ''

beforeAll(async () => {
  browser = await launchBrowser()
  chief = await apiOf(product, 'chief')
  const county = community.slice(0, 6)
  const invited = await chief.post<{ person: { id: string }; invitation: { id: string; secret: string } }>('/people', {
    ...{ id: newId(county), name: '沈立秋', username, posting: { role: 'officer', area: community } },
  })
  account = invited.person.id
  const { id, secret } = invited.invitation
  await chief.post('/people/invitations/accept', { id, secret, password })
  matter = newId(county)
  await chief.post('/matters/register', {
    ...{
      id: matter,
      kind: 'dispute',
      description: '楼上漏水',
      area: community,
      place: '杏林小区 3 号楼',
      channel: 'phone',
    },
    ...{ name: '王小美', phone: '15400000088' },
  })
})
afterAll(() => browser?.close())

async function seen(who: Actor, name: string): Promise<void> {
  if (!pictures) return look(who, name)
  await rightEverywhere(who.page, name, (view) => shot(who.page, `${name}-${nameOf(view)}`.replace(/\W+/g, '-')))
}

/** A code of the app; each opens once, so every use takes one of a later half minute. The server takes those beside now. */
async function codeOf(key: string, later: -1 | 0 | 1): Promise<string> {
  const left = () => 30_000 - (Date.now() % 30_000)
  if (left() < 4000) await sleep(left() + 50)
  const app = new TOTP({ secret: Secret.fromBase32(key.replace(/\s/g, '')) })
  return app.generate({ timestamp: Date.now() + later * 30_000 })
}

async function byPassword({ page }: Actor): Promise<void> {
  await page.goto(`${named}/officer/sign-in`)
  await page.getByRole('textbox', { name: '用户名' }).fill(username)
  await page.getByLabel('密码', { exact: false }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
}
const isIn = (page: Page): Promise<void> => page.waitForURL((url) => !url.pathname.endsWith('/sign-in'))
async function signOut(page: Page): Promise<void> {
  await page.goto(`${named}/officer/account`)
  await page.getByRole('button', { name: '退出登录' }).click()
  await page.waitForURL(/\/sign-in/)
}
const toSecurity = (page: Page) => page.goto(`${named}/officer/account/security`)

/** As if the session had been opened in the morning: nobody waits four hours. */
async function proofIsOld(): Promise<void> {
  const url = await joinPostgres(join(data, 'postgres'))
  const owner = new pg.Client({ connectionString: url })
  await owner.connect()
  const aged = await owner.query(
    `update people.session set proven_at = now() - interval '5 hours' where account = $1 and way = 'passkey'`,
    [account],
  )
  await owner.end()
  expect(aged.rowCount).toBe(1)
  // A process remembers for five seconds who is behind a session.
  await sleep(5100)
}

async function enrol(who: Actor): Promise<string> {
  const { page } = who
  const part = page.getByRole('region', { name: '两步验证' })
  await part.getByRole('button', { name: '开启两步验证' }).click()
  await sees(part.getByRole('img', { name: '两步验证的二维码' }))
  const key = (await part.locator('code').textContent()) ?? ''
  await seen(who, '81-second-factor')
  await part.getByRole('textbox', { name: '应用显示的 6 位数字' }).fill(await codeOf(key, -1))
  await part.getByRole('button', { name: '确认开启' }).click()
  const codes = part.getByRole('listitem')
  await sees(part.getByRole('button', { name: '打印' }))
  expect(new Set(await codes.allTextContents()).size).toBe(10)
  await seen(who, '82-recovery-codes')
  await part.getByRole('button', { name: '我已保存好' }).click()
  await sees(part.getByText(/恢复码还剩 10 个/))
  return key
}

test('a second factor, a passkey, a proof asked in the middle of the work, a device signed out', {
  timeout: 400_000,
}, async () => {
  const officer = await actor(browser, phone)
  const { page } = officer
  const device = await officer.context.newCDPSession(page)
  await device.send('WebAuthn.enable')
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      ...({ protocol: 'ctap2', transport: 'internal' } as const),
      ...{ hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
    },
  })
  // Another device of theirs, from before.
  const other = await apiOf(product, username)

  await byPassword(officer)
  await isIn(page)
  await toSecurity(page)
  await sees(page.getByRole('heading', { name: '登录的设备' }))
  await seen(officer, '80-security')
  const key = await enrol(officer)

  await signOut(page)
  await byPassword(officer)
  const code = page.getByRole('textbox', { name: '验证码' })
  await code.fill('000000')
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await sees(page.getByText(/验证码不对/))
  await seen(officer, '83-second-step')
  await code.fill(await codeOf(key, 0))
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await isIn(page)

  await toSecurity(page)
  const keys = page.getByRole('region', { name: '通行密钥' })
  await keys.getByRole('button', { name: '添加通行密钥' }).click()
  await keys.getByRole('textbox', { name: '名称' }).fill('值班手机')
  await seen(officer, '84-passkey')
  await keys.getByRole('button', { name: '开始添加' }).click()
  await sees(keys.getByRole('button', { name: '删除通行密钥 值班手机' }))
  const { credentials } = await device.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials).toHaveLength(1)

  await signOut(page)
  await seen(officer, '85-sign-in')
  await page.getByRole('button', { name: '用通行密钥登录' }).click()
  await isIn(page)

  // The password and its code opened one session, the passkey this one; the second one was ended by signing out.
  await toSecurity(page)
  const ends = page.getByRole('button', { name: '退出', exact: true })
  await sees(ends)
  expect(await ends.count()).toBe(1)
  await seen(officer, '86-security-kept')
  expect(await other.get<{ id: string }>('/people/me')).toMatchObject({ id: account })
  await ends.click()
  await ends.waitFor({ state: 'detached' })
  await expect(other.get('/people/me')).rejects.toThrow(/401/)

  await proofIsOld()
  await page.goto(`${named}/officer/matters/${matter}`)
  const person = page.getByRole('region', { name: '报告人' })
  await person.getByRole('button', { name: '查看联系方式' }).click()
  await page.getByRole('textbox', { name: '原因' }).fill('约上门时间')
  await page.getByRole('dialog').getByRole('button', { name: '查看联系方式' }).click()
  const asked = page.getByRole('dialog', { name: '请确认是您本人' })
  await sees(asked.getByRole('button', { name: '确认', exact: true }))
  await seen(officer, '87-proof-by-passkey')
  await asked.getByText('两步验证', { exact: true }).click()
  await seen(officer, '88-proof-by-code')
  await asked.getByRole('textbox', { name: '验证码' }).fill(await codeOf(key, 1))
  await asked.getByRole('button', { name: '确认', exact: true }).click()
  // What was asked for goes on by itself, once.
  await sees(person.getByText('15400000088'))
  await asked.waitFor({ state: 'detached' })
  await seen(officer, '89-unmasked')

  // One tap takes no way to sign in away.
  await toSecurity(page)
  const last = keys.getByRole('button', { name: '删除通行密钥 值班手机' })
  const sheet = page.getByRole('dialog')
  await last.click()
  await seen(officer, '90-passkey-drop')
  await sheet.getByRole('button', { name: '取消' }).click()
  await sheet.waitFor({ state: 'detached' }).catch(() => sheet.waitFor({ state: 'hidden' }))
  await last.click()
  await sheet.getByRole('button', { name: '删除', exact: true }).click()
  await last.waitFor({ state: 'detached' })
  const second = page.getByRole('region', { name: '两步验证' })
  await second.getByRole('button', { name: '关闭', exact: true }).click()
  await seen(officer, '91-second-drop')
  await sheet.getByRole('button', { name: '关闭', exact: true }).last().click()
  await sees(second.getByText('未开启'))
  expect(officer.troubles).toEqual([])
  await officer.context.close()
})

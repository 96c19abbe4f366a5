import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { countyOf } from '@doorstep/contract'
import { type Database, openDatabase } from '@doorstep/kernel'
import { joinPostgres } from '@doorstep/kernel/postgres/start.ts'
import { makeAccount } from '@doorstep/modules/people/index.ts'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  addressOf,
  doorstep,
  nothingLeft,
  type Program,
  postgresOf,
  scratchFolder,
  server,
  takenPort,
} from './test-server.ts'

const production = { NODE_ENV: 'production', DOORSTEP_KEYS: 'ab'.repeat(32) }

/** The whole of what a start that could not be says: one line. */
async function refusal(settings: Record<string, string>): Promise<string> {
  const { code, stderr, stdout } = await server(settings).ended
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr.trimEnd().split('\n'), stderr).toHaveLength(1)
  return stderr.trimEnd()
}

describe('a start that cannot be says why in one sentence and ends with 1', () => {
  it('a wrong setting, before anything is touched', async () => {
    const folder = scratchFolder()
    expect(await refusal({ DOORSTEP_DATA: join(folder, 'data'), DOORSTEP_DB_POOL: 'many' })).toBe(
      'DOORSTEP_DB_POOL is "many", but must be a whole number from 2 to 200.',
    )
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  it('production without keys', async () => {
    expect(await refusal({ NODE_ENV: 'production', DOORSTEP_DATA: scratchFolder() })).toMatch(
      /^DOORSTEP_KEYS is missing/,
    )
  })

  it('a port that is taken, before a database is made', async () => {
    const data = scratchFolder()
    const port = await takenPort()
    expect(await refusal({ DOORSTEP_DATA: data, PORT: String(port) })).toBe(
      `Port ${port} is in use: stop the other program, or choose another port with PORT.`,
    )
    expect(existsSync(join(data, 'postgres'))).toBe(false)
  })

  it('an address that this machine does not have', async () => {
    expect(await refusal({ DOORSTEP_DATA: scratchFolder(), DOORSTEP_HOST: '203.0.113.9' })).toBe(
      'DOORSTEP_HOST is "203.0.113.9", but this machine has no such address.',
    )
  })

  it('a data folder that cannot be', async () => {
    const folder = scratchFolder()
    writeFileSync(join(folder, 'file'), '')
    expect(await refusal({ DOORSTEP_DATA: join(folder, 'file') })).toContain('a part of its path is a file')
    expect(await refusal({ DOORSTEP_DATA: '/sys/doorstep' })).toMatch(
      /^The data folder \/sys\/doorstep cannot be used:/,
    )
  })

  it('a database that does not answer; its password is not repeated', async () => {
    const data = scratchFolder()
    const said = await refusal({ DOORSTEP_DATA: data, DATABASE_URL: 'postgres://owner:hush-hush@127.0.0.1:1/x' })
    expect(said).toBe('The database does not answer at the address in DATABASE_URL.')
  })
})

describe('production', () => {
  let t: TestApp
  beforeAll(async () => {
    t = await testApp()
  })
  afterAll(() => t.close())

  it('starts on a database of its own, and refuses one with demo accounts', async () => {
    const settings = { ...production, DOORSTEP_DATA: scratchFolder(), DATABASE_URL: t.parts.database.url }
    const first = server(settings)
    expect(await first.says(/Ready in/)).not.toContain('Demo sign-ins')
    first.child.kill('SIGTERM')
    expect((await first.ended).code).toBe(0)
    await makeAccount(t.parts, { county: countyOf(world.county), name: '演示', demo: true })
    expect(await refusal(settings)).toBe(
      'This database holds demo accounts; a production start refuses them. Use an empty database.',
    )
  })
})

/** Follows the live line as a signed-in browser would, and leaves it open. */
async function openLiveLine(address: string, cookie: string): Promise<Response> {
  const response = await fetch(`${address}/api/live`, { headers: { cookie } })
  expect(response.status).toBe(200)
  return response
}
async function signIn(address: string, username: string, password: string): Promise<string> {
  const reply = await fetch(`${address}/api/people/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  })
  expect(reply.status, await reply.text()).toBe(200)
  return reply.headers
    .getSetCookie()
    .map((one) => one.split(';')[0])
    .join('; ')
}
const timeToEnd = async ({ child, ended }: Program, signal: NodeJS.Signals) => {
  const begun = performance.now()
  child.kill(signal)
  const { code, stderr } = await ended
  return { code, stderr, seconds: (performance.now() - begun) / 1000 }
}

describe('with its own database', { timeout: 60_000 }, () => {
  const data = mkdtempSync(join(tmpdir(), 'doorstep-server-'))
  const settings = { DOORSTEP_DATA: data }
  const password = 'correct-horse-9'
  afterAll(() => rmSync(data, { recursive: true, force: true }))

  it('serves, shares its database with tools and with no other server, and ends with nothing left', async () => {
    const running = server(settings)
    const address = await addressOf(running)
    expect(address).toMatch(/^http:\/\/localhost:[1-9]\d+$/)
    expect(await (await fetch(`${address}/readyz`)).text()).toBe('ready\n')
    expect(postgresOf(data)).toBeDefined()

    expect(await refusal(settings)).toBe(
      `The data folder ${data}/postgres is in use by process ${running.child.pid}. Stop it first, or choose another data folder.`,
    )
    expect((await doorstep(settings, 'areas', 'import', '620922')).code).toBe(0)
    const who = ['--name', '王芳', '--role', 'officer', '--area', '620922100', '--password', password]
    expect((await doorstep(settings, 'people', 'add', 'wangfang', ...who)).stderr).toBe('')
    expect((await doorstep(settings, 'migrate', '--down', '1')).stderr).toMatch(/^A server is running on this database/)

    const line = await openLiveLine(address, await signIn(address, 'wangfang', password))
    const end = await timeToEnd(running, 'SIGINT')
    expect(end).toMatchObject({ code: 0, stderr: '' })
    expect(end.seconds).toBeLessThan(4)
    await expect(line.text()).resolves.toContain('retry:')
    await nothingLeft(data)
  })

  it('writes no name, number or address of anybody into a log, at the finest level', async () => {
    const running = server({ ...settings, DOORSTEP_LOG: 'debug' })
    const address = await addressOf(running)
    const phone = '13912345678'
    const send = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(`${address}/api${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.77', ...headers },
        body,
      })
    const coded = await send('/people/codes', JSON.stringify({ phone, county: '620922' }))
    const cookie = coded.headers
      .getSetCookie()
      .map((line) => line.split(';')[0] ?? '')
      .join('; ')
    const code = ((await coded.json()) as { demoCode: string }).demoCode
    const entered = await send(
      '/people/sign-in-with-code',
      JSON.stringify({ phone, code, county: '620922', consent: '2026-11' }),
      { cookie },
    )
    expect(entered.status, await entered.text()).toBe(200)
    await send('/people/codes', `{"phone":"${phone}","name":"慕容雪"`)
    await send('/people/sign-in', JSON.stringify({ username: phone, password: '慕容雪-secret' }))
    await fetch(`${address}/api/areas/search?q=慕容雪${phone}`)
    await withDatabase(data, async (database) => {
      await expect(database.owner.query(`select '慕容雪 ${phone}'::int`)).rejects.toThrow()
      await database.owner.query('update people.account set demo = true')
    })
    await timeToEnd(running, 'SIGTERM')
    const logs = [running.stdout(), running.stderr(), readFileSync(join(data, 'postgres/server.log'), 'utf8')].join(
      '\n',
    )
    expect(logs).toContain('"level":20')
    expect(logs).not.toMatch(/慕容雪|13912345678|12345678|-secret|203\.0\.113\.77|王芳/)
    expect(logs).not.toContain(code)
    for (const held of [cookie, ...entered.headers.getSetCookie()])
      expect(logs).not.toContain(/=([^;]+)/.exec(held)?.[1])
    await nothingLeft(data)
  })

  it('a failure when the database runs already stops it', async () => {
    const fitting = { ...settings, ...production, DOORSTEP_KEYS: 'cd'.repeat(32) }
    expect(await refusal(fitting)).toContain('This database holds demo accounts')
    await nothingLeft(data)
  })

  it.each([5, 400, 1500, 4000])('Ctrl-C after %d ms of a first start ends it quietly', async (moment) => {
    const data = scratchFolder()
    const starting = server({ DOORSTEP_DATA: data, DOORSTEP_DEMO: 'yes' })
    await sleep(moment)
    const { code, stderr, seconds } = await timeToEnd(starting, 'SIGINT')
    expect(stderr).toBe('')
    // in the first moment nobody listens yet for the signal, and nothing has been begun
    expect([0, null]).toContain(code)
    expect(seconds).toBeLessThan(8)
    await nothingLeft(data)
  })

  it('ends when its launcher is gone, and waits for the clients when told to', async () => {
    const launched = server({ ...settings, DOORSTEP_LAUNCHER: 'ipc' })
    await expect.poll(() => postgresOf(data), { timeout: 20_000 }).toBeDefined()
    await sleep(1500)
    expect(launched.stdout()).toBe('')
    launched.child.send({ clients: 'ready' })
    await launched.says(/Ready in/)
    launched.child.disconnect()
    expect((await launched.ended).code).toBe(0)
    await nothingLeft(data)
  })
})

/** The database of a running server, from beside it. */
async function withDatabase(data: string, work: (database: Database) => Promise<void>): Promise<void> {
  const url = await joinPostgres(join(data, 'postgres'))
  const database = openDatabase(url ?? 'postgres://nowhere', 2)
  await work(database)
  await database.close()
}

import { randomBytes, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { countyOf, type Role } from '@doorstep/contract'
import { buildApp, openDatabase, type Parts, type RunningJobs, startJobs, startLive } from '@doorstep/kernel'
import { makeAccount, openSession } from '@doorstep/modules/people/index.ts'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { composeParts, makeLog, migrate } from '../../apps/server/compose.ts'
import { cloneDatabase, ensureTemplate } from './postgres.ts'
import { layWorld, world } from './world.ts'

export { world } from './world.ts'
export type Who = { account: string; headers: Record<string, string> }
export type Reply = LightMyRequestResponse

export type TestApp = {
  app: FastifyInstance
  parts: Parts
  jobs: RunningJobs
  /** The server's clock: starts at the real time, moves when told. */
  clock: { now(): number; set(instant: string): void; advance(milliseconds: number): void }
  /** A new account with this posting (residents: no posting), signed in. Cached per role, area and unit. */
  as(role: Role, area?: string, unit?: string): Promise<Who>
  /** A second, different account of the same kind. */
  another(role: Role, area?: string, unit?: string): Promise<Who>
  visitor: Who
  /** GET. */
  get(who: Who, url: string): Promise<Reply>
  /** A write with a fresh Idempotency-Key, or the one given. */
  send(who: Who, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', url: string, body?: unknown, key?: string): Promise<Reply>
  post(who: Who, url: string, body?: unknown, key?: string): Promise<Reply>
  /** Where this server keeps files. */
  filesDir: string
  /** SQL with the owner's eyes. */
  sql<R extends object>(text: string, values?: unknown[]): Promise<R[]>
  close(): Promise<void>
}

const template = 'doorstep_template'
const testKey = Buffer.alloc(32, 7)
const nowhere = '127.0.0.1:9'
const testPushKeys = {
  publicKey: 'BFH-NmwuYwSBpZihXF9Lk6BaGbkjuG47W7qGn41wxMxfzY4Yuo8hcBmKRn-y5drqz2xmEI9YzThXzImnKAqpSos',
  privateKey: '5DnHtLY1t2-B3ioltoZM7-u67_WgAiw1M_NfIzc1PjM',
}

/** A whole server on a database of its own: migrated, with the test world's areas, no clients, no open port until asked. */
export async function testApp(options: { live?: boolean } = {}): Promise<TestApp> {
  await ensureTemplate(template, async (url) => {
    const database = openDatabase(url, 4)
    await migrate(database)
    await layWorld(database)
    await database.close()
  })
  const cloned = await cloneDatabase(template)
  const database = openDatabase(cloned.url, 12)
  const filesDir = await mkdtemp(join(tmpdir(), 'doorstep-files-'))
  let shift = 0
  const clock = {
    now: () => Date.now() + shift,
    set: (instant: string) => {
      shift = Date.parse(instant) - Date.now()
    },
    advance: (milliseconds: number) => {
      shift += milliseconds
    },
  }
  const settings = {
    production: false,
    publicUrl: 'http://localhost',
    defaultCounty: countyOf(world.county),
    zone: 'Asia/Shanghai',
    rateFactor: 100_000,
    push: { ...testPushKeys, contact: 'mailto:test@doorstep.example' },
    // A port where nobody listens: what is sent in tests that do not look at it goes nowhere.
    posting: { pushHosts: [nowhere], robotHosts: { wecom: [nowhere], dingtalk: [nowhere], feishu: [nowhere] } },
    version: 'test',
  }
  const parts = composeParts({
    database,
    keys: [testKey],
    filesDir,
    log: makeLog(process.env.DOORSTEP_LOG ?? 'silent'),
    settings,
    clock: clock.now,
  })
  const jobs = await startJobs(parts, { schedules: false, polling: false })
  const live = options.live ? await startLive(parts) : undefined
  const app = await buildApp(parts, { wake: jobs.wake, ...(live ? { live } : {}) })
  const inject = (who: Who, request: InjectOptions) =>
    app.inject({ ...request, headers: { ...who.headers, ...request.headers } })
  const send: TestApp['send'] = (who, method, url, body, key = randomUUID()) =>
    inject(who, {
      method,
      url,
      headers: { 'idempotency-key': key },
      ...(body === undefined ? {} : { payload: body as object }),
    })
  const another = accountMaker(parts)
  const cache = new Map<string, Promise<Who>>()
  return {
    app,
    parts,
    jobs,
    clock,
    visitor: { account: '', headers: {} },
    another,
    as(role, area = world.community, unit) {
      const name = `${role} ${area} ${unit ?? ''}`
      const known = cache.get(name) ?? another(role, area, unit)
      cache.set(name, known)
      return known
    },
    get: (who, url) => inject(who, { method: 'GET', url }),
    send,
    post: (who, url, body, key) => send(who, 'POST', url, body ?? {}, key),
    filesDir,
    sql: async (text, values) => (await database.owner.query(text, values)).rows,
    async close() {
      await app.close()
      await jobs.stop()
      await database.close()
      await cloned.drop()
      await rm(filesDir, { recursive: true, force: true })
    },
  }
}

function accountMaker(parts: Parts) {
  return async (role: Role, area: string = world.community, unit?: string): Promise<Who> => {
    const county = countyOf(area)
    const postings = role === 'resident' ? [] : [{ role, area, unit: unit ?? null }]
    const account = await makeAccount(parts, { county, name: `测试${randomBytes(2).toString('hex')}`, postings })
    return { account, headers: { cookie: await openSession(parts, account) } }
  }
}

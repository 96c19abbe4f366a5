import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { matrixOf, type Posting, type Role } from '@doorstep/contract'
import {
  type AnyModule,
  buildApp,
  loadWords,
  localFiles,
  migrateUp,
  openDatabase,
  openVault,
  type Parts,
} from '@doorstep/kernel'
import { cloneDatabase, ensureTemplate } from '@doorstep/testkit/postgres.ts'
import type { FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { addPosting, hashPassword, makeAccount, openSession } from './accounts.ts'
import { identifier } from './identify.ts'

const root = join(import.meta.dirname, '../..')
const sources = [
  { name: 'kernel', folder: join(root, 'packages/kernel/migrations') },
  { name: 'people', folder: join(import.meta.dirname, 'migrations') },
]
export const county = 990101
export const password = 'correct-horse-9'

/** A server with this module alone, on a database of its own. `clock.shift` moves its time. */
export async function peopleApp(modules: readonly AnyModule[], settings: Partial<Parts['settings']> = {}) {
  await ensureTemplate('people_alone', async (url) => {
    const database = openDatabase(url)
    await migrateUp(database.owner, sources)
    await database.close()
  })
  const copy = await cloneDatabase('people_alone')
  const database = openDatabase(copy.url, 6)
  const clock = { shift: 0 }
  const base = {
    modules,
    matrix: matrixOf(modules),
    database,
    vault: openVault([randomBytes(32)]),
    files: localFiles(mkdtempSync(join(tmpdir(), 'people-files-'))),
    words: loadWords(modules),
    log: pino({ level: 'silent' }),
    settings: {
      production: false,
      publicUrl: 'http://localhost',
      defaultCounty: county,
      zone: 'Asia/Shanghai',
      rateFactor: 1000,
      version: 'test',
      ...settings,
    },
    clock: () => Date.now() + clock.shift,
    counties: async () => [county],
  }
  const parts: Parts = { ...base, identify: identifier(base) }
  const app = await buildApp(parts)

  const stop = async () => {
    await app.close()
    await database.close()
    await copy.drop()
  }
  const owner = database.owner
  const post = (account: string, posting: Pick<Posting, 'role' | 'area'> & { from?: string; to?: string }) =>
    addPosting(owner, account, posting)
  return {
    app,
    parts,
    database,
    owner,
    vault: base.vault,
    clock,
    as: await signer(parts),
    call: caller(app),
    post,
    stop,
  }
}

type Who = { account: string; headers: Record<string, string> }
/** Somebody who is signed in. */
async function signer(parts: Parts) {
  const passwordHash = await hashPassword(password)
  return async (
    posting?: { role: Role; area: string; unit?: string },
    more: { name?: string; username?: string; badge?: string } = {},
  ): Promise<Who> => {
    const { badge, ...rest } = more
    const account = await makeAccount(parts, {
      county,
      name: '测试员',
      ...rest,
      passwordHash,
      ...(badge ? { profile: { badge } } : {}),
      postings: posting ? [posting] : [],
    })
    return { account, headers: { cookie: await openSession(parts, account) } }
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Call = { as?: { headers: Record<string, string> }; body?: unknown; key?: string; headers?: Record<string, string> }
function caller(app: FastifyInstance) {
  let keys = 0
  return async (method: Method, url: string, options: Call = {}) => {
    const reply = await app.inject({
      method,
      url: `/api${url}`,
      headers: { 'idempotency-key': options.key ?? `test-key-${++keys}`, ...options.as?.headers, ...options.headers },
      ...(options.body === undefined ? {} : { payload: options.body as object }),
    })
    const cookie = cookieOf(reply.headers['set-cookie'])
    return { status: reply.statusCode, body: reply.json(), cookie, headers: reply.headers }
  }
}

function cookieOf(header: string | string[] | undefined): string {
  const all = header === undefined ? [] : Array.isArray(header) ? header : [header]
  return all.map((line) => line.split(';')[0]).join('; ')
}

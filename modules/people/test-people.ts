import type { Posting, Role } from '@doorstep/contract'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { addPosting, hashPassword, makeAccount, openSession } from './accounts.ts'

export const county = Number(world.county)
export const password = 'correct-horse-9'
export type PeopleApp = Awaited<ReturnType<typeof peopleApp>>

/** A whole server, and what the tests of this module ask of it. */
export async function peopleApp(options: { live?: boolean } = {}) {
  const t = await testApp(options)
  const post = (account: string, posting: Pick<Posting, 'role' | 'area'> & { from?: string; to?: string }) =>
    addPosting(t.parts.database.owner, account, posting)
  return { t, parts: t.parts, clock: t.clock, sql: t.sql, as: await signer(t), call: caller(t), post, stop: t.close }
}

export type Signed = { account: string; headers: Record<string, string> }
type More = { name?: string; username?: string; badge?: string; phone?: string }
/** Somebody who is signed in. */
async function signer(t: TestApp) {
  const passwordHash = await hashPassword(password)
  return async (posting?: { role: Role; area: string; unit?: string }, more: More = {}): Promise<Signed> => {
    const { badge, ...rest } = more
    const account = await makeAccount(t.parts, {
      county,
      name: '测试员',
      ...rest,
      passwordHash,
      ...(badge ? { profile: { badge } } : {}),
      postings: posting ? [posting] : [],
    })
    return { account, headers: { cookie: await openSession(t.parts, account) } }
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
type Call = { as?: { headers: Record<string, string> }; body?: unknown; key?: string; headers?: Record<string, string> }
function caller(t: TestApp) {
  let keys = 0
  return async (method: Method, url: string, options: Call = {}) => {
    const reply = await t.app.inject({
      method,
      url: `/api${url}`,
      headers: { 'idempotency-key': options.key ?? `test-key-${++keys}`, ...options.as?.headers, ...options.headers },
      ...(options.body === undefined ? {} : { payload: options.body as object }),
    })
    const isJson = String(reply.headers['content-type']).includes('json')
    return {
      status: reply.statusCode,
      body: isJson ? reply.json() : reply.rawPayload,
      cookie: cookieOf(reply.headers['set-cookie']),
      headers: reply.headers,
    }
  }
}

function cookieOf(header: string | string[] | undefined): string {
  const all = header === undefined ? [] : Array.isArray(header) ? header : [header]
  return all.map((line) => line.split(';')[0]).join('; ')
}

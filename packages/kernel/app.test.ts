import type { AddressInfo } from 'node:net'
import { type TestApp, testApp } from '@doorstep/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import { transaction } from './db.ts'
import { startLive } from './live.ts'

let t: TestApp
let app: FastifyInstance
let guarded: FastifyInstance
const token = 'a-token-of-the-operator'
beforeAll(async () => {
  t = await testApp()
  app = await buildApp(t.parts)
  guarded = await buildApp(t.parts, { metricsToken: token, proxies: 1 })
})
afterAll(async () => {
  await app.close()
  await guarded.close()
  await t.close()
})

describe('/metrics', () => {
  const ask = (server: FastifyInstance, remoteAddress: string, headers: Record<string, string> = {}) =>
    server.inject({ method: 'GET', url: '/metrics', remoteAddress, headers })

  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'without a token answers this machine: %s',
    async (from) => {
      await t.get(t.visitor, '/healthz')
      const reply = await ask(app, from)
      expect(reply.statusCode).toBe(200)
      expect(reply.body).toMatch(/^doorstep_db_connections\{state="idle"\} \d+$/m)
      expect(reply.headers).toMatchObject({
        'content-type': expect.stringContaining('text/plain'),
        'cache-control': 'no-store',
      })
    },
  )
  it.each([
    ['10.0.0.7', {}],
    ['2001:db8::1', {}],
    ['::ffff:10.0.0.7', {}],
    ['127.0.0.1', { 'x-forwarded-for': '203.0.113.9' }],
    ['127.0.0.1', { forwarded: 'for=203.0.113.9' }],
    ['127.0.0.1', { via: '1.1 proxy' }],
    ['127.0.0.1', { 'x-real-ip': '127.0.0.1' }],
    ['10.0.0.7', { 'x-forwarded-for': '127.0.0.1' }],
    ['10.0.0.7', { authorization: 'Bearer ' }],
  ] as [string, Record<string, string>][])('and nobody else: %s %j', async (from, headers) => {
    expect((await ask(app, from, headers)).json()).toMatchObject({ status: 404, code: 'server.missing' })
  })
  it('with a token answers whoever has it, from anywhere, and nobody without', async () => {
    expect((await ask(guarded, '10.0.0.7', { authorization: `Bearer ${token}` })).statusCode).toBe(200)
    for (const authorization of ['', `Bearer ${token}x`, `Bearer ${token.slice(1)}`, token, `bearer ${token}`])
      expect((await ask(guarded, '127.0.0.1', { authorization })).statusCode, authorization).toBe(404)
  })
})

describe('health', () => {
  it('says that it lives, and that it can work', async () => {
    expect((await t.get(t.visitor, '/healthz')).body).toBe('ok\n')
    expect((await t.get(t.visitor, '/readyz')).body).toBe('ready\n')
  })
  it('lives on when the database drops its connections, in the midst of a transaction too', async () => {
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`
    const broken = transaction(t.parts.database.app, null, async (_db, client) => {
      await client.query('select 1')
      await t.sql(cut)
      await new Promise((resolve) => setTimeout(resolve, 100))
      await client.query('select 1')
    })
    await expect(broken).rejects.toThrow()
    await expect.poll(async () => (await t.get(t.visitor, '/readyz')).statusCode).toBe(200)
  })
})

it('closes although somebody follows the live line, and takes nobody new', async () => {
  const live = await startLive(t.parts)
  const following = await buildApp(t.parts, { live })
  await following.listen({ host: '127.0.0.1', port: 0 })
  const address = `http://127.0.0.1:${(following.server.address() as AddressInfo).port}`
  const { headers } = await t.as('officer')
  const lines = await Promise.all([1, 2, 3].map(() => fetch(`${address}/api/live`, { headers })))
  expect(live.clients()).toBe(3)
  await following.close() // would wait for ever if the lines were not ended
  for (const line of lines) expect(await line.text()).toContain('retry: 2000')
  await expect(fetch(`${address}/api/live`, { headers })).rejects.toThrow()
})

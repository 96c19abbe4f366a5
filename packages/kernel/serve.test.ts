import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import { matrixOf, newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildApp } from './app.ts'
import type { Parts } from './ctx.ts'
import { probe } from './test-probe.ts'

let t: TestApp
let app: FastifyInstance
let officer: Who
let log = ''
const remember = (line: string) => {
  log += line
}
beforeAll(async () => {
  t = await testApp()
  officer = await t.as('officer')
  const parts: Parts = {
    ...t.parts,
    modules: [probe],
    matrix: matrixOf([...t.parts.modules, probe]),
    settings: { ...t.parts.settings, rateFactor: 1 },
    log: pino({ level: 'debug' }, { write: remember }),
  }
  app = await buildApp(parts)
  await app.listen({ host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await app.close()
  await t.close()
})

const ask = (options: InjectOptions): Promise<LightMyRequestResponse> => app.inject({ method: 'POST', ...options })
const tell = (payload: unknown, headers: Record<string, string> = {}, who: Who = t.visitor) =>
  ask({
    url: '/api/probe/tellings',
    headers: { 'idempotency-key': randomUUID(), 'content-type': 'application/json', ...who.headers, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
const find = (path: string, headers: Record<string, string> = {}) =>
  ask({ method: 'GET', url: `/api/probe/things/${path}`, headers })
function problem(reply: LightMyRequestResponse, status: number, code: string) {
  expect(reply.json()).toMatchObject({ type: `/problems/${code}`, status, code })
  expect(reply.statusCode).toBe(status)
  expect(reply.headers).toMatchObject({
    'content-type': 'application/problem+json; charset=utf-8',
    'cache-control': 'no-store',
  })
  return reply.json<{ title: string; errors: { path: string; message: string }[] }>()
}

describe('input', () => {
  it('refuses properties that are not known, at every depth, and names them', async () => {
    const wrong = problem(await tell({ text: 'x', texxt: 'y', place: { lat: 1, lom: 2 } }), 400, 'request.invalid')
    expect(wrong.errors).toEqual([
      { path: 'body/texxt', message: 'is not known here' },
      { path: 'body/place/lom', message: 'is not known here' },
    ])
    expect(problem(await find('x?limt=3'), 400, 'request.invalid').errors[0]?.path).toBe('query/limt')
    problem(await ask({ url: '/api/probe/touches', payload: { text: 'x' } }), 400, 'request.invalid')
  })

  it('turns the text of a query into what its schema says', async () => {
    expect((await find('x')).json()).toEqual({ name: 'x', limit: 7 })
    expect((await find('x?limit=3&all=true')).json()).toEqual({ name: 'x', limit: 3, all: true })
    for (const query of ['limit=0', 'limit=many', 'limit=1&limit=2', 'all=perhaps'])
      problem(await find(`x?${query}`), 400, 'request.invalid')
  })

  it('refuses what is too large, of another type, or no JSON', async () => {
    problem(await tell({ text: 'x'.repeat(1_000_000) }), 413, 'request.tooLarge')
    expect((await tell({ text: 'x'.repeat(990_000) })).statusCode).toBe(200)
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
      'application/xml',
    ])
      problem(await tell('{"text":"x"}', { 'content-type': type }), 415, 'request.unsupported')
    for (const broken of ['{"text":', '{"text":"x"} more', '', 'nothing', '\u0000'])
      problem(await tell(broken), 400, 'request.invalid')
    for (const other of ['null', '[]', '"x"', '7', '{"text":null}', '{"text":["x"]}'])
      problem(await tell(other), 400, 'request.invalid')
  })

  it('takes no keys that would change what objects are', async () => {
    for (const payload of [
      '{"text":"x","__proto__":{"admin":true}}',
      '{"text":"x","place":{"lat":1,"constructor":{"prototype":{"admin":true}}}}',
    ])
      problem(await tell(payload), 400, 'request.invalid')
    problem(await find('x?__proto__[admin]=1&constructor=1'), 400, 'request.invalid')
    expect(({} as { admin?: boolean }).admin).toBeUndefined()
  })

  it('refuses deep nesting before anything can run out of stack', async () => {
    const nested = (depth: number) => `{"text":"x","any":${'['.repeat(depth)}${']'.repeat(depth)}}`
    expect((await tell(nested(20))).statusCode).toBe(200)
    for (const depth of [100, 400_000]) problem(await tell(nested(depth)), 400, 'request.invalid')
    problem(await tell(`{"text":"x","any":${'{"a":'.repeat(150_000)}1${'}'.repeat(150_000)}}`), 400, 'request.invalid')
  })

  it('hands a path on as it was meant, and refuses one that cannot be read', async () => {
    expect((await find('a%2Fb')).json()).toMatchObject({ name: 'a/b' })
    expect((await find('%E5%BC%A0')).json()).toMatchObject({ name: '张' })
    expect((await find('a%00b')).json()).toMatchObject({ name: 'a\u0000b' })
    problem(await find('%c0%ae'), 400, 'request.invalid')
    problem(await find('a/b'), 404, 'server.missing')
    problem(await find('x'.repeat(300)), 400, 'request.invalid')
    for (const path of [`/api/matters/${newId(world.county)}%00`, '/api/matters/..%2f..%2fx'])
      problem(await t.get(officer, path), 400, 'request.invalid')
  })
})

describe('Idempotency-Key', () => {
  const key = () => randomUUID()
  it('is needed for writes that are not harmless, in a form that is hard to hit by chance', async () => {
    for (const wrong of ['', 'short', 'x'.repeat(81), 'with space in it'])
      problem(await tell({ text: 'x' }, { 'idempotency-key': wrong }), 400, 'request.keyMissing')
    expect((await ask({ url: '/api/probe/touches' })).statusCode).toBe(200)
  })

  it('replays the first answer, for the same person and the same words only', async () => {
    const headers = { 'idempotency-key': key() }
    const first = await tell({ text: 'x' }, headers, officer)
    const again = await tell({ text: 'x' }, headers, officer)
    expect(again.json()).toEqual(first.json())
    problem(await tell({ text: 'y' }, headers, officer), 422, 'request.keyReused')
    const other = await tell({ text: 'y' }, headers, await t.another('officer'))
    expect(other.json().times).toBeGreaterThan(first.json().times)
  })

  it('leaves nothing of a repeat behind, though its work begins before the key is known to be used', async () => {
    const told = async () =>
      (await t.sql<{ n: number }>(`select count(*) as n from kernel.audit where operation = 'probe.tell'`))[0]?.n
    const headers = { 'idempotency-key': key() }
    await tell({ text: 'x' }, headers, officer)
    const once = await told()
    await Promise.all(['x', 'x', 'y', 'x'].map((text) => tell({ text }, headers, officer)))
    expect(await told()).toBe(once)
  })

  it('answers six at once with one answer', async () => {
    const headers = { 'idempotency-key': key() }
    const replies = await Promise.all(Array.from({ length: 6 }, () => tell({ text: 'x' }, headers)))
    expect(new Set(replies.map((reply) => `${reply.statusCode} ${reply.body}`)).size).toBe(1)
  })
})

describe('writes from other sites', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'not an origin' }, 403],
    [{ origin: 'http://localhost:81' }, 403],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://localhost', 'sec-fetch-site': 'cross-site' }, 403],
    [{ origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }, 200],
    [{ origin: 'http://room.example:8080', host: 'room.example:8080' }, 200],
    [{ 'sec-fetch-site': 'none' }, 200],
    [{}, 200],
  ] as [Record<string, string>, number][])('%j → %d', async (headers, status) => {
    const reply = await tell({ text: 'x' }, { host: 'inner:3000', ...headers })
    expect(reply.statusCode).toBe(status)
    if (status === 403) problem(reply, 403, 'request.origin')
    expect((await find('x', headers)).statusCode).toBe(200)
  })

  it('nobody is told that they may', async () => {
    const reply = await ask({
      method: 'OPTIONS',
      url: '/api/probe/tellings',
      headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' },
    })
    problem(reply, 404, 'server.missing')
    expect(Object.keys(reply.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
  })
})

describe('answers', () => {
  it('have no column that the contract does not name, and stay in no cache', async () => {
    const reply = await tell({ text: 'x' })
    expect(reply.json()).toEqual({ text: 'x', times: expect.any(Number), who: { role: 'x' } })
    expect(reply.headers).toMatchObject({
      'cache-control': 'no-store',
      'content-type': 'application/json; charset=utf-8',
    })
    expect((await find('x')).headers['cache-control']).toBe('no-store')
  })

  it('HEAD has the headers of GET and no body; a verb that is not there is missing', async () => {
    const head = await ask({ method: 'HEAD', url: '/api/probe/things/x' })
    expect([head.statusCode, head.body, head.headers['content-type']]).toEqual([
      200,
      '',
      'application/json; charset=utf-8',
    ])
    for (const method of ['PUT', 'DELETE', 'PATCH'] as const)
      problem(await ask({ method, url: '/api/probe/things/x' }), 404, 'server.missing')
  })

  it('speak the language that is asked for', async () => {
    const title = async (language?: string) =>
      problem(await tell('{', language ? { 'accept-language': language } : {}), 400, 'request.invalid').title
    expect(await title()).toMatch(/^[\p{Script=Han}，。]+$/u)
    expect(await title('zh-CN,en;q=0.9')).toBe(await title())
    expect(await title('en-GB,en;q=0.9')).toMatch(/^Some of the input/)
    expect(await title('fr')).toBe(await title())
  })

  it('tell a visitor to sign in, and somebody else that it is not theirs', async () => {
    const staff = (who: Who) => ask({ method: 'GET', url: '/api/probe/staff', headers: who.headers })
    problem(await staff(t.visitor), 401, 'access.signIn')
    problem(await staff(await t.as('resident')), 403, 'access.denied')
    problem(
      await staff({ account: '', headers: { cookie: 'doorstep_session=forged; broken=%E0%A4' } }),
      401,
      'access.signIn',
    )
    expect((await staff(officer)).statusCode).toBe(200)
  })

  it('end a flood with 429 and when to come again, each person by themselves', async () => {
    const rare = (who: Who) => ask({ method: 'GET', url: '/api/probe/rare', headers: who.headers })
    for (let n = 0; n < 2; n++) expect((await rare(t.visitor)).statusCode).toBe(200)
    const refused = await rare(t.visitor)
    problem(refused, 429, 'request.tooMany')
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0)
    expect((await rare(officer)).statusCode).toBe(200)
    // a made-up session is nobody, and does not begin a count of its own
    problem(await rare({ account: '', headers: { cookie: 'doorstep_session=made-up' } }), 429, 'request.tooMany')
  })
})

describe('the log', () => {
  it('says where something broke and nothing of what was typed', async () => {
    log = ''
    const reply = await ask({
      url: '/api/probe/breaks?x=1',
      payload: { text: '张晓梅 13912345678' },
      headers: { 'user-agent': 'secret-agent' },
    })
    expect(reply.statusCode).toBe(400) // the query is refused first
    const broken = await ask({
      url: '/api/probe/breaks',
      payload: { text: '张晓梅 13912345678' },
      headers: { 'user-agent': 'secret-agent' },
    })
    problem(broken, 500, 'server.failed')
    expect(broken.body).not.toMatch(/13912345678|select|\.ts/)
    expect(log).toContain('22P02')
    expect(log).toContain('/api/probe/breaks')
    expect(log).toContain('test-probe.ts')
    expect(log).not.toMatch(/张|1391234|secret-agent|127\.0\.0\.1/)
  })
})

describe('what is not even a request', () => {
  const raw = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1', () => socket.write(bytes))
      let said = ''
      socket
        .on('data', (chunk) => (said += chunk))
        .on('close', () => resolve(said))
        .on('error', reject)
    })

  it('gets a problem and the end of the line', async () => {
    expect(await raw('nonsense\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 [\s\S]*application\/problem\+json[\s\S]*"code":"request\.invalid"/,
    )
    expect(await raw(`GET / HTTP/1.1\r\nhost: x\r\ncookie: ${'x'.repeat(40_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /)
    expect(
      await raw(
        'POST /api/probe/tellings HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
      ),
    ).toMatch(/^HTTP\/1\.1 400 /)
    expect((await find('x')).statusCode).toBe(200)
  })
})

import { randomUUID } from 'node:crypto'
import { methodOf, needsKey, newId, urlOf } from '@doorstep/contract'
import { isUpload } from '@doorstep/kernel/input.ts'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, refused, refusedRaw, stillWell } from '@doorstep/testkit/hostile.ts'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Lines 4, 6 and 7: paths, headers, other sites and frames.

let h: Hostile
let officer: Who
beforeAll(async () => {
  h = await hostileServer()
  officer = await h.t.as('officer')
})
afterAll(async () => {
  await stillWell(h)
  await h.close()
})
const entries = await everyOperation()
const line = (method: string, path: string, headers: string[] = [], body = '') =>
  [`${method} ${path} HTTP/1.1`, 'host: localhost', 'connection: close', ...headers, '', body].join('\r\n')

describe('line 4: paths', () => {
  test.each([
    '/../../etc/passwd',
    '/console/..%2f..%2f..%2fetc/passwd',
    '/console/%252e%252e%252fetc/passwd',
    '/console/..%5c..%5c..%5cwindows',
    '/console/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd',
    '/rooms-style/..%2f..%2f..%2fpackage.json',
    '/r/..%2f..%2fetc',
    '/b/..%2f..%2fetc%00',
    '/api/matters/..%2f..%2f..%2fetc%2fpasswd',
    `/api/matters/${'%2e%2e%2f'.repeat(60)}x`,
    `/api/matters/${'a'.repeat(9000)}`,
    '/api/matters/%00',
    '/api/matters/%ff%fe',
    '//etc/passwd',
    'http://evil.example/etc/passwd',
    '/assets/fonts/..%2f..%2f..%2fpackage.json',
  ])('%s leads nowhere', async (path) => {
    const answer = await h.raw(line('GET', path))
    expect([400, 401, 404, 431]).toContain(answer.status)
    expect(answer.head + answer.body).not.toMatch(/root:|"workspaces"|node_modules/)
    if (!answer.head.includes('text/html')) refusedRaw(answer, answer.status)
  })

  test('an address on another site is no place to be sent to', async () => {
    for (const path of [
      '//evil.example/console',
      '/console//evil.example',
      '/b/%2f%2fevil.example',
      '/?lang=//evil.example',
      '/r/620999001001?board=//evil.example',
    ]) {
      const answer = await h.raw(line('GET', path, ['accept: text/html']))
      expect(answer.head).not.toMatch(/location: *(https?:)?\/\//i)
    }
  })
})

describe('line 4: headers', () => {
  test('a host, or what proxies say of it, is in no answer, and steers nothing', async () => {
    for (const path of ['/', `/r/${world.community}`, '/console', '/api/openapi.json', '/b/nothing']) {
      const answer = await h.raw(
        [
          `GET ${path} HTTP/1.1`,
          'host: evil.example',
          'x-forwarded-host: evil.example',
          'x-forwarded-proto: evil',
          'x-original-url: /evil.example',
          'x-rewrite-url: /evil.example',
          'forwarded: host=evil.example',
          'accept: text/html',
          'connection: close',
          '\r\n',
        ].join('\r\n'),
      )
      expect(answer.head + answer.body).not.toContain('evil')
    }
  })

  test('a page that a cache might keep is the same whatever odd headers came with the question', async () => {
    const plain = await h.t.app.inject({ url: `/r/${world.community}`, headers: { accept: 'text/html' } })
    const odd = await h.t.app.inject({
      url: `/r/${world.community}`,
      headers: {
        accept: 'text/html',
        'x-forwarded-host': 'evil',
        'x-forwarded-scheme': 'nothttps',
        'x-http-method-override': 'DELETE',
        'user-agent': '<script>alert(1)</script>',
        referer: 'javascript:alert(1)',
      },
    })
    expect(odd.body).toBe(plain.body)
    expect(odd.headers).toMatchObject({ 'cache-control': 'private, no-cache', vary: expect.stringContaining('cookie') })
  })

  test('another method in a header stays in the header', async () => {
    const before = await h.t.sql('select count(*) from kernel.audit')
    for (const name of ['x-http-method-override', 'x-method-override', 'x-http-method']) {
      const reply = await h.t.app.inject({
        url: '/api/people/me/sessions?_method=DELETE',
        headers: { ...officer.headers, [name]: 'DELETE' },
      })
      refused(reply, 400)
      expect(
        (await h.t.app.inject({ url: '/api/people/me', headers: { ...officer.headers, [name]: 'PUT' } })).statusCode,
      ).toBe(200)
    }
    expect(await h.t.sql('select count(*) from kernel.audit')).toEqual(before)
    for (const method of ['TRACE', 'CONNECT', 'DEBUG', 'OPTIONS', 'PROPFIND'])
      expect([400, 404, 405], method).toContain((await h.raw(line(method, '/api/people/me'))).status || 400)
  })

  test.each([
    ['two lengths', ['content-length: 2', 'content-length: 20'], '{}'],
    [
      'a length and chunks',
      ['content-length: 5', 'transfer-encoding: chunked'],
      '0\r\n\r\nGET /evil HTTP/1.1\r\nhost: x\r\n\r\n',
    ],
    ['chunks that are none', ['transfer-encoding: chunked'], 'zz\r\nhello\r\n'],
    ['two ways of coding', ['transfer-encoding: chunked, identity'], '0\r\n\r\n'],
    ['a length below nothing', ['content-length: -1'], '{}'],
    ['a length that is no number', ['content-length: 0x10'], '{}'],
    ['a header without a colon', ['nonsense'], ''],
    ['a header folded over lines', ['x-a: b\r\n c: d', 'content-length: 0'], ''],
    ['a name with a space', ['x-a : b', 'content-length: 0'], ''],
    ['headers beyond measure', [`x-a: ${'x'.repeat(20_000)}`], ''],
    ['a thousand headers', Array.from({ length: 3000 }, (_, at) => `x-${at}: 1`), ''],
  ])('%s', async (_name, headers, body) => {
    const answer = await h.raw(
      line('POST', '/api/people/sign-out', ['content-type: application/json', ...headers], body),
    )
    refusedRaw(answer, [400, 408, 415, 431])
    expect(answer.head.match(/HTTP\/1\.1/g)?.length).toBe(1)
    expect(answer.body.match(/HTTP\/1\.1/g)).toBeNull()
  })

  test('languages, ranges, kinds and cookies without sense change nothing', async () => {
    for (const headers of [
      { 'accept-language': `${'en;q=0.1,'.repeat(900)}zh` },
      { 'accept-language': '../../etc/passwd' },
      { 'accept-language': '__proto__' },
      { range: `bytes=${Array.from({ length: 500 }, (_, at) => `${at}-${at}`).join(',')}` },
      { range: 'bytes=-999999999999999999999' },
      { cookie: `${'a=b; '.repeat(1000)}doorstep_session=%E0%A4%A` },
      { cookie: 'doorstep_session=; doorstep_receipt=x.y; doorstep_device={}' },
      { 'accept-encoding': 'gzip;q=x, br;q=-1, *;q=0' },
      { 'if-none-match': `"${'x'.repeat(5000)}"` },
    ])
      expect(
        (await h.t.app.inject({ url: '/api/areas', headers })).statusCode,
        JSON.stringify(headers).slice(0, 80),
      ).toBe(200)
  })

  test('line ends in whatever is given back stay out of the headers', async () => {
    for (const path of [
      '/?lang=en%0d%0aset-cookie:%20x=1',
      '/?elder=1%0d%0ax:y',
      `/r/${world.community}%0d%0ax:y`,
      '/b/x%0d%0aset-cookie:x=1',
    ]) {
      const answer = await h.raw(line('GET', path, ['accept: text/html']))
      expect(answer.head.toLowerCase()).not.toMatch(/\r\n(x:|set-cookie: *x=)/)
    }
  })

  test('keys of writes: too long, of another sign, of somebody else', async () => {
    const body = { id: newId(world.county), kind: 'dispute', description: '楼上漏水', point: world.point }
    for (const key of ['', 'short', 'x'.repeat(81), 'a b c d e f g h', "';drop table x", '../../../../'])
      refused(await h.t.post(officer, '/api/matters', body, key), 400, 'request.keyMissing')
    const key = randomUUID()
    const first = await h.t.post(officer, '/api/matters', body, key)
    expect(first.statusCode, first.body).toBe(200)
    // Somebody else who has learnt the key gets nothing of the answer: not the receipt, above all.
    const other = await h.t.another('resident')
    refused(await h.t.post(other, '/api/matters', body, key), 409)
    const visitor = await h.t.post(h.t.visitor, '/api/matters', body, key)
    refused(visitor, 409)
    expect(visitor.body).not.toContain(first.json().receipt)
  })
})

describe('line 6: writes from other sites', () => {
  const writes = entries.filter(({ operation }) => methodOf(operation) !== 'get')
  test.each(writes)('$label', async ({ operation, sample }) => {
    const who = await whoIs(h.t, roleFor(operation))
    const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
    const from = async (headers: Record<string, string>, key: string = randomUUID()) =>
      ask(h.t, who, methodOf(operation), urlOf(operation), { ...made, headers: { ...made.headers, ...headers } }, key)
    const foreign: Record<string, string>[] = [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'http://localhost.evil.example' },
      { origin: 'javascript:alert(1)' },
      { 'sec-fetch-site': 'cross-site' },
    ]
    for (const headers of foreign) refused(await from(headers), 403, 'request.origin')
    if (needsKey(operation)) refused(await from({}, ''), 400, 'request.keyMissing')
    // What a form of another site could send without being asked first.
    if (operation.body && !isUpload(operation.body))
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        refused(await ask(h.t, who, methodOf(operation), urlOf(operation), { ...made, type }, randomUUID()), 415)
  })

  test('a question writes nothing but the book of who looked', async () => {
    const questions = []
    for (const { operation, sample } of entries.filter(({ operation }) => methodOf(operation) === 'get')) {
      const who = await whoIs(h.t, roleFor(operation))
      questions.push({ operation, who, made: await sample({ t: h.t, who, relation: 'own', place: placeOf('own') }) })
    }
    await h.t.jobs.drain()
    const before = await rows()
    for (const { operation, who, made } of questions) await ask(h.t, who, 'get', urlOf(operation), made, randomUUID())
    await h.t.jobs.drain()
    expect(await rows()).toEqual(before)
  })
  async function rows() {
    // who looked, and how often a board was scanned: both are counted on purpose
    const tables = await h.t.sql<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'pgboss')
       and tablename not in ('audit', 'audit_head', 'board_scan', 'scan', 'scan_day')`,
    )
    const all = tables.map(({ name }) => `select '${name}' as name, count(*) as n from ${name}`).join(' union all ')
    return h.t.sql(`${all} order by name`)
  }

  test('cookies go to no other site and to no script', async () => {
    const reply = await h.t.post(h.t.visitor, '/api/people/codes', { phone: '13900007777', county: world.county })
    const lines = [reply.headers['set-cookie']].flat()
    expect(lines.length).toBeGreaterThan(0)
    for (const each of lines) expect(each).toMatch(/; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/)
  })
})

describe('line 7: frames and what a page may do', () => {
  test.each([
    '/',
    `/r/${world.community}`,
    '/b/forged',
    '/api/docs/',
    '/api/openapi.json',
    '/api/areas',
    '/api/nowhere',
    '/healthz',
    '/console/',
  ])('%s', async (url) => {
    const { headers } = await h.t.app.inject({ url, headers: { accept: 'text/html' } })
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*(unsafe|\*|data:|https?:)/)
    expect(policy).not.toMatch(/default-src[^;]*(unsafe|\*|data:)/)
    expect(headers).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toMatch(/camera=\(self\).*geolocation=\(self\).*payment=\(\)/)
    expect(headers['access-control-allow-origin']).toBeUndefined()
  })
})

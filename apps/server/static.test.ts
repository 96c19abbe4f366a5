import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { buildApp } from '@doorstep/kernel'
import { type TestApp, testApp } from '@doorstep/testkit'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clientPage, serveClients } from './static.ts'

let t: TestApp
let app: FastifyInstance
let apps = ''
let port = 0
beforeAll(async () => {
  t = await testApp()
  apps = mkdtempSync(join(tmpdir(), 'doorstep-clients-'))
  put('secret.txt', 'secret')
  put('console/vite.config.ts', 'secret')
  for (const client of ['console', 'resident']) {
    put(`${client}/dist/index.html`, `<!doctype html><title>${client}</title>`)
    put(`${client}/dist/assets/main-abc123.js`, `console.log('${'x'.repeat(3000)}')`)
    put(`${client}/dist/sw.js`, 'self.skipWaiting()')
    put(`${client}/dist/.env`, 'secret')
  }
  app = await buildApp(t.parts, { fallback: clientPage(apps) })
  await serveClients(app, apps)
  await app.listen({ host: '127.0.0.1', port: 0 })
  port = (app.server.address() as AddressInfo).port
})
afterAll(async () => {
  await app.close()
  await t.close()
  rmSync(apps, { recursive: true, force: true })
})

function put(path: string, text: string): void {
  mkdirSync(dirname(join(apps, path)), { recursive: true })
  writeFileSync(join(apps, path), text)
}

type Answer = { status: number | undefined; headers: Record<string, string | string[] | undefined>; body: string }
/** The path goes out as it is written here: browsers and fetch would tidy it. */
function ask(path: string, method = 'GET', headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let body = ''
      response.setEncoding('latin1').on('data', (chunk) => (body += chunk))
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }))
    })
      .on('error', reject)
      .end()
  })
}

it('serves the page of a client, also without the slash and deep inside', async () => {
  expect((await ask('/console')).headers.location).toBe('/console/')
  for (const path of ['/console/', '/console/matters/620999-1/files', '/console/find?q=a.js']) {
    const answer = await ask(path)
    expect(answer, path).toMatchObject({ status: 200, body: '<!doctype html><title>console</title>' })
    expect(answer.headers['content-type']).toMatch(/^text\/html; charset=utf-8/i)
    expect(answer.headers['cache-control']).toBe('no-cache')
  }
})

it('keeps hashed files for a year, and asks again for everything else', async () => {
  expect((await ask('/resident/assets/main-abc123.js')).headers['cache-control']).toBe(
    'public, max-age=31536000, immutable',
  )
  const worker = await ask('/resident/sw.js')
  expect(worker.headers).toMatchObject({ 'cache-control': 'no-cache', 'service-worker-allowed': '/resident/' })
})

it('answers a page that is known already with 304, and packs what is large', async () => {
  const { etag } = (await ask('/resident/')).headers
  expect(await ask('/resident/', 'GET', { 'if-none-match': String(etag) })).toMatchObject({ status: 304, body: '' })
  const packed = await ask('/resident/assets/main-abc123.js', 'GET', { 'accept-encoding': 'br' })
  expect(packed.headers['content-encoding']).toBe('br')
  expect(packed.body.length).toBeLessThan(300)
})

it('HEAD has the headers of GET and no body', async () => {
  for (const path of ['/console/', '/console/deep/inside', '/healthz', '/api/openapi.json']) {
    const [head, get] = [await ask(path, 'HEAD'), await ask(path)]
    expect(head, path).toMatchObject({ status: 200, body: '' })
    expect(head.headers['content-type']).toBe(get.headers['content-type'])
  }
})

describe('what is not there', () => {
  it.each([
    '/console/assets/gone.js',
    '/console/favicon.ico',
    '/officer/',
    '/officer/today',
    '/nowhere',
    '/consolex/',
    '/api/nowhere',
  ])('%s is a problem, never a page', async (path) => {
    const answer = await ask(path)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toBe('application/problem+json; charset=utf-8')
    expect(JSON.parse(Buffer.from(answer.body, 'latin1').toString())).toMatchObject({
      code: 'server.missing',
      title: '没有找到这个页面或接口。',
    })
  })
  it('a write to a page', async () => {
    expect((await ask('/console/', 'POST')).status).toBe(404)
  })
})

it.each([
  '/console/../secret.txt',
  '/console/..%2f..%2fsecret.txt',
  '/console/%2e%2e/vite.config.ts',
  '/console/%2e%2e/%2e%2e/secret.txt',
  '/console/assets/..\\..\\..\\secret.txt',
  '/console/assets/%5c..%5c..%5c..%5csecret.txt',
  '/console/%252e%252e/vite.config.ts',
  '/console//etc/passwd',
  '/console/.env',
  '/console/%00',
  '/console/%c0%ae%c0%ae/secret.txt',
  '/assets/fonts/../../package.json',
  '/assets/fonts/%2e%2e/package.json',
])('nothing outside of the built client is given out: %s', async (path) => {
  const { status, body } = await ask(path)
  expect([200, 400, 403, 404]).toContain(status)
  if (status === 200) expect(body).toBe('<!doctype html><title>console</title>')
  else
    expect(JSON.parse(body)).toMatchObject({
      status,
      code: expect.stringMatching(/^(server\.missing|request\.invalid)$/),
    })
})

describe('what pages and answers may do', () => {
  it.each(['/console/', '/resident/report', '/api/docs/', '/api/nowhere'])('%s', async (path) => {
    const { headers } = await ask(path)
    const policy = Object.fromEntries(
      String(headers['content-security-policy'])
        .split(';')
        .map((rule) => [rule.trim().split(' ')[0], rule.trim().split(' ').slice(1).join(' ')]),
    )
    expect(policy).toMatchObject({
      'default-src': "'self'",
      'script-src': "'self'",
      'connect-src': "'self'",
      'object-src': "'none'",
      'frame-ancestors': "'none'",
      'base-uri': "'self'",
      'form-action': "'self'",
    })
    // a plain server in a local network speaks no https: its pages must not be told to
    expect(policy).not.toHaveProperty('upgrade-insecure-requests')
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    })
    expect(headers).not.toHaveProperty('strict-transport-security')
    expect(headers).not.toHaveProperty('x-powered-by')
  })
})

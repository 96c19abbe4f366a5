// The same product without a screen: to prepare what is not the story's, and to ask the server whether a screen tells the truth.

import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'

export type Api = {
  get<T = Record<string, unknown>>(path: string): Promise<T>
  post<T = Record<string, unknown>>(path: string, body: unknown): Promise<T>
  put<T = Record<string, unknown>>(path: string, body: Buffer, type: string): Promise<T>
  send<T = Record<string, unknown>>(path: string, body: Buffer, type: string): Promise<T>
  bytes(path: string): Promise<Buffer>
  drop(path: string): Promise<unknown>
}

/** Signed in as one of the demo county's staff. */
export async function apiOf(product: string, username: string): Promise<Api> {
  const entered = await fetch(`${product}/api/people/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: 'doorstep-demo' }),
  })
  expect(entered.status, await entered.text()).toBe(200)
  const cookie = entered.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  async function call<T>(method: string, path: string, body?: string | Buffer, type = 'application/json'): Promise<T> {
    const answer = await fetch(`${product}/api${path}`, {
      method,
      headers: { cookie, ...(body === undefined ? {} : { 'content-type': type, 'idempotency-key': randomUUID() }) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
    })
    const text = await answer.text()
    expect(answer.status, `${method} ${path}: ${text}`).toBe(200)
    return JSON.parse(text) as T
  }
  return {
    get: (path) => call('GET', path),
    post: (path, body) => call('POST', path, JSON.stringify(body)),
    put: (path, body, type) => call('PUT', path, body, type),
    send: (path, body, type) => call('POST', path, body, type),
    drop: (path) => call('DELETE', path, '{}'),
    async bytes(path) {
      const answer = await fetch(`${product}/api${path}`, { headers: { cookie } })
      expect(answer.status, `GET ${path}`).toBe(200)
      return Buffer.from(await answer.arrayBuffer())
    },
  }
}

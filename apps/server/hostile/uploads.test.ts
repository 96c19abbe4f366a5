import { randomUUID } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { newId } from '@doorstep/contract'
import { lay } from '@doorstep/modules/matters/test-matters.ts'
import { type Who, world } from '@doorstep/testkit'
import {
  attachUrl,
  type Hostile,
  hostileServer,
  nothingIncoming,
  refused,
  refusedRaw,
  stillWell,
} from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Line 1: bodies without end, without pace, without measure.

let h: Hostile
let officer: Who
let matter: string
beforeAll(async () => {
  h = await hostileServer({ patience: 400 })
  officer = await h.t.as('officer')
  matter = (await lay(h.t, 'inProgress', { assignee: officer.account })).id
})
afterAll(async () => {
  await stillWell(h)
  await h.close()
})

const file = () => newId(world.county)
const head = (path: string, headers: string[]) =>
  [
    `POST ${path} HTTP/1.1`,
    'host: localhost',
    `cookie: ${officer.headers.cookie}`,
    `idempotency-key: ${randomUUID()}`,
    ...headers,
    '\r\n',
  ].join('\r\n')
const chunk = Buffer.from(`100000\r\n${'x'.repeat(0x100000)}\r\n`)
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
const rows = async () => (await h.t.sql('select 1 from matters.attachment')).length

describe('what is too much', () => {
  test('a length that is declared: refused before a byte of it is read', async () => {
    const started = performance.now()
    const answer = await h.raw(
      head(attachUrl(matter, file()), ['content-type: image/jpeg', 'content-length: 900000000']),
      (socket) => socket.write(jpeg),
    )
    refusedRaw(answer, 413)
    expect(answer.body).toContain('"maxMegabytes":20')
    expect(performance.now() - started).toBeLessThan(9000)
    nothingIncoming(h.t.filesDir)
  })

  test('a body without a length and without an end: the sender is told, and then cut off', async () => {
    let sent = 0
    let over = false
    const answer = await h.raw(
      head(attachUrl(matter, file()), ['content-type: image/jpeg', 'transfer-encoding: chunked']),
      (socket) => {
        socket.on('close', () => {
          over = true
        })
        const more = () => {
          while (!over && sent < 4000 && socket.write(chunk)) sent++
        }
        socket.on('drain', more)
        more()
      },
      true,
    )
    refusedRaw(answer, 413)
    expect(answer.ended).toBe(true)
    nothingIncoming(h.t.filesDir)
    expect(await rows()).toBe(0)
  })

  test('words by the megabyte, declared and undeclared', async () => {
    const body = JSON.stringify({ id: file(), description: 'x'.repeat(2_000_000) })
    refused(
      await h.t.app.inject({
        method: 'POST',
        url: '/api/matters',
        headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID() },
        payload: body,
      }),
      413,
      'request.tooLarge',
    )
    const answer = await h.raw(
      head('/api/matters', ['content-type: application/json', 'transfer-encoding: chunked']),
      (socket) => {
        socket.write(chunk)
        socket.write(chunk)
        socket.write('0\r\n\r\n')
      },
    )
    refusedRaw(answer, 413)
  })

  test('a hundred thousand fields: the first ones are named, quickly', async () => {
    const fields = Object.fromEntries(Array.from({ length: 60_000 }, (_, at) => [`f${at}`, at]))
    const started = performance.now()
    const reply = await h.t.post(officer, '/api/matters/register', fields)
    refused(reply, 400, 'request.invalid')
    expect(reply.json().errors.length).toBeLessThanOrEqual(50)
    expect(performance.now() - started).toBeLessThan(8000)
    refused(
      await h.t.get(officer, `/api/matters?${Array.from({ length: 1500 }, (_, at) => `a${at}=1`).join('&')}`),
      400,
    )
  })

  test.each(['gzip', 'br', 'deflate', 'zstd'])('a body that would have to be unfolded first (%s)', async (packing) => {
    const bomb = gzipSync(Buffer.alloc(50_000_000))
    for (const url of ['/api/matters', attachUrl(matter, file())])
      refused(
        await h.t.app.inject({
          method: 'POST',
          url,
          headers: {
            ...officer.headers,
            'content-type': 'application/json',
            'content-encoding': packing,
            'idempotency-key': randomUUID(),
          },
          payload: bomb,
        }),
        415,
        'request.unsupported',
      )
  })
})

describe('what is too slow', () => {
  const drip = (path: string, type: string, first: string | Buffer) =>
    h.raw(head(path, [`content-type: ${type}`, 'content-length: 100000']), (socket) => {
      socket.write(first)
      const timer = setInterval(() => socket.write(' '), 100)
      socket.on('close', () => clearInterval(timer))
    })

  test('an upload that drips is given up, and nothing of it stays', async () => {
    const answer = await drip(attachUrl(matter, file()), 'image/jpeg', jpeg)
    refusedRaw(answer, 408)
    expect(answer.body).toContain('request.tooSlow')
    nothingIncoming(h.t.filesDir)
  })

  test('so are words; and the same write with the same key goes through afterwards', async () => {
    const answer = await drip('/api/matters', 'application/json', '{"id":"')
    refusedRaw(answer, 408)
    expect(answer.body).toContain('没有丢')
  })

  test('a hundred of them at once keep nobody else waiting', async () => {
    const slow = Array.from({ length: 100 }, () => drip('/api/matters', 'application/json', '{'))
    await sleep(50)
    const started = performance.now()
    expect((await fetch(`${h.base}/readyz`)).status).toBe(200)
    expect(performance.now() - started).toBeLessThan(1000)
    for (const answer of await Promise.all(slow)) expect(answer.status).toBe(408)
  })

  test('one that is slow but steady comes through', async () => {
    const id = file()
    const body = JSON.stringify({ id, kind: 'dispute', description: '路'.repeat(1000), point: world.point })
    const bytes = Buffer.concat([Buffer.from(body), Buffer.alloc(60_000, ' ')])
    const answer = await h.raw(
      head('/api/matters', ['content-type: application/json', `content-length: ${bytes.length}`]),
      (socket) => {
        let at = 0
        const timer = setInterval(() => {
          socket.write(bytes.subarray(at, at + 3000))
          at += 3000
          if (at >= bytes.length) clearInterval(timer)
        }, 60)
      },
    )
    expect(answer.status, answer.body).toBe(200)
  })

  test('a sender who goes away half-way leaves nothing behind', async () => {
    await h.raw(head(attachUrl(matter, file()), ['content-type: image/jpeg', 'content-length: 5000000']), (socket) => {
      socket.write(jpeg)
      setTimeout(() => socket.destroy(), 100)
    })
    await expect.poll(() => readdirSync(join(h.t.filesDir, 'incoming')).length, { timeout: 3000 }).toBe(0)
  })
})

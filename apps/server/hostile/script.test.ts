import { randomUUID } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import { methodOf, type Operation, urlOf } from '@doorstep/contract'
import { isDownload, isUpload } from '@doorstep/kernel/input.ts'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, stillWell } from '@doorstep/testkit/hostile.ts'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import type { Sample } from '@doorstep/testkit/sample.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Line 5: script in every field that takes words, and everything that the server makes of it. The clients are e2e/hostile.e2e.ts.

let h: Hostile
beforeAll(async () => {
  h = await hostileServer()
})
afterAll(async () => {
  await stillWell(h)
  await h.close()
})
const entries = await everyOperation()
/** Each does something somewhere: in a page, an attribute, a template, a spreadsheet, a PDF. */
const payloads = [
  `"><img src=x onerror=alert(1)>`,
  `<script>alert(1)</script>`,
  `';alert(1)//{{7*7}}\${7*7}`,
  `=HYPERLINK("javascript:alert(1)")`,
  `) Tj ET /JS (app.alert(1)) >>`,
]
type Schema = {
  type?: string
  pattern?: string
  maxLength?: number
  minLength?: number
  properties?: Record<string, Schema>
  anyOf?: Schema[]
  items?: Schema
  enum?: unknown[]
  const?: unknown
}

/** The same body with `payload` in every field that would take it. @returns how many did */
function poisoned(schema: Schema | undefined, value: unknown, payload: string): { value: unknown; fields: number } {
  if (!schema) return { value, fields: 0 }
  const one = schema.anyOf?.find((part) => part.type === 'string' && !('const' in part)) ?? schema
  if (one.type === 'string' && !one.enum) {
    const fits = payload.length <= (one.maxLength ?? 9999) && (!one.pattern || new RegExp(one.pattern).test(payload))
    return fits && typeof value !== 'number' ? { value: payload, fields: 1 } : { value, fields: 0 }
  }
  if (schema.type === 'array' && Array.isArray(value)) {
    const parts = value.map((inner) => poisoned(schema.items, inner, payload))
    return { value: parts.map((part) => part.value), fields: parts.reduce((sum, part) => sum + part.fields, 0) }
  }
  if (schema.type !== 'object' || typeof value !== 'object' || value === null) return { value, fields: 0 }
  let fields = 0
  const made = { ...(value as Record<string, unknown>) }
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (name === 'password' || name === 'code' || name === 'secret') continue
    const part = poisoned(inner, made[name], payload)
    if (part.fields > 0) made[name] = part.value
    fields += part.fields
  }
  return { value: made, fields }
}

let taken = 0
let fields = 0
describe('posted into every field that takes words', () => {
  const writes = entries.filter(({ operation: { body } }) => body && !isUpload(body))
  test.each(writes)('$label', async ({ operation, sample }) => {
    for (const payload of payloads) {
      const who = await whoIs(h.t, roleFor(operation))
      const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
      const { value, fields: count } = poisoned(
        JSON.parse(JSON.stringify(operation.body)) as Schema,
        made.body,
        payload,
      )
      if (count === 0) return
      fields += count
      const reply = await ask(h.t, who, methodOf(operation), urlOf(operation), { ...made, body: value }, randomUUID())
      expect(reply.statusCode, reply.body.slice(0, 300)).toBeLessThan(500)
      expect(reply.headers['content-type']).toMatch(/^application\/(problem\+)?json/)
      expect(reply.headers['x-content-type-options']).toBe('nosniff')
      if (reply.statusCode === 200) taken++
    }
  })
  test('most of it was taken, as what it is: words', async () => {
    console.log(`stored script: ${fields} fields filled, ${taken} writes taken`)
    expect(taken).toBeGreaterThan(60)
    const [row] = await h.t.sql<{ n: number }>('select count(*) as n from matters.matter where description like $1', [
      '%<script>%',
    ])
    expect(row?.n).toBeGreaterThan(0)
    await h.t.jobs.drain()
  })
})

/** Shown text of a page: no tag of ours begins with what was posted. */
function safePage(body: string): void {
  expect(body).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>|href="javascript/i)
}
/** A PDF without anything that acts. */
function safePdf(bytes: Buffer): void {
  const text = bytes.toString('latin1')
  const streams = [...text.matchAll(/stream\r?\n/g)].map(({ index = 0, 0: mark }) => {
    try {
      return inflateSync(bytes.subarray(index + mark.length)).toString('latin1')
    } catch {
      return ''
    }
  })
  for (const part of [text, ...streams])
    expect(part).not.toMatch(/\/(JS|JavaScript|OpenAction|AA|Launch|URI|SubmitForm|EmbeddedFile)[\s(/<[]/)
}

describe('read back', () => {
  const questions = entries.filter(({ operation }) => methodOf(operation) === 'get')
  const filled = async (operation: Operation, who: Who, made: Sample) =>
    ask(h.t, who, 'get', urlOf(operation), { ...made, query: { ...made.query } }, randomUUID())
  test.each(questions)('$label', async ({ operation, sample }) => {
    const who = await whoIs(h.t, roleFor(operation))
    const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
    for (const more of operation.query && 'format' in ((operation.query as Schema).properties ?? {})
      ? ['csv', 'xlsx', 'pdf', 'json']
      : ['']) {
      const reply = await filled(operation, who, more ? { ...made, query: { ...made.query, format: more } } : made)
      if (more && reply.statusCode === 400) continue
      expect([200, 302], reply.body.slice(0, 200)).toContain(reply.statusCode)
      const type = String(reply.headers['content-type'])
      expect(reply.headers['x-content-type-options']).toBe('nosniff')
      if (type.startsWith('text/html')) safePage(reply.body)
      else if (type.includes('pdf')) safePdf(reply.rawPayload)
      else if (type.includes('csv'))
        for (const line of reply.body.replace(/^\ufeff/, '').split('\r\n'))
          expect(line).not.toMatch(/(^|,)"?\s*=HYPERLINK/)
      else if (!isDownload(operation.reply)) expect(type).toBe('application/json; charset=utf-8')
    }
  })

  test('the pages of the room, by their own address, in both languages and modes', async () => {
    const { samples } = await import('@doorstep/modules/rooms/samples.ts')
    const chief = await h.t.as('chief', world.township)
    await samples.roomPage({ t: h.t, who: h.t.visitor, relation: 'own', place: placeOf('own') })
    const { version } = (await h.t.get(chief, `/api/rooms/${world.community}`)).json()
    const patched = await h.t.send(chief, 'PATCH', `/api/rooms/${world.community}`, {
      version,
      name: payloads[1],
      about: payloads[0],
    })
    expect(patched.statusCode, patched.body).toBe(200)
    for (const query of ['', '?elder=1', '?lang=en', '?board=%3Cscript%3Ealert(1)%3C/script%3E']) {
      const reply = await h.t.app.inject({ url: `/r/${world.community}${query}`, headers: { accept: 'text/html' } })
      expect(reply.body).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
      safePage(reply.body)
      expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
    }
    const search = await h.t.app.inject({
      url: `/?q=${encodeURIComponent(payloads[0] ?? '')}`,
      headers: { accept: 'text/html' },
    })
    safePage(search.body)
  })

  test('the booklet of what is held about me', async () => {
    const me = await h.t.another('resident')
    for (const payload of payloads)
      await h.t.post(me, '/api/matters', {
        id: `${world.county}-${randomUUID().replace(/^(.{14})./, '$17')}`,
        kind: 'dispute',
        description: payload,
        place: payload.slice(0, 100),
        point: world.point,
      })
    const pdf = await h.t.get(me, '/api/privacy/export?format=pdf')
    expect(pdf.headers['content-type']).toBe('application/pdf')
    safePdf(pdf.rawPayload)
  })
})

import { randomUUID } from 'node:crypto'
import { methodOf, newId, type Operation, urlOf } from '@doorstep/contract'
import { isUpload } from '@doorstep/kernel/input.ts'
import { lay } from '@doorstep/modules/matters/test-matters.ts'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, refused, stillWell } from '@doorstep/testkit/hostile.ts'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Lines 9 and 11: what is typed where something else was meant, and what of it is told to others.

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
const secret = '慕容雪13912345678'

test('signs that mean something in a search mean themselves', async () => {
  const marks = ['100%', 'a_b', 'c\\d', "e'f", 'g--h', 'k"l', 'm$1', 'n*o(', 'p.q[']
  for (const mark of marks) await lay(h.t, 'submitted', { description: `楼道 ${mark} 灯坏了` })
  await lay(h.t, 'submitted', { description: '楼道 100 axb cd 灯坏了' })
  for (const mark of marks) {
    const reply = await h.t.get(officer, `/api/matters?view=all&q=${encodeURIComponent(mark)}`)
    expect(reply.statusCode, reply.body).toBe(200)
    for (const { summary } of reply.json().items as { summary: string }[]) expect(summary).toContain(mark)
  }
  for (const q of ["' or 1=1 --", '%', '_', '\\', '%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%', '(((((((((((((((((((('])
    for (const url of ['/api/matters?view=all&', '/api/people?', '/api/areas/search?', '/?', '/api/rooms?'])
      expect([200, 400], url + q).toContain((await h.t.get(officer, `${url}q=${encodeURIComponent(q)}`)).statusCode)
})

describe('every body', () => {
  const writes = entries.filter(({ operation: { body } }) => body && !isUpload(body))
  test.each(writes)(
    '$label: keys of prototypes, depth, halves of characters, numbers without end',
    async ({ operation, sample }) => {
      const who = await whoIs(h.t, roleFor(operation))
      const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
      const send = (payload: string) =>
        h.t.app.inject({
          method: methodOf(operation).toUpperCase() as 'POST',
          url: urlOf(operation).replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(made.params?.[name] ?? '')),
          headers: {
            'idempotency-key': randomUUID(),
            ...who.headers,
            ...made.headers,
            'content-type': 'application/json',
          },
          payload,
        })
      const good = JSON.stringify(made.body)
      const with_ = (extra: string) => `${good.slice(0, -1)}${good === '{}' ? '' : ','}${extra}}`
      for (const payload of [
        with_('"__proto__":{"admin":true}'),
        with_('"constructor":{"prototype":{"admin":true}}'),
        with_('"toString":1,"hasOwnProperty":1'),
        with_(`"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`),
        with_(`"${'k'.repeat(50_000)}":1`),
        with_('"\\ud800":"\\udfff"'),
        with_('"n":1e999'),
        with_(`"n":${'9'.repeat(5000)}`),
        `[${good}]`,
        `${good}${good}`,
        `\ufeff\ufeff${good}`,
        good.replace(/:"[^"]{2,}"/, ':"\\ud83d"'),
      ])
        if (payload !== good) {
          const reply = await send(payload)
          // The one about half a character finds nothing to spoil where a body holds no words.
          if (reply.statusCode !== 200 || !payload.startsWith('{')) refused(reply, [400, 404, 409, 410, 422])
          else expect(payload).not.toContain('ud83d')
        }
      expect(({} as { admin?: boolean }).admin).toBeUndefined()
    },
  )
})

describe('every list', () => {
  const lists = entries.filter(
    ({ operation }) => 'after' in ((operation.query as { properties?: object } | undefined)?.properties ?? {}),
  )
  const cursor = (...key: unknown[]) => Buffer.from(JSON.stringify(key)).toString('base64url')
  const foreign = newId(world.foreignCounty)
  const edited = [
    'x',
    'AAAA',
    cursor(),
    cursor('x'),
    cursor('x', 'y'),
    cursor('x', 'y', 'z'),
    cursor(1, 2),
    cursor(null, null),
    cursor('2026-01-01T00:00:00Z', "' or 1=1"),
    cursor('2026-01-01T00:00:00.000Z', foreign),
    cursor('2026-01-01T00:00:00.000Z', foreign.slice(7)),
    cursor('9'.repeat(200), foreign),
    cursor({ a: 1 }, []),
    cursor('99999-99-99', 'x'),
    cursor(1e300, -1e300),
    cursor('\u0000', '\u0000'),
    cursor(1),
    cursor(foreign),
    cursor(1, 1, 'x'),
  ]
  test.each(lists)(
    '$label: a cursor that was edited, or is of another county, opens nothing',
    async ({ operation, sample }) => {
      const who = await whoIs(h.t, roleFor(operation))
      const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
      for (const after of edited) {
        const reply = await ask(
          h.t,
          who,
          'get',
          urlOf(operation),
          { ...made, query: { ...made.query, after } },
          randomUUID(),
        )
        if (reply.statusCode === 200) expect(reply.body, after).not.toContain(world.foreignCounty)
        else refused(reply, [400, 404])
      }
    },
  )
})

describe('every question', () => {
  const questions = entries.filter(({ operation }) => methodOf(operation) === 'get')
  const properties = (operation: Operation) =>
    Object.keys((operation.query as { properties?: object } | undefined)?.properties ?? {})
  test.each(questions)('$label: repeated, nested and foreign parameters', async ({ operation, sample }) => {
    const who = await whoIs(h.t, roleFor(operation))
    const made = await sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
    const url = urlOf(operation).replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(made.params?.[name] ?? ''))
    const name = properties(operation)[0] ?? 'x'
    for (const query of [
      `${name}=1&${name}=2`,
      `${name}[a]=1`,
      `${name}[]=1`,
      '__proto__=1',
      '__proto__[x]=1',
      'constructor=1',
      `${name}=%00`,
      `${name}=%ed%a0%80`,
      `${name}=${'9'.repeat(400)}`,
      `${name}=1e999`,
      `${name}=NaN`,
      '='.repeat(500),
    ]) {
      const reply = await h.t.app.inject({ url: `${url}?${query}`, headers: { ...who.headers, ...made.headers } })
      expect(reply.statusCode, `${query}: ${reply.body.slice(0, 200)}`).toBeLessThan(500)
      if (reply.statusCode >= 400) refused(reply, [400, 403, 404, 410])
    }
  })
})

test('names of other letters stay what they are; a user name that only looks new is taken', async () => {
  const admin = await h.t.as('countyAdmin', world.county)
  const invite = (username: string, name: string) =>
    h.t.post(admin, '/api/people', {
      id: newId(world.county),
      name,
      username,
      posting: { role: 'officer', area: world.community },
    })
  const first = await invite('zhang.san', '𠮷田·阿卜杜拉 \u202eefil\u202c')
  expect(first.statusCode, first.body).toBe(200)
  // Marks that turn text round are gone, everything else is as it was typed.
  expect(first.json().person.name).toBe('𠮷田·阿卜杜拉 efil')
  const like = await invite('ｚｈａｎｇ．ｓａｎ', '张三')
  expect([400, 409]).toContain(like.statusCode)
})

test('what was typed is in no log, and no line of it can be forged', async () => {
  for (const text of [`${secret}\n{"level":30,"msg":"forged"}`, `${secret}\r\nforged`]) {
    await h.t.post(officer, '/api/matters', {
      id: newId(world.county),
      kind: 'dispute',
      description: text,
      point: world.point,
      name: secret.slice(0, 3),
      phone: secret.slice(3),
    })
    await h.t.app.inject({
      url: `/api/areas/search?q=${encodeURIComponent(text)}`,
      headers: { 'user-agent': 'forged', 'x-forwarded-for': '203.0.113.50' },
    })
    await h.t.app.inject({ url: `/api/${encodeURIComponent(text)}` })
    await h.raw(`GET /api/areas HTTP/1.1\r\nhost: x\r\nx-a: ${secret}\u0000\r\n\r\n`)
  }
  await expect(h.t.parts.database.owner.query(`select '${secret}'::int`)).rejects.toThrow()
  expect(h.log()).not.toMatch(/慕容雪|13912345678|forged|203\.0\.113|doorstep_session=/)
  for (const { headers } of [officer]) expect(h.log()).not.toContain(headers.cookie?.split('=')[1])
})

import { randomUUID } from 'node:crypto'
import { methodOf, roles, urlOf } from '@doorstep/contract'
import { type TestApp, testApp } from '@doorstep/testkit'
import { ask, everyOperation, expectedFor, placeOf, whoIs } from '@doorstep/testkit/operations.ts'
import { relations } from '@doorstep/testkit/sample.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const entries = await everyOperation()
const counts = { operations: entries.length, requests: 0, allowed: 0, refused: 0, empty: 0 }
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(async () => {
  console.log(
    `role × area: ${counts.operations} operations, ${roles.length} roles, ${relations.length} relations: ${counts.requests} requests, ${counts.allowed} allowed, ${counts.refused} refused, ${counts.empty} empty lists`,
  )
  await t.close()
})

describe('every operation × every role × own, neighbouring and foreign area gives the declared answer', () => {
  it.each(entries)('$label', { timeout: 120_000 }, async (entry) => {
    for (const role of roles)
      for (const relation of relations) {
        const who = await whoIs(t, role)
        const place = placeOf(relation)
        const expected = expectedFor(entry, role, relation, place)
        const sample = await entry.sample({ t, who, relation, place })
        const reply = await ask(t, who, methodOf(entry.operation), urlOf(entry.operation), sample, randomUUID())
        counts.requests++
        const told = `${role}, ${relation} (${expected.why}): ${reply.statusCode} ${reply.body.slice(0, 300)}`
        if (expected.status === 'ok') {
          expect([200, 302], told).toContain(reply.statusCode)
          counts.allowed++
        } else if (expected.status === 'empty') {
          expect(reply.statusCode, told).toBe(200)
          expect(sample.hidden, `${entry.label} needs a hidden id in its sample`).toBeTruthy()
          expect(reply.body, told).not.toContain(sample.hidden)
          counts.empty++
        } else {
          expect(reply.statusCode, told).toBe(expected.status)
          counts.refused++
        }
      }
  })
})

describe('row-level security', () => {
  it('answers a raw select of the application’s role, without context, with no row of any protected table', async () => {
    const tables = await t.sql<{ name: string; secured: boolean }>(
      `select n.nspname || '.' || c.relname as name, c.relrowsecurity as secured from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and has_table_privilege('doorstep_app', c.oid, 'select') and n.nspname not in ('pg_catalog', 'information_schema', 'pgboss')`,
    )
    const open = tables.filter(({ secured }) => !secured).map(({ name }) => name)
    const client = await t.parts.database.app.connect()
    let withRows = 0
    try {
      for (const { name, secured } of tables) {
        if (!secured) continue
        const { rows } = await client.query(`select 1 from ${name} limit 1`)
        expect(rows, name).toHaveLength(0)
        const [own] = await t.sql<{ n: number }>(`select count(*) as n from ${name}`)
        if ((own?.n ?? 0) > 0) withRows++
      }
    } finally {
      client.release()
    }
    console.log(
      `row-level security: ${tables.length - open.length} protected tables, ${withRows} of them with rows, none shown; ${open.length} public: ${open.join(', ')}`,
    )
    expect(withRows).toBeGreaterThan(0)
    expect(open.sort()).toEqual([...publicTables].sort())
  })
})

/** Tables without row-level security. None: also what is public (areas, calendar) is shown only inside a request. */
const publicTables: readonly string[] = []

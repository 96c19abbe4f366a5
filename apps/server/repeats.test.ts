import { randomUUID } from 'node:crypto'
import { methodOf, needsKey, urlOf } from '@doorstep/contract'
import { type TestApp, testApp } from '@doorstep/testkit'
import { ask, type Entry, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const writes = (await everyOperation()).filter(({ operation }) => needsKey(operation))
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(async () => {
  console.log(`repeated writes: ${writes.length} verbs, each three times in order and three times at once`)
  await t.close()
})

/** Rows of every table once all jobs are done, so that a second record anywhere, also of a job, is noticed. */
async function rowCounts(): Promise<Record<string, number>> {
  await t.jobs.drain()
  const tables = await t.sql<{ name: string }>(
    `select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'pgboss')
     and schemaname || '.' || tablename not in ('kernel.audit_head', 'reach.bucket')`, // kept by the sealer and by what goes out, in their own time
  )
  const counts = await Promise.all(
    tables.map(
      async ({ name }) => [name, (await t.sql<{ n: number }>(`select count(*) as n from ${name}`))[0]?.n ?? 0] as const,
    ),
  )
  return Object.fromEntries(counts)
}
const made = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(
    Object.entries(after).flatMap(([name, n]) => (n === before[name] ? [] : [[name, n - (before[name] ?? 0)]])),
  )

async function setUp({ sample, operation }: Entry) {
  const who = await whoIs(t, roleFor(operation))
  const request = await sample({ t, who, relation: 'own', place: placeOf('own') })
  const key = randomUUID()
  return () => ask(t, who, methodOf(operation), urlOf(operation), request, key)
}

describe('the same write three times makes one record', () => {
  it.each(writes)('$label, in order', async (entry) => {
    const send = await setUp(entry)
    const before = await rowCounts()
    const first = await send()
    expect(first.statusCode, first.body.slice(0, 300)).toBe(200)
    const after = await rowCounts()
    expect(made(before, after)).not.toEqual({})
    for (const again of [await send(), await send()]) {
      expect(again.statusCode).toBe(200)
      expect(again.body).toBe(first.body)
    }
    expect(made(after, await rowCounts())).toEqual({})
  })

  it.each(writes)('$label, at once', async (entry) => {
    const single = await setUp(entry)
    const beforeOne = await rowCounts()
    expect((await single()).statusCode).toBe(200)
    const one = made(beforeOne, await rowCounts())
    const send = await setUp(entry)
    const before = await rowCounts()
    const replies = await Promise.all([send(), send(), send()])
    for (const reply of replies) expect(reply.statusCode, reply.body.slice(0, 300)).toBe(200)
    expect(new Set(replies.map(({ body }) => body)).size).toBe(1)
    expect(made(before, await rowCounts())).toEqual(one)
  })
})

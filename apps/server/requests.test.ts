import { randomUUID } from 'node:crypto'
import { methodOf, type Operation, urlOf } from '@doorstep/contract'
import { failureKey, loadWords } from '@doorstep/kernel'
import { isUpload, paramsSchema } from '@doorstep/kernel/input.ts'
import { failuresOf } from '@doorstep/kernel/openapi.ts'
import { type TestApp, testApp } from '@doorstep/testkit'
import { fitting, spoilt } from '@doorstep/testkit/arbitrary.ts'
import { ask, type Entry, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { modules } from './modules.ts'

const perOperation = 200
const seed = 20_261_121
const entries = await everyOperation()
const words = loadWords(modules)
const counts: Record<string, number> = {}
let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(async () => {
  const total = Object.values(counts).reduce((a, b) => a + b, 0)
  console.log(`generated requests: ${total} to ${entries.length} operations, by status: ${JSON.stringify(counts)}`)
  await t.close()
})

type Parts = { params: Record<string, string>; query: Record<string, string>; body: unknown }
/** Half fit the contract, half are spoilt somewhere. */
function requests(operation: Operation): fc.Arbitrary<Parts> {
  const part = (value: fc.Arbitrary<unknown>) => fc.oneof(value, spoilt(value))
  const record = (value: unknown): Record<string, string> =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([key, entry]) => [
            key,
            typeof entry === 'string' ? entry : (JSON.stringify(entry) ?? ''),
          ]),
        )
      : {}
  const body =
    operation.body && !isUpload(operation.body)
      ? part(fitting(operation.body))
      : isUpload(operation.body)
        ? fc.uint8Array({ maxLength: 300 })
        : fc.constant(undefined)
  return fc.record({
    params: part(fitting(paramsSchema(operation))).map(record),
    query: operation.query ? part(fitting(operation.query)).map(record) : fc.constant({}),
    body,
  })
}

function checkReply(
  entry: Entry,
  declared: Map<number, string[]>,
  reply: Awaited<ReturnType<typeof ask>>,
  told: string,
): void {
  counts[reply.statusCode] = (counts[reply.statusCode] ?? 0) + 1
  if (reply.statusCode === 200 || (reply.statusCode === 302 && 'root' in entry.operation)) return
  expect(reply.statusCode, told).toBeLessThan(500)
  expect([...declared.keys()], told).toContain(reply.statusCode)
  expect(reply.headers['content-type'], told).toMatch(/^application\/problem\+json/)
  const problem = reply.json<{ type: string; title: string; status: number; code: string }>()
  expect(problem.status, told).toBe(reply.statusCode)
  expect(declared.get(reply.statusCode), told).toContain(problem.code)
  for (const locale of ['zh-CN', 'en-US'] as const)
    expect(words(locale, failureKey(problem.code)), told).not.toBe(failureKey(problem.code))
}

describe(`${perOperation} generated requests per operation: no 5xx, no undeclared status, every error a known code in both languages`, () => {
  it.each(entries)('$label', { timeout: 120_000 }, async (entry) => {
    const { operation } = entry
    const who = await whoIs(t, roleFor(operation))
    const declared = failuresOf(operation, entry.module.failures)
    const real = await entry.sample({ t, who, relation: 'own', place: placeOf('own') })
    let n = 0
    for (const parts of fc.sample(requests(operation), { numRuns: perOperation, seed })) {
      n++
      // Every other request is about a thing that exists. The sample's own headers hold where it brings a session of its own.
      const asked = { ...parts, ...(real.headers ? { headers: real.headers } : {}) }
      const sample = n % 2 === 0 ? { ...asked, params: { ...parts.params, ...real.params } } : asked
      const url = urlOf(operation)
      if (Object.values(sample.params).some((value) => value === '' || value.length > 150))
        sample.params = { ...sample.params, ...real.params }
      const reply = await ask(t, who, methodOf(operation), url, sample, randomUUID())
      checkReply(
        entry,
        declared,
        reply,
        `${JSON.stringify(sample).slice(0, 600)} → ${reply.statusCode} ${reply.body.slice(0, 300)}`,
      )
    }
  })
})

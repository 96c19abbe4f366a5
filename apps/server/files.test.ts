import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { methodOf, newId, urlOf } from '@doorstep/contract'
import { clearFiles } from '@doorstep/kernel'
import { placesOf } from '@doorstep/kernel/clear-files.ts'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { modules } from './modules.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

it('every module that keeps files says in which column their ids stand', async () => {
  const keeping = modules.filter(({ folder }) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(
      (file) =>
        /^[^.]+\.ts$/.test(file) &&
        !/(^|\/)(samples|test-)/.test(file) &&
        /\bfiles\s*\.keep\(/.test(readFileSync(join(folder, file), 'utf8')),
    ),
  )
  expect(keeping.length).toBeGreaterThan(2)
  for (const { name, files = {} } of keeping) expect(Object.keys(files), name).not.toEqual([])
  for (const { table, column } of placesOf(modules)) await t.sql(`select county, ${column} from ${table} limit 1`)
})

it('lets go of files without a row after a day, and of nothing else', async () => {
  for (const entry of (await everyOperation()).filter(({ operation }) =>
    JSON.stringify(operation).includes('x-upload'),
  )) {
    const who = await whoIs(t, roleFor(entry.operation))
    const sample = await entry.sample({ t, who, relation: 'own', place: placeOf('own') })
    const reply = await ask(t, who, methodOf(entry.operation), urlOf(entry.operation), sample, newId(world.county))
    expect(reply.statusCode, `${entry.label}: ${reply.body}`).toBe(200)
  }
  const stored = async () => {
    const ids: string[] = []
    for await (const id of t.parts.files.keptBefore(Number.POSITIVE_INFINITY)) ids.push(id)
    return ids.sort()
  }
  const before = await stored()
  expect(before.length).toBeGreaterThan(2)
  // as a server leaves it that was killed before the row was committed
  await layStray(t)
  expect(await clearFiles(t.parts)).toBe(0)
  expect(await clearFiles(t.parts, -1000)).toBe(1)
  expect(await stored()).toEqual(before)
})

async function layStray({ parts }: TestApp): Promise<void> {
  const stream = Readable.from([Buffer.from('%PDF-1.4 stray')])
  const upload = await parts.files.receive(stream, { types: ['application/pdf'], maxBytes: 1000 })
  await parts.files.keep(upload, newId(world.county))
  await parts.files.discard(upload)
}

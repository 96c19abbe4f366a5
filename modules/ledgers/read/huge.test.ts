import { execFile } from 'node:child_process'
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from './source.ts'

/** Tables that would fill the memory, read by a process that has little of it. */

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorstep-huge-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

type Told = { rows: number; code: string; data: { row?: number }; milliseconds: number; megabytes: number }
async function read(file: string): Promise<Told> {
  const reader = join(import.meta.dirname, 'test-reader.ts')
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=64', reader, file])
  return JSON.parse(stdout)
}

test.each([
  ['without a quote', 'a,b\n1,2\n'],
  ['that begins with a quote', 'a,b\n1,2\n"'],
])('a line of a gigabyte %s is refused at its beginning, in little memory', async (_, head) => {
  const file = join(folder, 'line.csv')
  await writeFile(file, head)
  const handle = await open(file, 'r+')
  await handle.truncate(1 << 30) // a hole: NULs that take no room on the disk
  await handle.close()
  const told = await read(file)
  expect(told).toMatchObject({ code: 'quoteOpen', data: { row: 3 } })
  expect(told.rows).toBeLessThanOrEqual(2)
  expect(told.megabytes).toBeLessThan(250)
  expect(told.milliseconds).toBeLessThan(3000)
})

test('one row more than a sheet has is refused, and not before', async () => {
  const file = join(folder, 'rows.csv')
  const lines = (n: number) => 'a,b\n'.repeat(n)
  await writeFile(file, lines(limits.rows))
  expect(await read(file)).toMatchObject({ code: '', rows: limits.rows })
  await writeFile(file, lines(limits.rows + 1))
  const told = await read(file)
  expect(told).toMatchObject({ code: 'tooBig' })
  expect(told.megabytes).toBeLessThan(250)
}, 60_000)

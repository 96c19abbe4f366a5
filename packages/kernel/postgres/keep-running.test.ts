import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { processMark, waitForEnd } from './process.ts'
import { startPostgres } from './start.ts'

async function start() {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-pg-'))
  const said: string[] = []
  const server = await startPostgres({ dataDir: join(folder, 'data'), log: (line) => said.push(line) })
  onTestFinished(async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { server, said }
}
async function rows({ url }: { url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  return (await client.query(sql)).rows.concat(await client.end())
}

it('a database that was killed comes back by itself at the same address, with what was committed', async () => {
  const { server, said } = await start()
  await rows(server, "create table door as select '家门口' as name")
  for (let time = 0; time < 2; time++) {
    const { pid } = server
    process.kill(pid, 'SIGKILL')
    await expect.poll(() => server.pid !== pid && processMark(server.pid), { timeout: 20_000 }).toBeTruthy()
    expect((await rows(server, 'select name from door'))[0]).toEqual({ name: '家门口' })
  }
  expect(said.filter((line) => line.includes('ended without having been told to'))).toHaveLength(2)
})

it('one that was told to stop stays away, also in the middle of coming back', async () => {
  const { server } = await start()
  process.kill(server.pid, 'SIGKILL')
  await waitForEnd(server.pid, 5_000)
  await server.stop()
  expect(processMark(server.pid)).toBeUndefined()
})

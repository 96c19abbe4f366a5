import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { processMark, waitForEnd } from './process.ts'
import { type PostgresOptions, type RunningPostgres, startPostgres, stopLeftOver } from './start.ts'

const isRoot = process.getuid?.() === 0
let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorstep-pg-')) // mode 0700, as a root home is
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function start(options: Partial<PostgresOptions> = {}): Promise<RunningPostgres> {
  const server = await startPostgres({ dataDir: join(folder, 'data'), inMemoryish: true, ...options })
  onTestFinished(() => server.stop())
  return server
}

async function query(server: { url: string }, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** Another process that starts PostgreSQL on the same folder and then does `andThen`. */
async function startInAnotherProcess(andThen: string): Promise<{ parent: ChildProcess; pid: number }> {
  const code = `
    const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, 'start.ts'))})
    const server = await startPostgres({ dataDir: ${JSON.stringify(join(folder, 'data'))}, inMemoryish: true })
    console.log(server.pid)
    ${andThen}`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void parent.kill('SIGKILL'))
  const [chunk] = await once(parent.stdout, 'data')
  return { parent, pid: Number(chunk) }
}

const live = 'setInterval(() => {}, 1000)'

async function leaveOrphan(): Promise<number> {
  const { parent, pid } = await startInAnotherProcess(live)
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  expect(processMark(pid)).toBeDefined()
  return pid
}

describe('start and stop', () => {
  it('keeps the data, and leaves no process, socket or claim behind', async () => {
    const first = await start()
    expect(first.adopted).toBe(false)
    await query(first, "create table door as select '家门口' as name")
    await first.stop()
    expect(processMark(first.pid)).toBeUndefined()
    expect(readdirSync(join(folder, 'data')).sort()).toEqual(['cluster', 'server.log'])

    const second = await start()
    expect(await query(second, 'select name from door')).toEqual([{ name: '家门口' }])
  })

  it('sorts by code point and knows Chinese letters', async () => {
    const server = await start()
    const sorted = await query(server, "select string_agg(x, '' order by x) from unnest(array['门','a','B','丁']) x")
    expect(sorted).toEqual([{ string_agg: 'Ba丁门' }])
    await query(server, 'create extension pg_trgm')
    expect(
      await query(server, "select '楼上漏水到我家' ilike '%漏水%' and cardinality(show_trgm('漏水')) > 0 as ok"),
    ).toEqual([{ ok: true }])
  })

  it('listens to nobody but its own user, and only on the socket', async () => {
    const server = await start()
    expect(await query(server, 'show listen_addresses')).toEqual([{ listen_addresses: '' }])
    expect(statSync(server.socketDir).mode & 0o777).toBe(0o700)
  })

  it('works in a long folder name with spaces, commas and Chinese', async () => {
    const dataDir = join(folder, `a folder, ${'long '.repeat(30)}`, '数据')
    const server = await start({ dataDir })
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    expect(Buffer.byteLength(join(server.socketDir, '.s.PGSQL.5432'))).toBeLessThanOrEqual(103)
    await server.stop()
    expect(existsSync(server.socketDir)).toBe(false)
    const again = await start({ dataDir })
    expect(again.adopted).toBe(false)
  })

  it('begins anew after a first start that was killed half way', async () => {
    mkdirSync(join(folder, 'data', 'cluster.new'), { recursive: true })
    writeFileSync(join(folder, 'data', 'cluster.new', 'PG_VERSION'), '18\n')
    const server = await start()
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

describe('a server left behind', () => {
  it('is adopted when its parent was killed', async () => {
    const pid = await leaveOrphan()
    const server = await start()
    expect(server).toMatchObject({ adopted: true, pid })
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()
    expect(processMark(pid)).toBeUndefined()
  })

  it('is replaced when it runs with other settings', async () => {
    const pid = await leaveOrphan()
    const server = await start({ settings: { work_mem: '7MB' } })
    expect(server.adopted).toBe(false)
    expect(processMark(pid)).toBeUndefined()
    expect(await query(server, 'show work_mem')).toEqual([{ work_mem: '7MB' }])
  })

  it('is stopped on demand, and only when nobody owns it', async () => {
    const pid = await leaveOrphan()
    await stopLeftOver(join(folder, 'data'))
    expect(processMark(pid)).toBeUndefined()
    const server = await start()
    await expect(stopLeftOver(join(folder, 'data'))).rejects.toThrow('is in use')
    expect(processMark(server.pid)).toBeDefined()
  })

  it('does not happen when the parent ends in any other way', async () => {
    const { pid } = await startInAnotherProcess('process.exit(3)')
    expect(await waitForEnd(pid, 10_000)).toBe(true)
  })

  it('may have been killed itself: committed data is there again', async () => {
    const first = await start({ inMemoryish: false })
    await query(first, 'create table door (name text)')
    process.kill(first.pid, 'SIGKILL')
    await first.stop()
    const second = await start({ inMemoryish: false })
    expect(await query(second, 'select * from door')).toEqual([])
  })

  it.each(['a living stranger', 'a dead process'])('a pid file with the number of %s does no harm', async (whose) => {
    const first = await start()
    await first.stop()
    const stranger = spawn('sleep', ['60'])
    onTestFinished(() => void stranger.kill())
    if (whose === 'a dead process') {
      stranger.kill()
      await once(stranger, 'exit')
    }
    const file = join(folder, 'data', 'cluster', 'postmaster.pid')
    writeFileSync(file, `${stranger.pid}\n${join(folder, 'data', 'cluster')}\n1\n5432\n/tmp\n\n 1 1\nready   \n`)
    const server = await start()
    expect(server.adopted).toBe(false)
    if (whose === 'a living stranger') expect(processMark(stranger.pid!)).toBeDefined()
  })
})

describe('one owner', () => {
  it('a second process on the same folder is told who has it, and the first goes on', async () => {
    const { parent, pid } = await startInAnotherProcess(live)
    await expect(start()).rejects.toThrow(`is in use by process ${parent.pid}`)
    expect(processMark(pid)).toBeDefined()
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await (await start()).stop()
  })

  it('of many that start at once exactly one wins', async () => {
    const results = await Promise.allSettled([start(), start(), start()])
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1)
  })

  it('a claim whose process id now belongs to another process counts for nothing', async () => {
    mkdirSync(join(folder, 'data'))
    writeFileSync(join(folder, 'data', 'owner.json'), JSON.stringify({ pid: process.pid, mark: 'long ago' }))
    const server = await start()
    expect(JSON.parse(readFileSync(join(folder, 'data', 'owner.json'), 'utf8'))).toMatchObject({ pid: process.pid })
    await server.stop()
  })
})

describe('a failed start', () => {
  it("explains itself with the server's last words and a hint, and gives the folder back", async () => {
    const failing = start({ settings: { shared_buffers: 'plenty' } })
    await expect(failing).rejects.toThrow(
      /invalid value for parameter "shared_buffers": "plenty"[\s\S]*A setting is wrong/,
    )
    expect((await start()).adopted).toBe(false)
  })

  it('names the version of files that another PostgreSQL made', async () => {
    mkdirSync(join(folder, 'data', 'cluster'), { recursive: true })
    writeFileSync(join(folder, 'data', 'cluster', 'PG_VERSION'), '16\n')
    await expect(start()).rejects.toThrow('was made by PostgreSQL 16')
  })
})

describe.runIf(isRoot)('as root, below a folder that others cannot enter', () => {
  it('runs as another user than root', async () => {
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    const server = await start()
    const status = readFileSync(`/proc/${server.pid}/status`, 'utf8')
    expect(status).toMatch(/CapEff:\s0+\n/)
  })

  it('also where there are no user namespaces', async () => {
    const bin = join(folder, 'bin')
    mkdirSync(bin)
    for (const tool of ['sh', 'id', 'chown', 'setpriv']) {
      const found = ['/bin', '/usr/bin'].map((path) => join(path, tool)).find((path) => existsSync(path))
      symlinkSync(found!, join(bin, tool))
    }
    const path = process.env.PATH
    process.env.PATH = bin
    onTestFinished(() => {
      process.env.PATH = path
    })
    const server = await start()
    expect(statSync(join(folder, 'data', 'cluster')).uid).not.toBe(0)
    expect(await query(server, 'select 1 as one')).toEqual([{ one: 1 }])
    await server.stop()

    process.env.PATH = path
    const later = await start()
    expect(await query(later, 'select 1 as one')).toEqual([{ one: 1 }])
  })
})

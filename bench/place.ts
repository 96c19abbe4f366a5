import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase, type Parts } from '@doorstep/kernel'
import { startPostgres } from '@doorstep/kernel/postgres/start.ts'
import { makeAccount, openSession } from '@doorstep/modules/people/index.ts'
import pg from 'pg'
import { composeParts, makeLog, migrate, root } from '../apps/server/compose.ts'
import { layWorld, world } from '../packages/testkit/world.ts'

const key = Buffer.alloc(32, 7)

/** A durable PostgreSQL as an installation has it, in a folder of its own, with the two small counties of the tests. */
export type Place = { url: string; database: Database; parts: Parts; folder: string; close(): Promise<void> }

/** @param options `world: false` leaves the database without any county */
export async function openPlace(options: { world?: boolean } = {}): Promise<Place> {
  const { places, close } = await openPlaces(1, options)
  return { ...(places[0] as Place), close }
}

/** Several databases of one PostgreSQL, so that they can be asked in turn and have the same weather. */
export async function openPlaces(
  n: number,
  options: { world?: boolean } = {},
): Promise<{ places: Place[]; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-bench-'))
  chmodSync(folder, 0o755)
  const postgres = await startPostgres({ dataDir: join(folder, 'pg') })
  const places: Place[] = []
  for (let at = 0; at < n; at++)
    places.push(await newPlace(postgres.url, `bench${at}`, join(folder, `place${at}`), options))
  const close = async () => {
    for (const place of places) await place.close()
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  return { places, close }
}

async function newPlace(server: string, name: string, folder: string, options: { world?: boolean }): Promise<Place> {
  const admin = new pg.Client({ connectionString: server })
  await admin.connect()
  await admin.query(`create database ${name}`)
  await admin.end()
  const url = new URL(server)
  url.pathname = `/${name}`
  const database = openDatabase(url.href, 8)
  await migrate(database)
  if (options.world !== false) await layWorld(database)
  const settings = {
    production: false,
    publicUrl: 'http://localhost',
    defaultCounty: Number(world.county),
    zone: 'Asia/Shanghai',
    rateFactor: 1e6,
    version: 'bench',
  }
  const parts = composeParts({
    database,
    keys: [key],
    filesDir: join(folder, 'data', 'files'),
    log: makeLog('silent'),
    settings,
  })
  return { url: url.href, database, parts, folder, close: () => database.close() }
}

/** An account with a posting, signed in. @returns its id and the cookie of its browser */
export async function signedIn(
  { parts }: Place,
  role: 'officer' | 'chief',
  area: string,
): Promise<{ account: string; cookie: string }> {
  const account = await makeAccount(parts, {
    county: Number(world.county),
    name: '张天明',
    postings: [{ role, area, unit: null }],
  })
  return { account, cookie: await openSession(parts, account) }
}

export type Server = { port: number; pid: number; stop(): Promise<void> }

const freePort = (): Promise<number> =>
  new Promise((found) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => found(port))
    })
  })

/** The product itself, as a process of its own on this place's database. */
export async function startServer(place: Place, env: Record<string, string> = {}): Promise<Server> {
  const port = await freePort()
  const child = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      DATABASE_URL: place.url,
      DOORSTEP_DATA: join(place.folder, 'data'),
      DOORSTEP_KEYS: key.toString('hex'),
      DOORSTEP_COUNTY: world.county,
      DOORSTEP_DEMO: 'no',
      DOORSTEP_HOST: '127.0.0.1',
      DOORSTEP_PUBLIC_URL: 'http://localhost',
      DOORSTEP_RATE_FACTOR: '1000',
      DOORSTEP_DB_POOL: '12',
      DOORSTEP_LOG: 'warn',
      PORT: String(port),
      ...env,
    },
  })
  await ready(child)
  return { port, pid: child.pid as number, stop: () => stop(child) }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Ready in')) resolve()
    })
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${said}`)))
  })
}

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((stopped) => {
    if (child.exitCode !== null) return stopped()
    child.removeAllListeners('exit')
    child.once('exit', () => stopped())
    child.kill('SIGTERM')
  })

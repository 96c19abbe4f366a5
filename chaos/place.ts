import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Database, openDatabase, type Parts } from '@doorstep/kernel'
import { joinPostgres, startPostgres } from '@doorstep/kernel/postgres/start.ts'
import { makeAccount, openSession } from '@doorstep/modules/people/index.ts'
import { composeParts, makeLog, migrate, root } from '../apps/server/compose.ts'
import { layWorld, world } from '../packages/testkit/world.ts'

const key = Buffer.alloc(32, 7)
export const keys = key.toString('hex')

/** A data folder as an installation has it, with the two small counties of the tests and people who are signed in. */
export type Place = {
  folder: string
  data: string
  port: number
  /** Cookies of officers of the community. */
  officers: { account: string; cookie: string }[]
  /** Everything the server has written to its log. */
  log(): string
}

export async function makePlace(officers = 3, given?: string): Promise<Place> {
  const folder = given ?? mkdtempSync(join(tmpdir(), 'doorstep-chaos-'))
  chmodSync(folder, 0o755)
  const data = join(folder, 'data')
  const postgres = await startPostgres({ dataDir: join(data, 'postgres') })
  const database = openDatabase(postgres.url, 4)
  try {
    await migrate(database)
    await layWorld(database)
    const parts = partsOn(database, data)
    const signedIn = []
    for (let n = 0; n < officers; n++) {
      const postings = [{ role: 'officer' as const, area: world.community, unit: null }]
      const account = await makeAccount(parts, { county: Number(world.county), name: '张天明', postings })
      signedIn.push({ account, cookie: await openSession(parts, account) })
    }
    const log = () => readFileSync(join(folder, 'server.err'), 'utf8')
    return { folder, data, port: await freePort(), officers: signedIn, log }
  } finally {
    await database.close()
    await postgres.stop()
  }
}

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

export function partsOn(database: Database, data: string): Parts {
  const settings = {
    production: false,
    publicUrl: 'http://localhost',
    defaultCounty: Number(world.county),
    zone: 'Asia/Shanghai',
    rateFactor: 1e6,
    version: 'chaos',
  }
  return composeParts({ database, keys: [key], filesDir: join(data, 'files'), log: makeLog('silent'), settings })
}

/** A look into the running server's database. */
export async function lookInto<T>(place: Place, work: (database: Database) => Promise<T>): Promise<T> {
  const url = await joinPostgres(join(place.data, 'postgres'))
  if (!url) throw new Error('the database does not answer')
  const database = openDatabase(url, 4)
  try {
    return await work(database)
  } finally {
    await database.close()
  }
}

export const throwAway = (place: Place) => rmSync(place.folder, { recursive: true, force: true })

export type Server = { child: ChildProcess; pid: number; secondsToReady: number; stop(): Promise<number | null> }

/** The product itself, as it is started in an installation, on the same port every time. */
export async function startServer(place: Place): Promise<Server> {
  const begun = performance.now()
  const child = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      DOORSTEP_DATA: place.data,
      DOORSTEP_KEYS: keys,
      DOORSTEP_COUNTY: world.county,
      DOORSTEP_DEMO: 'no',
      DOORSTEP_HOST: '127.0.0.1',
      DOORSTEP_RATE_FACTOR: '100000',
      DOORSTEP_LOG: 'warn',
      PORT: String(place.port),
    },
  })
  child.stderr?.pipe(createWriteStream(join(place.folder, 'server.err'), { flags: 'a' }))
  await ready(child, place)
  const ended = once(child, 'exit')
  return {
    child,
    pid: child.pid as number,
    secondsToReady: (performance.now() - begun) / 1000,
    async stop() {
      child.kill('SIGTERM')
      return ((await ended) as [number | null])[0]
    },
  }
}

function ready(child: ChildProcess, place: Place): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = ''
    child.stdout?.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('Ready in')) resolve()
    })
    child.once('exit', (code) =>
      reject(new Error(`the server ended with ${code}: ${said}\n${place.log().slice(-2000)}`)),
    )
  })
}

import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { findBinaries } from './binaries.ts'
import { cleanEnv, ensureCluster } from './cluster.ts'
import { keepRunning } from './keep-running.ts'
import { claim, ownerOf } from './owner.ts'
import { makePrivateDir, type Place, placeIn } from './place.ts'
import {
  answers,
  findRunning,
  type Postmaster,
  signalServer,
  startedWith,
  stopServer,
  urlOf,
  waitUntilReady,
} from './postmaster.ts'
import { chooseRunAs, type RunAs } from './run-as.ts'
import { failedStart, follow, readFrom, rotate, sizeOf } from './server-log.ts'

export type PostgresOptions = {
  /** Made when missing; holds the cluster, the server's log and, where its path is short enough, the socket. */
  dataDir: string
  /** Gets each line of the server's log and of the launcher. */
  log?: (line: string) => void
  /** Server settings, as in postgresql.conf. */
  settings?: Record<string, string>
  /** For tests: fast, many connections, and lost when the machine goes down. */
  inMemoryish?: boolean
  /** Gives the making of a new cluster up; a server that has been started is to be stopped. */
  signal?: AbortSignal
}

export type RunningPostgres = {
  /** The superuser's URL, over a Unix socket that only this user can reach. */
  url: string
  socketDir: string
  /** Another one after the server has ended unexpectedly: it is started again, at the same address. */
  readonly pid: number
  /** True when a server was found that an earlier, killed process had started. */
  adopted: boolean
  stop(): Promise<void>
}

const always = {
  listen_addresses: '',
  port: '5432',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // errors, statements and details carry the values of rows: personal data has no place in a log; errors reach whoever asked
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}
const durable = { max_connections: '200', shared_buffers: '128MB' }
const throwAway = {
  max_connections: '300',
  shared_buffers: '64MB',
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  autovacuum: 'off',
}

/**
 * Starts PostgreSQL on a data folder, or adopts the server that an earlier process left running there. Throws with
 * the server's last log lines when it does not start, and when a living process uses the folder.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const place = placeIn(options.dataDir)
  mkdirSync(place.dataDir, { recursive: true })
  const giveBack = claim(place.ownerFile, place.dataDir)
  try {
    return await startOwned(place, options, giveBack)
  } catch (error) {
    giveBack()
    throw error
  }
}

/** The URL of the server that another living process runs on a data folder, for tools that work beside it. */
export async function joinPostgres(dataDir: string): Promise<string | undefined> {
  const place = placeIn(dataDir)
  const found = ownerOf(place.ownerFile) === undefined ? undefined : findRunning(place.cluster)
  const ready = found && (await waitUntilReady(place.cluster, found.pid, 10_000))
  return ready && (await answers(ready, 5_000)) ? urlOf(ready.socketDir) : undefined
}

/** Stops the server that a killed process left on a data folder, if there is one. Throws when the folder is in use. */
export async function stopLeftOver(dataDir: string): Promise<void> {
  const place = placeIn(dataDir)
  if (!existsSync(place.dataDir)) return
  const giveBack = claim(place.ownerFile, place.dataDir)
  try {
    const found = findRunning(place.cluster)
    if (found) await stopServer(found.pid)
  } finally {
    giveBack()
  }
}

async function startOwned(place: Place, options: PostgresOptions, giveBack: () => void): Promise<RunningPostgres> {
  const log = options.log ?? (() => undefined)
  const programs = findBinaries()
  const args = serverArguments(place, options)
  const adopted = await adopt(place, args, log)
  const runAs = chooseRunAs(programs.postgres, place.dataDir)
  const again = () => launchAgain(place, [programs.postgres, ...args], runAs)
  if (adopted) return handle(place, adopted, true, log, sizeOf(place.logFile), giveBack, again)
  makePrivateDir(place.dataDir, runAs.owner)
  makePrivateDir(place.socketDir, runAs.owner)
  if (await ensureCluster(place, programs, runAs, options.inMemoryish === true, options.signal)) log('database created')
  rotate(place.logFile)
  const from = sizeOf(place.logFile)
  const server = await launch(place, [programs.postgres, ...args], runAs)
  log(`started ${runAs.name}, process ${server.pid}`)
  return handle(place, server, false, log, from, giveBack, again)
}

/** Somebody may have started one by hand on this cluster in the meantime, or a part of the dead one is still there. */
async function launchAgain(place: Place, command: string[], runAs: RunAs): Promise<Postmaster> {
  const found = findRunning(place.cluster)
  if (found) await stopServer(found.pid)
  return launch(place, command, runAs)
}

function serverArguments(place: Place, options: PostgresOptions): string[] {
  const base = options.inMemoryish ? throwAway : durable
  const settings = { ...always, ...base, ...options.settings, unix_socket_directories: `"${place.socketDir}"` }
  return ['-D', place.cluster, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

/** A server with the same arguments that answers is taken over; any other on this cluster is stopped. */
async function adopt(place: Place, args: string[], log: (line: string) => void): Promise<Postmaster | undefined> {
  const found = findRunning(place.cluster)
  if (!found) return undefined
  const same = startedWith(place.cluster, args)
  const ready = same ? await waitUntilReady(place.cluster, found.pid, 10_000) : undefined
  if (ready && (await answers(ready, 5_000))) {
    log(`adopted process ${ready.pid}, which an earlier run left behind`)
    return ready
  }
  log(`stopping process ${found.pid}, which an earlier run left behind`)
  await stopServer(found.pid)
  return undefined
}

const longestStart = 300_000

/** Backends of a server that was killed need a moment to notice; until then a new one is refused. */
async function launch(place: Place, command: string[], runAs: RunAs): Promise<Postmaster> {
  const patience = Date.now() + 10_000
  for (;;) {
    const from = sizeOf(place.logFile)
    const server = await launchOnce(place, command, runAs, from)
    if ('pid' in server) return server
    const refused = /pre-existing shared memory block .* is still in use/.test(readFrom(place.logFile, from))
    if (!refused || Date.now() > patience) throw server
    await sleep(250)
  }
}

async function launchOnce(place: Place, command: string[], runAs: RunAs, from: number): Promise<Postmaster | Error> {
  const [program = '', ...args] = [...runAs.prefix, ...command]
  const logDescriptor = openSync(place.logFile, 'a', 0o600)
  // Its own session: Ctrl-C in the terminal must reach us alone, the database goes down last. The log goes to a file
  // and not through a pipe, so that it goes on when we are killed.
  const stdio: ['ignore', number, number] = ['ignore', logDescriptor, logDescriptor]
  const child = spawn(program, args, { ...runAs.ids, cwd: '/', env: cleanEnv, detached: true, stdio })
  closeSync(logDescriptor)
  const why = endOf(child)
  if (child.pid === undefined) return failedStart(place.logFile, from, await why)
  child.unref()
  const { pid } = child
  const forget = endWithUs(() => pid)
  // after a crash it first works through what it had written ahead, which may take a while
  const ready = await waitUntilReady(place.cluster, child.pid, longestStart)
  forget()
  if (ready) return ready
  const gone = await Promise.race([why, sleep(100, `not ready after ${longestStart / 1000} seconds`)])
  await stopServer(child.pid)
  return failedStart(place.logFile, from, gone)
}

function endOf(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(signal ? `signal ${signal}` : `exit code ${code}`))
  })
}

/** Whatever ends this process short of SIGKILL, the server goes with it. Returns what takes that back. */
function endWithUs(pid: () => number): () => void {
  const signal = () => signalServer(pid(), 'SIGINT')
  process.once('exit', signal)
  return () => process.removeListener('exit', signal)
}

function handle(
  place: Place,
  first: Postmaster,
  adopted: boolean,
  log: (line: string) => void,
  logFrom: number,
  giveBack: () => void,
  startAgain: () => Promise<Postmaster>,
): RunningPostgres {
  const unfollow = follow(place.logFile, logFrom, log)
  const kept = keepRunning(first, startAgain, log)
  const forget = endWithUs(() => kept.server().pid)
  const shutDown = async () => {
    await kept.letGo()
    await stopServer(kept.server().pid)
    forget()
    unfollow()
    rmSync(place.socketDir, { recursive: true, force: true })
    giveBack()
  }
  let stopping: Promise<void> | undefined
  return {
    url: urlOf(first.socketDir),
    socketDir: first.socketDir,
    get pid() {
      return kept.server().pid
    },
    adopted,
    stop: () => (stopping ??= shutDown()),
  }
}

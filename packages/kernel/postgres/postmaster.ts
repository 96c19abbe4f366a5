import { readFileSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { processMark, waitForEnd } from './process.ts'

/** What PostgreSQL writes about itself into `postmaster.pid`. */
export type Postmaster = { pid: number; socketDir: string; status: string }

// Lines of postmaster.pid: pid, data directory, start time, port, socket directory, listen address, shared memory, status.
function readPostmaster(cluster: string): Postmaster | undefined {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    const pid = Number(lines[0])
    return pid > 0 ? { pid, socketDir: lines[4]?.trim() ?? '', status: lines[7]?.trim() ?? '' } : undefined
  } catch {
    return undefined
  }
}

/** The server that runs on this cluster now, whoever started it. A stale pid file is made harmless. */
export function findRunning(cluster: string): Postmaster | undefined {
  const written = readPostmaster(cluster)
  if (!written || processMark(written.pid) === undefined) return undefined
  if (isServerOf(written.pid, cluster)) return written
  disarm(cluster)
  return undefined
}

/** A process id is used again after a crash or in a new container, so its number alone proves nothing. */
function isServerOf(pid: number, cluster: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster)
  } catch {
    return process.platform !== 'linux'
  }
}

/**
 * PostgreSQL would refuse to start while the number in the pid file is anybody's. The number is replaced by one that
 * no system gives out; the rest stays, because it lets PostgreSQL see whether old backends still use the memory.
 */
function disarm(cluster: string): void {
  const file = join(cluster, 'postmaster.pid')
  const [, ...rest] = readFileSync(file, 'utf8').split('\n')
  writeFileSync(file, ['2147483646', ...rest].join('\n'))
}

export function urlOf(socketDir: string): string {
  return `postgresql://postgres@localhost:5432/postgres?host=${encodeURIComponent(socketDir)}`
}

export async function answers(server: Postmaster, timeout: number): Promise<boolean> {
  const client = new pg.Client({ connectionString: urlOf(server.socketDir), connectionTimeoutMillis: timeout })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query({ text: 'select 1', query_timeout: timeout } as pg.QueryConfig)
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** The arguments of the last start, as PostgreSQL wrote them down itself. */
export function startedWith(cluster: string, args: string[]): boolean {
  try {
    const written = readFileSync(join(cluster, 'postmaster.opts'), 'utf8')
    return written.trimEnd().endsWith(args.map((arg) => ` "${arg}"`).join(''))
  } catch {
    return false
  }
}

/** Waits for "ready". Resolves to undefined when the process ended or the time is over. */
export async function waitUntilReady(cluster: string, pid: number, timeout: number): Promise<Postmaster | undefined> {
  const deadline = Date.now() + timeout
  while (processMark(pid) !== undefined && Date.now() < deadline) {
    const server = readPostmaster(cluster)
    if (server?.pid === pid && server.status === 'ready') return server
    await sleep(15)
  }
  return undefined
}

/** Fast shutdown: transactions are rolled back, data is written. Harder ways only when that takes far too long. */
export async function stopServer(pid: number): Promise<void> {
  for (const [signal, patience] of [
    ['SIGINT', 60_000],
    ['SIGQUIT', 10_000],
    ['SIGKILL', 5_000],
  ] as const) {
    signalServer(pid, signal)
    if (await waitForEnd(pid, patience)) return
  }
  throw new Error(`PostgreSQL (process ${pid}) does not stop.`)
}

export function signalServer(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

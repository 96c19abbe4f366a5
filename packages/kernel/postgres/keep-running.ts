import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './postmaster.ts'
import { processMark } from './process.ts'

export type Kept = {
  /** The server as it runs now, or as it last ran. */
  server(): Postmaster
  /** Nothing is started any more. @returns when no start is under way */
  letGo(): Promise<void>
}

const look = 200
const longestPause = 5_000

/**
 * Starts a server again whenever it ends without having been told to: killed, out of memory, or because its disk was full.
 * It never gives up, because what is in the way may go by itself, such as a full disk; between tries it waits longer and longer.
 */
export function keepRunning(
  first: Postmaster,
  startAgain: () => Promise<Postmaster>,
  log: (line: string) => void,
): Kept {
  let server = first
  const end = new AbortController()
  const watch = async () => {
    while (!end.signal.aborted) {
      if (processMark(server.pid) === undefined) {
        log(`process ${server.pid} ended without having been told to; the database is started again`)
        server = (await untilStarted(startAgain, end.signal, log)) ?? server
      }
      await pause(look, end.signal)
    }
  }
  const watching = watch()
  return {
    server: () => server,
    letGo: () => {
      end.abort()
      return watching
    },
  }
}

async function untilStarted(
  startAgain: () => Promise<Postmaster>,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<Postmaster | undefined> {
  for (let wait = 250; !signal.aborted; wait = Math.min(2 * wait, longestPause)) {
    try {
      const server = await startAgain()
      log(`the database runs again, process ${server.pid}`)
      return server
    } catch (error) {
      log((error as Error).message)
    }
    await pause(wait, signal)
  }
  return undefined
}

/** Does not keep a process alive that has nothing else to do. */
const pause = (milliseconds: number, signal: AbortSignal) =>
  sleep(milliseconds, undefined, { signal, ref: false }).catch(() => undefined)

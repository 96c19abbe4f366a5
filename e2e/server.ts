// The real product for the browser tests: clients built as they are shipped, `apps/server/main.ts` with the demo county
// on a free port and in a folder of its own. One server for a whole run; test files ask for its address with `inject`.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Address of the product of this run, without a slash at its end. */
    product: string
    /** The same product under a name: passkeys belong to names, not to numbers. */
    named: string
    /** Its data folder, for what only time or an operator could do. */
    data: string
  }
}

const root = join(import.meta.dirname, '..')
const patience = 150_000

export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as { port: number }
  probe.close()
  await once(probe, 'close')
  return port
}

const byName = (address: string): string => address.replace('127.0.0.1', 'localhost')

/** vitest's globalSetup. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  // While writing a test: `E2E_PRODUCT=http://127.0.0.1:3000 npx vitest -c e2e/vitest.config.ts` against a server that runs.
  if (process.env.E2E_PRODUCT) {
    project.provide('product', process.env.E2E_PRODUCT)
    project.provide('named', byName(process.env.E2E_PRODUCT))
    project.provide('data', process.env.E2E_DATA ?? join(root, 'data'))
    return async () => undefined
  }
  execFileSync(process.execPath, ['tools/run.mjs', 'build'], { cwd: root, stdio: 'inherit', env: environment() })
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-e2e-'))
  const port = await freePort()
  const address = `http://127.0.0.1:${port}`
  const log = join(folder, 'server.log')
  const server = startServer(port, byName(address), folder, log)
  try {
    await ready(server, address)
  } catch (error) {
    console.error(readFileSync(log, 'utf8').split('\n').slice(-40).join('\n'))
    await stop(server)
    throw error
  }
  project.provide('product', address)
  project.provide('named', byName(address))
  project.provide('data', join(folder, 'data'))
  return async () => {
    await stop(server)
    if (process.env.KEEP) console.log(`The server's folder is kept: ${folder}`)
    else rmSync(folder, { recursive: true, force: true })
  }
}

/** Ours without what vitest set: tests run as `test`, the product does not. */
const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|DOORSTEP_|DATABASE_URL$|NODE_ENV$)/.test(name)),
  )

export function startServer(port: number, publicUrl: string, folder: string, log: string): ChildProcess {
  const env = {
    ...environment(),
    PORT: String(port),
    DOORSTEP_HOST: '127.0.0.1',
    DOORSTEP_PUBLIC_URL: publicUrl,
    DOORSTEP_DATA: join(folder, 'data'),
    DOORSTEP_DEMO: 'yes',
    // Everybody of the story comes from one address.
    DOORSTEP_RATE_FACTOR: '1000',
    DOORSTEP_LOG: 'warn',
  }
  // The channel is for this process being killed: the server then stops by itself.
  const server = spawn(process.execPath, ['apps/server/main.ts'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const file = createWriteStream(log)
  server.stdout?.pipe(file, { end: false })
  server.stderr?.pipe(file, { end: false })
  return server
}

export async function ready(server: ChildProcess, address: string): Promise<void> {
  const until = Date.now() + patience
  while (Date.now() < until) {
    if (server.exitCode !== null) throw new Error(`the server ended with exit code ${server.exitCode}`)
    const answer = await fetch(`${address}/readyz`).catch(() => undefined)
    if (answer?.ok) return
    await sleep(100)
  }
  throw new Error(`the server was not ready after ${patience / 1000} s`)
}

export async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  const late = setTimeout(() => server.kill('SIGKILL'), 20_000)
  await ended
  clearTimeout(late)
}

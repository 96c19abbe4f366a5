import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { processMark } from '@doorstep/kernel/postgres/process.ts'
import { expect, onTestFinished } from 'vitest'
import { root } from './compose.ts'

type Settings = Record<string, string>

/** Nothing of the person's own settings, nor of vitest's, reaches the programs under test. */
const plainEnv = (settings: Settings) => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|DOORSTEP_|DATABASE_URL$|NODE_ENV$|PORT$)/.test(name)),
  ),
  ...settings,
})

export type Program = {
  child: ChildProcess
  stdout(): string
  stderr(): string
  /** Waits for words on standard output; fails when the program ends before. @returns everything printed so far. */
  says(words: RegExp): Promise<string>
  /** Waits for the end. */
  ended: Promise<{ code: number | null; stdout: string; stderr: string }>
}

/** Runs a program of this folder as it is shipped. Killed when the test has finished, should it still run. */
function run(file: 'main.ts' | 'cli.ts', args: string[], settings: Settings): Program {
  const child = spawn(process.execPath, [join(root, 'apps/server', file), ...args], {
    cwd: root,
    env: plainEnv(settings),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout?.setEncoding('utf8').on('data', (text) => (stdout += text))
  child.stderr?.setEncoding('utf8').on('data', (text) => (stderr += text))
  // not the event 'close': it does not come where the channel was closed from this side
  const outputs = [child.stdout, child.stderr].map((stream) => once(stream as NodeJS.ReadableStream, 'close'))
  const ended = once(child, 'exit').then(async ([code]) => {
    await Promise.all(outputs)
    return { code, stdout, stderr }
  })
  return {
    child,
    stdout: () => stdout,
    stderr: () => stderr,
    ended,
    async says(words) {
      const said = async () => {
        while (!words.test(stdout)) await once(child.stdout as NodeJS.ReadableStream, 'data')
      }
      const early = ended.then(() => {
        if (!words.test(stdout)) throw new Error(`ended without saying ${words}:\n${stdout}\n${stderr}`)
      })
      await Promise.race([said(), early])
      return stdout
    },
  }
}

/** The server, in a data folder and on a port of its own. */
export const server = (settings: Settings) =>
  killed(run('main.ts', [], { PORT: '0', DOORSTEP_HOST: '127.0.0.1', DOORSTEP_DEMO: 'no', ...settings }))

/** One run of the command line to its end. */
export const doorstep = (settings: Settings, ...args: string[]) => run('cli.ts', args, settings).ended

function killed(program: Program): Program {
  onTestFinished(() => void program.child.kill('SIGKILL'))
  return program
}

/** The address in the line a started server prints first. */
export async function addressOf(program: Program): Promise<string> {
  return /— (http:\S+)\/\n/.exec(await program.says(/Ready in/))?.[1] ?? 'none'
}

export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-server-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Process id of the embedded database of a data folder, while one runs. */
export function postgresOf(dataDir: string): number | undefined {
  const file = join(dataDir, 'postgres/cluster/postmaster.pid')
  const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  return pid > 0 && processMark(pid) !== undefined ? pid : undefined
}

/** A program that has ended leaves no database server; one that was told to be quick needs a moment. */
export const nothingLeft = (dataDir: string) =>
  expect.poll(() => postgresOf(dataDir), { timeout: 10_000 }).toBeUndefined()

export async function takenPort(): Promise<number> {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  onTestFinished(() => void other.close())
  return (other.address() as { port: number }).port
}

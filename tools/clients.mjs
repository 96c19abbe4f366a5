// Builds the browser clients whose sources changed since their last build.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, wasTold } from './processes.mjs'

const stampName = '.source-hash'
const atATime = 2

/** The apps that are browser clients. */
export function clientNames(root) {
  return foldersOf(join(root, 'apps')).filter((name) => existsSync(join(root, 'apps', name, 'vite.config.ts')))
}

/** Builds what is stale. Returns true when every client is built. */
export async function buildClients(root, node) {
  const shared = sharedHash(root)
  const stale = clientNames(root)
    .map((name) => ({ name, hash: clientHash(root, name, shared) }))
    .filter(({ name, hash }) => readIfThere(join(root, 'apps', name, 'dist', stampName)) !== hash)
  if (stale.length === 0) return true
  console.log(`Building ${stale.length} clients: ${stale.map(({ name }) => name).join(', ')} …`)
  const results = []
  const worker = async () => {
    for (let next = stale.shift(); next && !wasTold(); next = stale.shift()) results.push(await build(root, node, next))
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  return !wasTold() && results.every(Boolean)
}

/** Built beside and then moved, so that a build that fails or is interrupted leaves the last good one in place. */
async function build(root, node, { name, hash }) {
  const started = Date.now()
  const made = join(root, 'node_modules/.cache/clients', name)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const cwd = join(root, 'apps', name)
  const { code, output } = await capture(
    [node, vite, 'build', '--outDir', made, '--emptyOutDir', '--logLevel', 'warn'],
    // what is shipped does not depend on where it is built: Vite takes a NODE_ENV that it finds for the wish of whoever set it
    { cwd, env: { ...process.env, NODE_ENV: 'production' } },
  )
  if (code !== 0) {
    if (!wasTold()) console.error(`${output.trim()}\nThe client "${name}" could not be built (exit code ${code}).`)
    return false
  }
  writeFileSync(join(made, stampName), hash)
  const dist = join(cwd, 'dist')
  rmSync(dist, { recursive: true, force: true })
  renameSync(made, dist)
  console.log(`  ${name} built in ${((Date.now() - started) / 1000).toFixed(1)} s`)
  return true
}

function clientHash(root, name, shared) {
  const hash = createHash('sha256').update(shared)
  addFolder(hash, join(root, 'apps', name), () => true)
  return hash.digest('hex')
}

// What only the server reads does not make a client stale: these files at the top of a module, and migrations.
const serverOnly = new Set(['service.ts', 'jobs.ts', 'index.ts', 'README.md', 'migrations'])

function sharedHash(root) {
  const hash = createHash('sha256')
  for (const file of ['package-lock.json', 'tsconfig.json']) hash.update(readFileSync(join(root, file)))
  for (const file of filesOf(join(root, 'apps'))) hash.update(file).update(readFileSync(join(root, 'apps', file)))
  for (const name of foldersOf(join(root, 'packages'))) {
    if (name !== 'kernel' && name !== 'testkit') addFolder(hash, join(root, 'packages', name), () => true)
  }
  for (const name of foldersOf(join(root, 'modules'))) {
    addFolder(hash, join(root, 'modules', name), (file) => !serverOnly.has(file) && !file.startsWith('store'))
  }
  return hash.digest()
}

function addFolder(hash, folder, isWanted) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (const entry of entries) {
    if (entry.name === 'dist' || entry.name === 'node_modules' || entry.name.includes('.test.')) continue
    if (!isWanted(entry.name)) continue
    const path = join(folder, entry.name)
    hash.update(`\n${entry.name}\n`)
    if (entry.isDirectory()) addFolder(hash, path, () => true)
    else hash.update(readFileSync(path))
  }
}

function foldersOf(path) {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map((entry) => entry.name)
    .sort()
}

function filesOf(path) {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => entry.name)
    .sort()
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

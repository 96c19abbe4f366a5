// Makes node_modules agree with package-lock.json. Runs on Node 20 with nothing installed.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { capture, wasTold } from './processes.mjs'

const stampName = 'node_modules/.doorstep-lock'

/** Installs when needed. Returns the Node 24 to run everything else with; ends the process when npm fails. */
export async function ensureInstalled(root) {
  const lock = readFileSync(join(root, 'package-lock.json'))
  const stamp = createHash('sha256').update(lock).update(`${process.platform} ${process.arch}`).digest('hex')
  const stampFile = join(root, stampName)
  if (readIfThere(stampFile) !== stamp) {
    if (!agrees(root, JSON.parse(lock))) await install(root)
    writeFileSync(stampFile, stamp)
  }
  return findNode(root)
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined
}

/** npm writes down what it installed; after an `npm install` by hand that agrees already and nothing is to be done. */
function agrees(root, lock) {
  const written = readIfThere(join(root, 'node_modules/.package-lock.json'))
  if (!written || !existsSync(join(root, 'node_modules/.bin/node'))) return false
  const installed = JSON.parse(written).packages
  return Object.entries(lock.packages).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true
    const found = installed[path]
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.devOptional)
  })
}

async function install(root) {
  const started = Date.now()
  console.log('Installing the packages (once; a minute or two) …')
  // The new Node is among the packages, also for production, and it comes by an install script.
  const flags = ['ci', '--include=dev', '--include=optional', '--ignore-scripts=false', '--no-audit', '--no-fund']
  const { code, output } = await capture([...npmCommand(), ...flags], { cwd: root })
  if (wasTold()) process.exit(130)
  if (code !== 0) {
    console.error(output.trim().split('\n').slice(0, 60).join('\n'))
    console.error(`\nThe packages could not be installed (npm ci, exit code ${code}).`)
    process.exit(1)
  }
  console.log(`Packages installed in ${Math.round((Date.now() - started) / 1000)} s.`)
}

/** The npm that runs us, or the one beside this node, or the one in PATH. */
function npmCommand() {
  const beside = join(dirname(process.execPath), '../lib/node_modules/npm/bin/npm-cli.js')
  const script = [process.env.npm_execpath, beside].find((file) => file?.endsWith('npm-cli.js') && existsSync(file))
  return script ? [process.execPath, script] : ['npm']
}

function findNode(root) {
  const own = join(root, 'node_modules/node/bin/node')
  if (existsSync(own)) return own
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  console.error('Node 24 is missing from node_modules. Remove the folder node_modules and start again.')
  process.exit(1)
}

// The entry of every npm script. Plain JavaScript for Node 20: it installs the packages, and among them the Node 24 that
// runs everything else.
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildClients, clientNames } from './clients.mjs'
import { ensureInstalled } from './install.mjs'
import { giveUp, passSignalsOn, run, start, wasTold } from './processes.mjs'
import { runTests } from './tests.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const [command = '', ...args] = process.argv.slice(2)

const commands = {
  start: startProduct,
  dev: develop,
  test: async (node) => runTests(root, node, args, await buildClients(root, node)),
  build: async (node) => ((await buildClients(root, node)) ? 0 : 1),
  check: (node) => run([node, 'tools/check.mjs', ...args]),
  bench: (node) => run([node, 'bench/run.ts', ...args]),
  chaos: (node) => run([node, 'chaos/run.ts', ...args]),
  doorstep: (node) => run([node, ...frugal(), 'apps/server/cli.ts', ...args]),
  'new-module': (node) => run([node, 'tools/new-module.ts', ...args]),
}

/** An import runs for minutes beside the server: left alone, its heap grows to several times what it uses. */
const frugal = () => (args[0] === 'import' ? ['--max-old-space-size=256'] : [])

/**
 * Starts the server and builds stale clients at the same time. What the server must do:
 * - when DOORSTEP_LAUNCHER is "ipc", serve pages and print "Ready" only after the message `{ clients: 'ready' }`;
 * - stop on SIGINT and SIGTERM, and on "disconnect", which says that this process was killed.
 */
async function startProduct(node) {
  const env = { ...process.env, DOORSTEP_LAUNCHER: 'ipc' }
  const stdio = ['inherit', 'inherit', 'inherit', 'ipc']
  const server = start([node, 'apps/server/main.ts', ...args], { env, stdio, ownGroup: true })
  // a server that ends, for a wrong setting say, needs no clients
  void server.ended.then(giveUp)
  const built = await buildClients(root, node)
  if (built && server.child.connected) server.child.send({ clients: 'ready' }, ignoreClosedChannel)
  const buildFailed = !(built || wasTold())
  if (buildFailed) server.child.kill('SIGTERM')
  const code = await server.ended
  return buildFailed ? 1 : code
}

// the server may end at any moment; its exit code says why
function ignoreClosedChannel() {
  return undefined
}

/** The server restarts and the clients are rebuilt as their files change. `npm run dev -- console` watches one client only. */
async function develop(node) {
  const names = args.length > 0 ? args : clientNames(root)
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  const watchers = names.map((name) => {
    const flags = ['build', '--watch', '--mode', 'development', '--emptyOutDir', '--logLevel', 'warn']
    return start([node, vite, ...flags], { cwd: join(root, 'apps', name), ownGroup: true })
  })
  const code = await run([node, '--watch', '--watch-preserve-output', 'apps/server/main.ts'], { ownGroup: true })
  for (const { child } of watchers) child.kill()
  await Promise.all(watchers.map(({ ended }) => ended))
  return code
}

async function main() {
  const action = commands[command]
  if (!action) {
    console.error(`Unknown command "${command}". There are: ${Object.keys(commands).join(', ')}.`)
    return 1
  }
  process.chdir(root)
  passSignalsOn()
  const node = await ensureInstalled(root)
  const bin = join(root, 'node_modules/.bin')
  process.env.PATH = [dirname(node), bin, process.env.PATH].join(delimiter)
  return action(node)
}

process.exitCode = await main()

import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp, startJobs, startLive } from '@doorstep/kernel'
import { hasDemoAccounts } from '@doorstep/modules/people/index.ts'
import type { FastifyInstance } from 'fastify'
import { addressOf, alsoLocal, assertFree, listenError } from './address.ts'
import { banner } from './banner.ts'
import {
  composeParts,
  defaultCounty,
  makeLog,
  migrate,
  type Opened,
  openStorage,
  root,
  settingsFrom,
} from './compose.ts'
import { type Config, readConfig } from './config.ts'
import { demoSignIns, seedDemoOnce } from './seed.ts'
import { clientPage, serveClients } from './static.ts'
import { ConfigError, sentenceOf } from './troubles.ts'

/** What stops the server, in the state it has reached. */
type Stop = () => Promise<void>
const apps = join(root, 'apps')
// an upload over a bad line must not keep a stop waiting for minutes
const patience = 5_000

/** Starts everything and stays; ends the process on Ctrl-C, on SIGTERM, when the launcher is gone and when it cannot start. */
export async function start(): Promise<void> {
  let dataDir = ''
  let stop: Stop = async () => {}
  const told = untilTold()
  try {
    const config = readConfig(process.env, root)
    dataDir = config.dataDir
    const starting = serve(config, (next) => {
      stop = next
    })
    await Promise.race([starting, told.promise])
    if (!told.stopping()) await told.promise
    starting.catch(() => {}) // what was cut off half-way has nothing to say
    await stop()
    process.exit(0)
  } catch (error) {
    console.error(sentenceOf(error, dataDir) ?? error)
    await stop().catch(() => {})
    process.exit(1)
  }
}

/** A second Ctrl-C does not wait, and neither does anything wait for ever. */
function untilTold() {
  let stopping = false
  const promise = new Promise<void>((resolve) => {
    const once = () => {
      if (stopping) process.exit(130)
      stopping = true
      setTimeout(() => process.exit(1), 15_000).unref()
      resolve()
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, once)
  })
  return { promise, stopping: () => stopping }
}

/** Resolves when the launcher has built the clients; at once where there is no launcher. */
const clientsBuilt = (launched: boolean): Promise<void> =>
  launched && process.send !== undefined
    ? new Promise((resolve) => {
        process.on('message', (message) => {
          if ((message as { clients?: string } | null)?.clients === 'ready') resolve()
        })
      })
    : Promise.resolve()

/** @param stopWith told at every step how to stop from there. */
async function serve(config: Config, stopWith: (stop: Stop) => void): Promise<void> {
  const built = clientsBuilt(config.launched)
  await assertFree(config.host, config.port)
  const log = makeLog(config.logLevel)
  const opening = openStorage(config, log)
  // Half-way there is nobody to be served to the end: the database is told to end, and whatever uses it is cut off.
  stopWith(async () => {
    const opened = await opening.catch(() => undefined)
    await opened?.abandon()
  })
  const storage = await opening
  const parts = await prepare(config, storage, log)
  const jobs = await startJobs(parts)
  const live = await startLive(parts)
  const app = await buildApp(parts, {
    live,
    wake: jobs.wake,
    trustProxy: config.trustProxy,
    metricsToken: config.metricsToken,
    fallback: clientPage(apps),
  })
  await built
  await serveClients(app, apps)
  const port = await listen(app, config)
  parts.settings.publicUrl = config.publicUrl ?? addressOf(config.host, port)
  stopWith(async () => {
    await closeApp(app)
    await jobs.stop()
    await storage.close()
  })
  const here = alsoLocal(config.host) ? `http://localhost:${port}` : null
  console.log(await banner(parts.settings.publicUrl, here, config.demo ? await demoSignIns(parts) : []))
  console.log(`Ready in ${(performance.now() / 1000).toFixed(1)} s. Ctrl-C stops it.`)
}

/** Migrates and lays the demo county where one is wanted; everything the kernel needs. */
async function prepare(config: Config, { database }: Opened, log: ReturnType<typeof makeLog>) {
  await migrate(database)
  if (config.production && (await hasDemoAccounts(database)))
    throw new ConfigError('This database holds demo accounts; a production start refuses them. Use an empty database.')
  const settings = settingsFrom(config, await defaultCounty(config, database))
  const parts = composeParts({ database, keys: config.keys, filesDir: join(config.dataDir, 'files'), log, settings })
  if (config.demo && (await seedDemoOnce(parts))) settings.defaultCounty = await defaultCounty(config, database)
  return parts
}

/** @returns the port: the one asked for, or the one that was free. */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    throw listenError(error, host, port)
  }
  return (app.server.address() as AddressInfo).port
}

/** Requests under way are answered; those that take too long are cut off. */
async function closeApp(app: FastifyInstance): Promise<void> {
  const late = setTimeout(() => app.server.closeAllConnections(), patience)
  await app.close()
  clearTimeout(late)
}

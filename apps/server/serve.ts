import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buildApp, startJobs, startLive } from '@doorstep/kernel'
import { hasDemoAccounts } from '@doorstep/modules/people/index.ts'
import type { FastifyInstance } from 'fastify'
import { addressOf, alsoLocal, listenError } from './address.ts'
import { banner } from './banner.ts'
import {
  assertNotRestoring,
  composeParts,
  defaultCounty,
  makeLog,
  migrate,
  type Opened,
  openStorage,
  root,
  settingsFrom,
} from './compose.ts'
import type { Config } from './config.ts'
import { demoSignIns, seedDemoOnce } from './seed.ts'
import { clientPage, serveClients } from './static.ts'
import { ConfigError } from './troubles.ts'

type Stop = () => Promise<void>
const apps = join(root, 'apps')
// an upload over a bad line must not keep a stop waiting for minutes
const patience = 5_000

/**
 * Starts everything and says so.
 * @param built resolves when there are clients to serve.
 * @param stopWith told at every step how to stop from there.
 */
export async function serve(config: Config, built: Promise<void>, stopWith: (stop: Stop) => void): Promise<void> {
  assertNotRestoring(config.dataDir)
  const log = makeLog(config.logLevel)
  const cancel = new AbortController()
  const opening = openStorage(config, log, cancel.signal)
  // Half-way there is nobody to be served to the end: the database is told to end, and whatever uses it is cut off.
  stopWith(async () => {
    cancel.abort()
    const opened = await opening.catch(() => undefined)
    await opened?.abandon()
  })
  const storage = await opening
  const parts = await prepare(config, storage, log)
  const jobs = await startJobs(parts, { alone: config.databaseUrl === null })
  const live = await startLive(parts)
  const app = await buildApp(parts, {
    live,
    wake: jobs.wake,
    proxies: config.trustProxy ? 1 : 0,
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

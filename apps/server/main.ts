import { join } from 'node:path'
import { buildApp, startJobs, startLive } from '@doorstep/kernel'
import { hasDemoAccounts } from '@doorstep/modules/people/index.ts'
import { banner, localAddresses } from './banner.ts'
import { composeParts, defaultCounty, makeLog, migrate, openStorage, root, version } from './compose.ts'
import { ConfigError, readConfig } from './config.ts'
import { demoSignIns, seedDemoOnce } from './seed.ts'
import { clientPage, serveClients } from './static.ts'

/** Resolves when the launcher has built the clients; at once where there is no launcher. */
const clientsReady = (launcher: boolean): Promise<void> =>
  launcher
    ? new Promise((resolve) => {
        process.on('message', (message) => {
          if ((message as { clients?: string } | null)?.clients === 'ready') resolve()
        })
      })
    : Promise.resolve()

/** Ends on Ctrl-C, on SIGTERM and when the launcher is gone; a second Ctrl-C does not wait. */
function onStop(stop: () => Promise<void>): void {
  let stopping = false
  const once = () => {
    if (stopping) process.exit(130)
    stopping = true
    setTimeout(() => process.exit(1), 15_000).unref()
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.on(signal, once)
}

/** What was started, in its order; closed the other way round. */
const closers: (() => Promise<unknown>)[] = []
async function stopAll(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close()
}

async function main(): Promise<void> {
  const started = performance.now()
  const config = readConfig(process.env, root)
  const launched = clientsReady(process.env.DOORSTEP_LAUNCHER === 'ipc' && process.send !== undefined)
  const log = makeLog(config.logLevel)
  // Before anything is started: a Ctrl-C in the first second must not leave a database server behind.
  const opening = openStorage(config, log).then((storage) => {
    closers.push(storage.close)
    return storage
  })
  onStop(async () => {
    await opening.catch(() => {})
    await stopAll()
  })
  const storage = await opening
  const { database } = storage
  await migrate(database)
  if (config.production && (await hasDemoAccounts(database)))
    throw new ConfigError('This database holds demo accounts; a production start refuses them. Use an empty database.')
  const publicUrl = config.publicUrl ?? `http://${localAddresses()[0] ?? 'localhost'}:${config.port}`
  const settings = {
    production: config.production,
    publicUrl,
    defaultCounty: await defaultCounty(config, database),
    zone: config.zone,
    rateFactor: config.rateFactor,
    version,
  }
  const parts = composeParts({ database, keys: config.keys, filesDir: join(config.dataDir, 'files'), log, settings })
  if (config.demo) await seedDemoOnce(parts)
  settings.defaultCounty = await defaultCounty(config, database)
  const jobs = await startJobs(parts)
  closers.push(() => jobs.stop())
  const live = await startLive(parts)
  const app = await buildApp(parts, {
    live,
    wake: jobs.wake,
    trustProxy: config.trustProxy,
    fallback: clientPage(join(root, 'apps')),
  })
  // Open live lines would keep the server from closing: they end first.
  closers.push(
    () => app.close(),
    () => live.stop(),
  )
  await launched
  await serveClients(app, join(root, 'apps'))
  await app.listen({ port: config.port, host: config.host })
  console.log(await banner(publicUrl, config.demo ? await demoSignIns(parts) : []))
  console.log(`Ready in ${((performance.now() - started) / 1000).toFixed(1)} s. Ctrl-C stops it.`)
}

main().catch(async (error: unknown) => {
  console.error(error instanceof ConfigError ? error.message : error)
  await stopAll().catch(() => {})
  process.exit(1)
})

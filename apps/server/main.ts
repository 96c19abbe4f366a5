import { join } from 'node:path'
import { assertFree } from './address.ts'
import { cacheCompiledCode } from './compile-cache.ts'
import { readConfig } from './config.ts'
import { sentenceOf } from './troubles.ts'

/** A second Ctrl-C does not wait, and neither does anything wait for ever. */
const told = new Promise<'told'>((resolve) => {
  let stopping = false
  const once = () => {
    if (stopping) process.exit(130)
    stopping = true
    // Told half-way, what is cut off then has nothing to say: neither here nor below.
    process.on('unhandledRejection', () => {})
    setTimeout(() => process.exit(1), 15_000).unref()
    resolve('told')
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect'] as const) process.on(signal, once)
})

/** Resolves when the launcher has built the clients; at once where there is no launcher. */
const clientsBuilt = (launched: boolean): Promise<void> =>
  launched && process.send !== undefined
    ? new Promise((resolve) => {
        process.on('message', (message) => {
          if ((message as { clients?: string } | null)?.clients === 'ready') resolve()
        })
      })
    : Promise.resolve()

let dataDir = ''
/** What stops the server, in the state it has reached. */
let stop = async () => {}

/** Says first what is wrong with the settings; only then is the rest of the code worth loading. */
async function start(): Promise<void> {
  const config = readConfig(process.env, join(import.meta.dirname, '..', '..'))
  dataDir = config.dataDir
  const built = clientsBuilt(config.launched)
  await assertFree(config.host, config.port)
  cacheCompiledCode()
  const { serve } = await import('./serve.ts')
  await serve(config, built, (next) => {
    stop = next
  })
}

try {
  const starting = start()
  if ((await Promise.race([starting, told])) !== 'told') await told
  await stop()
  process.exit(0)
} catch (error) {
  console.error(sentenceOf(error, dataDir) ?? error)
  await stop().catch(() => {})
  process.exit(1)
}

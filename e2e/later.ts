// What only time does: a job of the product run against the same data, by a clock that is ahead.

import { join } from 'node:path'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import { composeParts, defaultCounty, joinStorage, makeLog, settingsFrom } from '../apps/server/compose.ts'
import { readConfig } from '../apps/server/config.ts'
import { modules } from '../apps/server/modules.ts'

/** @param schedule `<module>.<name>`, as the module's `jobs.every` calls it */
export async function runLater(data: string, schedule: string, hours: number): Promise<void> {
  const config = readConfig({ DOORSTEP_DATA: data, DOORSTEP_DEMO: 'yes' }, join(import.meta.dirname, '..'))
  const storage = await joinStorage(config)
  if (!storage) throw new Error('no server is running on this data')
  try {
    const settings = settingsFrom(config, await defaultCounty(config, storage.database))
    const filesDir = join(config.dataDir, 'files')
    const parts = composeParts({
      database: storage.database,
      keys: config.keys,
      filesDir,
      log: makeLog('warn'),
      settings,
    })
    const [module, name] = schedule.split('.')
    const job = modules.find((one) => one.name === module)?.jobs?.every?.[name ?? '']
    if (!job) throw new Error(`no schedule ${schedule}`)
    const clock = () => Date.now() + hours * 3_600_000
    for (const county of await parts.counties())
      await runOnce({ ...parts, clock }, { actor: systemActor(county), grant: systemGrant(county), county }, job.run)
  } finally {
    await storage.close()
  }
}

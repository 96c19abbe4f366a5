import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrations } from '@doorstep/kernel/migrate.ts'
import { migrationSources, root } from '../apps/server/compose.ts'

/** Run at a release: from then on no migration that is there now may be edited. */
const file = join(root, 'apps/server/old/released.json')
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const released = JSON.parse(readFileSync(file, 'utf8')) as Record<string, object>
const before = Object.keys(released).length
for (const { module, name, up, down } of readMigrations(migrationSources()))
  released[`${module}/${name}`] ??= { up: hash(up), down: hash(down) }
writeFileSync(file, `${JSON.stringify(released, null, 2)}\n`)
console.log(`${Object.keys(released).length - before} migrations added`)

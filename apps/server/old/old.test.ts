import { createHash, randomUUID } from 'node:crypto'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isWrite, methodOf, urlOf } from '@doorstep/contract'
import { type Database, type MigrationSource, migrateDown, migrateUp, openDatabase } from '@doorstep/kernel'
import { readMigrations } from '@doorstep/kernel/migrate.ts'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import { cloneDatabase, ensureTemplate } from '@doorstep/testkit/postgres.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationSources } from '../compose.ts'
import { addressOf, doorstep, scratchFolder, server } from '../test-server.ts'
import { differences, fingerprint, layOld, rowsIn, skeleton } from './old.ts'

const keys = '07'.repeat(32)
const hash = (text: string) => createHash('sha256').update(text).digest('hex')
const newest = () => readMigrations(migrationSources())

describe('a database of the first version', { timeout: 120_000 }, () => {
  let database: Database
  let settings: Record<string, string>
  beforeAll(async () => {
    await ensureTemplate('doorstep_empty', async () => {})
    const cloned = await cloneDatabase('doorstep_empty')
    const folder = mkdtempSync(join(tmpdir(), 'doorstep-old-'))
    database = openDatabase(cloned.url, 4)
    await layOld(database.owner, skeleton())
    settings = { DATABASE_URL: cloned.url, DOORSTEP_KEYS: keys, DOORSTEP_DATA: folder }
    return async () => {
      rmSync(folder, { recursive: true, force: true })
      await database.close()
      await cloned.drop()
    }
  })

  it('is brought forward by the server that is started on it, with everything in it, and back by one', async () => {
    const before = await fingerprint(database.owner)
    expect(rowsIn(before, 'matters.matter')).toBe(50)
    expect(rowsIn(before, 'kernel.audit')).toBe(27)
    const running = server(settings)
    const address = await addressOf(running)
    const reply = await fetch(`${address}/api/people/sign-in`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'officer', password: 'doorstep-demo' }),
    })
    expect(reply.status, await reply.clone().text()).toBe(200)
    const cookie = reply.headers
      .getSetCookie()
      .map((one) => one.split(';')[0])
      .join('; ')
    const matters = (await (
      await fetch(`${address}/api/matters?view=all&limit=100`, { headers: { cookie } })
    ).json()) as {
      items: { id: string }[]
    }
    expect(matters.items.length).toBeGreaterThan(3)
    running.child.kill('SIGTERM')
    expect((await running.ended).code).toBe(0)
    const { rows } = await database.owner.query('select from kernel.migration')
    expect(rows).toHaveLength(newest().length)
    const after = await fingerprint(database.owner)
    const written =
      /^(kernel\.(audit|audit_head|outbox|effect|idempotency)|people\.(session|attempt|account updated_at|credential)) ?/
    expect(differences(before, after).filter((line) => !written.test(line))).toEqual([])

    expect((await doorstep(settings, 'migrate', '--down', '1')).stdout).toMatch(/^back from \w+\/\d{4}_\w+\n/)
    expect(differences(after, await fingerprint(database.owner))).toEqual([])
    expect((await doorstep(settings, 'migrate')).code).toBe(0)
    expect(differences(after, await fingerprint(database.owner))).toEqual([])
    expect((await doorstep(settings, 'audit', 'verify')).stdout).toContain(' 0 problems')
  })
})

it('no released migration was edited or taken away', () => {
  const now = new Map(
    newest().map(({ module, name, up, down }) => [`${module}/${name}`, { up: hash(up), down: hash(down) }]),
  )
  // What an installation has applied is not applied again: write a new migration instead. A new release adds its own
  // with `node tools/release-migrations.ts`.
  const released = JSON.parse(readFileSync(join(import.meta.dirname, 'released.json'), 'utf8')) as Record<
    string,
    object
  >
  expect(Object.keys(released).length).toBeGreaterThan(10)
  for (const [name, hashes] of Object.entries(released)) expect(now.get(name), name).toEqual(hashes)
  for (const { module, name, checksum } of skeleton().migrations)
    expect(now.get(`${module}/${name}`)?.up, `${module}/${name}`).toBe(checksum)
})

describe('every migration and its way back, with rows in the tables', () => {
  let t: TestApp
  beforeAll(async () => {
    t = await testApp()
  })
  afterAll(() => t.close())

  /** Of these nothing is written by any operation's sample, for the reason given. */
  const mayBeEmpty: Record<string, string> = {
    'kernel.file': 'nothing keeps rows here yet',
    'ledgers.seen': 'only while an import runs',
    'ledgers.batch': 'only while an import runs',
    'ledgers.imported': 'only what an import brought in',
    'people.verification': 'codes that were sent and not used yet',
  }

  it('goes back one by one to nothing, with the rest intact, and each forward again to the same', {
    timeout: 240_000,
  }, async () => {
    for (const { sample, operation } of await everyOperation()) {
      const who = await whoIs(t, roleFor(operation))
      const request = await sample({ t, who, relation: 'own', place: placeOf('own') })
      if (isWrite(operation)) await ask(t, who, methodOf(operation), urlOf(operation), request, randomUUID())
    }
    // what no operation leaves behind
    await t.sql(`insert into people.attempt values ('somebody', 3, now(), null)`)
    await t.sql(`insert into calendar.limit_override values ($1, 'matter.accept', 'hours', 4, 'reason')`, [
      world.county,
    ])
    await t.sql('insert into rooms.scan select county, id, current_date, 3 from rooms.board limit 5')
    await t.jobs.drain()
    const full = await fingerprint(t.parts.database.owner)
    const empty = new Set(
      [...full].filter(([, value]) => value.startsWith('0 ')).map(([place]) => place.split(' ')[0] as string),
    )
    console.log(`tables without rows: ${[...empty].join(', ')}`)
    const { owner } = t.parts.database
    let last = full
    for (let left = newest().length; left > 0; left--) {
      const [gone] = await migrateDown(owner, 1)
      const down = await fingerprint(owner)
      expect(differences(last, down), `back from ${gone?.module}/${gone?.name}`).toEqual([])
      // forward and back once more: what a way back leaves must be what the way forward began with
      expect(await migrateUp(owner, firstOf(left))).toEqual([gone])
      expect(differences(down, await fingerprint(owner)), `forward to ${gone?.module}/${gone?.name}`).toEqual([])
      await migrateDown(owner, 1)
      last = await fingerprint(owner)
      expect(differences(down, last)).toEqual([])
    }
    expect(await owner.query('select from kernel.migration')).toMatchObject({ rows: [] })
    expect([...empty].filter((table) => !(table in mayBeEmpty))).toEqual([])
  })
})

/** The first migrations of all, as a version had them that knew no more. */
function firstOf(count: number): MigrationSource[] {
  const folder = scratchFolder()
  const first = newest().slice(0, count)
  return migrationSources().map(({ name: source, folder: from }) => {
    const to = join(folder, source)
    mkdirSync(to)
    for (const { module, name } of first)
      if (module === source)
        for (const way of ['up', 'down']) copyFileSync(join(from, `${name}.${way}.sql`), join(to, `${name}.${way}.sql`))
    return { name: source, folder: to }
  })
}

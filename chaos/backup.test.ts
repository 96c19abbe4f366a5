import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { type Book, newBook } from './book.ts'
import { doorstep } from './command.ts'
import { diceOf } from './dice.ts'
import { repeatUnanswered, startLoad } from './load.ts'
import { keys, lookInto, makePlace, type Place, startServer, throwAway } from './place.ts'
import { untilQuiet, verifyChain, verifyFiles, verifyWrites } from './verify.ts'

let place: Place
let book: Book
let backup: string
let completeUntil: number
const run = (args: string[], data = place.data, env: Record<string, string> = { DOORSTEP_KEYS: keys }) =>
  doorstep(data, args, env).ended
const refused = async (args: string[], data: string, env?: Record<string, string>) => {
  const { code, complained } = await run(args, data, env)
  expect({ code, lines: complained.trimEnd().split('\n').length }, complained).toEqual({ code: 1, lines: 1 })
  return complained.trim()
}

/** A server at full work, and a backup of it in the middle of that. */
beforeAll(async () => {
  place = await makePlace()
  book = newBook()
  backup = join(place.folder, 'backups', 'first')
  const server = await startServer(place)
  const load = startLoad(place, book, diceOf(5), 6)
  await sleep(3000)
  const { code, said, complained } = await run(['backup', backup])
  expect({ code, complained }, said).toEqual({ code: 0, complained: '' })
  await sleep(500)
  await load.stop()
  await server.stop()
  completeUntil = Date.parse(/complete until (\S+)/.exec(said)?.[1] ?? '')
  expect(said).toContain('are not in it: without them, names and numbers cannot be read')
}, 180_000)
afterAll(() => throwAway(place))

describe('a backup taken under load', { timeout: 120_000 }, () => {
  it('is whole, and nothing in it is readable without its keys', async () => {
    expect(await run(['backup', '--verify', backup])).toMatchObject({ code: 0, complained: '' })
    expect(readdirSync(backup).sort()).toEqual(['database', 'files', 'files.jsonl', 'manifest.json'])
  })

  it('restores to every write that was acknowledged before its end, and the rest can be repeated', async () => {
    const before = book.asked.filter(({ acknowledged }) => acknowledged !== null && acknowledged < completeUntil)
    const after = book.asked.filter(({ acknowledged }) => acknowledged !== null && acknowledged >= completeUntil)
    expect(Math.min(before.length, after.length)).toBeGreaterThan(5)
    const restored = { ...place, data: join(place.folder, 'restored') }
    const { code, said, complained } = await run(['restore', backup], restored.data)
    expect({ code, complained }, said).toEqual({ code: 0, complained: '' })
    expect(said).toMatch(/audit 620999: \d+ rows in the chain, \d+ waiting to be sealed, 0 problems/)
    const server = await startServer(restored)
    onTestFinished(() => void server.child.kill('SIGKILL'))
    const kept = { ...newBook(), asked: before }
    await lookInto(restored, async (database) => {
      const problems = await verifyWrites(database, kept, false)
      expect(problems.filter((problem) => !problem.startsWith('doubled'))).toEqual([])
      expect(verifyFiles(restored, kept)).toEqual([])
      // what came after its end is asked again with its key, and all is as if nothing had happened
      for (const asked of after) asked.acknowledged = null
      expect(await repeatUnanswered(restored, book)).toEqual([])
      expect(await untilQuiet(database, 60)).toBeDefined()
      expect(await verifyWrites(database, book, true)).toEqual([])
      expect(verifyFiles(restored, book)).toEqual([])
      expect(await verifyChain(database)).toEqual([])
    })
    expect(await server.stop()).toBe(0)
  })

  it('goes into an empty place only, and needs its keys', async () => {
    expect(await refused(['restore', backup], place.data)).toContain('is there already: a restore writes over nothing')
    const empty = join(place.folder, 'empty')
    expect(await refused(['restore', backup], empty, {})).toMatch(
      /^The encryption key [0-9a-f]{8} of this backup is not here/,
    )
    expect(await refused(['restore', backup], empty, { DOORSTEP_KEYS: 'ee'.repeat(32) })).toContain('is not here')
    expect(existsSync(empty)).toBe(false)
    const own = { DOORSTEP_KEYS: keys, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/x' }
    expect(await refused(['restore', backup], empty, own)).toContain('DATABASE_URL is set')
    const laid = join(place.folder, 'cluster')
    expect((await run(['restore', backup, '--cluster', laid], empty, own)).code).toBe(0)
    expect(readFileSync(join(laid, 'PG_VERSION'), 'utf8')).toBe('18\n')
  })

  it.each([
    [
      'a changed byte',
      'database/base.tar.gz',
      (file: string) => writeFileSync(file, changed(file)),
      /the content of database\/base.tar.gz was changed/,
    ],
    [
      'a cut end',
      'database/base.tar.gz',
      (file: string) => truncateSync(file, 1000),
      /base.tar.gz has 1000 bytes instead of \d+/,
    ],
    ['a missing part', 'files.jsonl', (file: string) => rmSync(file), /files.jsonl is missing/],
    [
      'a manifest that was edited',
      'manifest.json',
      (file: string) => writeFileSync(file, changed(file)),
      /manifest.json was changed or is damaged/,
    ],
    ['no manifest', 'manifest.json', (file: string) => rmSync(file), /is no backup: it has no manifest.json/],
  ])('%s is found, named and not restored', async (_, part, damage, said) => {
    const damaged = join(place.folder, 'damaged')
    rmSync(damaged, { recursive: true, force: true })
    cpSync(backup, damaged, { recursive: true })
    damage(join(damaged, part))
    const empty = join(place.folder, 'nothing')
    expect(await refused(['backup', '--verify', damaged], empty)).toMatch(said)
    expect(await refused(['restore', damaged], empty)).toMatch(said)
    expect(existsSync(join(empty, 'postgres'))).toBe(false)
    expect(existsSync(join(empty, 'restoring'))).toBe(false)
  })

  it('names a kept file that is damaged', async () => {
    const damaged = join(place.folder, 'damaged')
    rmSync(damaged, { recursive: true, force: true })
    cpSync(backup, damaged, { recursive: true })
    const first = JSON.parse(readFileSync(join(damaged, 'files.jsonl'), 'utf8').split('\n')[0] ?? '') as {
      path: string
    }
    writeFileSync(join(damaged, first.path), changed(join(damaged, first.path)))
    expect(await refused(['backup', '--verify', damaged], place.data)).toContain(
      `the content of ${first.path} was changed`,
    )
  })
})

const changed = (file: string): Buffer => {
  const bytes = readFileSync(file)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] as number) ^ 1
  return bytes
}

describe('a backup that is cut off', { timeout: 120_000 }, () => {
  it('is never taken for one, and the next one succeeds in the same place', async () => {
    const target = join(place.folder, 'backups', 'second')
    const half = doorstep(place.data, ['backup', target], { DOORSTEP_KEYS: keys })
    await expect
      .poll(() => existsSync(join(`${target}.unfinished`, 'database', 'base.tar.gz')), {
        timeout: 30_000,
        interval: 10,
      })
      .toBe(true)
    process.kill(half.pid, 'SIGKILL')
    await half.ended
    expect(existsSync(target)).toBe(false)
    const empty = join(place.folder, 'nothing')
    for (const folder of [target, `${target}.unfinished`])
      expect(await refused(['restore', folder], empty)).toContain('is a backup that was not finished')
    const again = await run(['backup', target, '--with-keys'])
    expect(again, again.said).toMatchObject({ code: 0, complained: '' })
    expect(existsSync(`${target}.unfinished`)).toBe(false)
    expect(again.said).toContain('whoever has it can read everything')
    // with its keys in it, it needs nothing else
    const place2 = join(place.folder, 'with-keys')
    expect(await run(['restore', target], place2, {})).toMatchObject({ code: 0, complained: '' })
    expect(readFileSync(join(place2, 'field.key'), 'utf8')).toBe(keys)
  })

  it('a restore that was cut off keeps the server from starting on half a place, and can be run again', async () => {
    const data = join(place.folder, 'half')
    mkdirSync(join(data, 'restoring', 'files'), { recursive: true })
    await expect(startServer({ ...place, data })).rejects.toThrow(/was interrupted: run it again/)
    expect(await run(['restore', backup], data)).toMatchObject({ code: 0, complained: '' })
    expect(
      readdirSync(data)
        .filter((name) => !name.endsWith('.key'))
        .sort(),
    ).toEqual(['files', 'postgres'])
  })

  it('refuses a folder that holds something', async () => {
    expect(await refused(['backup', backup], place.data)).toContain('is not empty: a backup gets a folder of its own')
  })
})

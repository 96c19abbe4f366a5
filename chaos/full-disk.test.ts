import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ask, type Book, newBook } from './book.ts'
import { doorstep } from './command.ts'
import { diceOf } from './dice.ts'
import { newReport, paper, repeatUnanswered } from './load.ts'
import { keys, lookInto, makePlace, type Place, type Server, startServer } from './place.ts'
import { untilQuiet, verifyChain, verifyFiles, verifyWrites } from './verify.ts'

const folder = mkdtempSync(join(tmpdir(), 'doorstep-full-'))

/** A disk of its own that is soon full. Only root may mount one; elsewhere there is nothing to fill without filling the machine's. */
function mount(): string | null {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=260m,mode=0755', 'tmpfs', folder], { stdio: 'pipe' })
    return null
  } catch (error) {
    return (error as Error).message.split('\n')[0] ?? 'mount failed'
  }
}
const why = mount()
if (why) console.log(`full disk: not tried, this user may mount no small disk (${why}); run it as root`)
afterAll(() => {
  if (!why) execFileSync('umount', ['-l', folder])
  rmSync(folder, { recursive: true, force: true })
})

const left = (): number => {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}
const ballast = (name: string, bytes: number) => writeFileSync(join(folder, name), Buffer.alloc(Math.max(0, bytes), 1))

describe.skipIf(why !== null)('a full disk', { timeout: 180_000 }, () => {
  let place: Place
  let server: Server
  const book: Book = newBook()
  const dice = diceOf(3)
  const answers = () => Object.fromEntries(book.answers)
  const report = async () => {
    const asked = newReport()
    book.asked.push(asked)
    return { asked, yes: await ask(book, place.port, asked) }
  }

  beforeAll(async () => {
    place = await makePlace(1, folder)
    server = await startServer(place)
    for (let n = 0; n < 3; n++) {
      const { asked } = await report()
      const file = paper(asked.id, place.officers[0]?.cookie ?? '', dice)
      book.asked.push(file)
      expect(await ask(book, place.port, file)).toBe(true)
    }
    return async () => {
      if (server.child.exitCode === null) await server.stop()
    }
  }, 120_000)

  it('uploads give way first: the database has room left and goes on', async () => {
    ballast('ballast', left() - 6e6)
    const [first] = book.asked
    const file = paper(first?.id ?? '', place.officers[0]?.cookie ?? '', dice)
    book.asked.push(file)
    expect(await ask(book, place.port, file)).toBe(false)
    expect(book.wrong.at(-1)).toMatch(/^attach 507 .*"title":"服务器磁盘已满.*"code":"server\.full"/)
    expect((await report()).yes).toBe(true)
    expect(readdirSync(join(place.data, 'files/incoming'))).toEqual([])
  })

  it('then everything that writes says what is wrong, reading goes on or says so too, and the server lives', async () => {
    ballast('ballast2', left())
    ballast('ballast3', left())
    book.wrong.length = 0
    for (let n = 0; n < 400 && !book.answers.has('507 again'); n++) {
      const { yes } = await report()
      if (!yes) break
      // the log's present piece has its place already: the next one has not
      if (n === 20) await lookInto(place, ({ owner }) => owner.query('select pg_switch_wal()')).catch(() => undefined)
    }
    await sleep(1000)
    for (let n = 0; n < 5; n++) await report()
    expect(book.wrong.length, JSON.stringify(answers())).toBeGreaterThan(0)
    for (const wrong of book.wrong) expect(wrong).toMatch(/^report 507 .*server\.full/)
    expect(answers().none ?? 0).toBe(0)
    expect(server.child.exitCode).toBeNull()
    expect((await fetch(`http://127.0.0.1:${place.port}/healthz`)).status).toBe(200)
  })

  it('a backup onto it is given up with one sentence and nothing is left of it', async () => {
    const { code, complained } = await doorstep(place.data, ['backup', join(folder, 'backup')], { DOORSTEP_KEYS: keys })
      .ended
    expect(code).toBe(1)
    expect(complained.trim().split('\n')).toHaveLength(1)
    expect(complained).toMatch(/no space left on its disk|disk is full|The database /)
    expect(readdirSync(folder).filter((name) => name.startsWith('backup'))).toEqual([])
  })

  it('with room again everything goes on by itself, and nothing was lost or half done', async () => {
    for (const name of ['ballast', 'ballast2', 'ballast3']) rmSync(join(folder, name), { force: true })
    await expect.poll(async () => (await report()).yes, { timeout: 60_000, interval: 500 }).toBe(true)
    expect(await repeatUnanswered(place, book)).toEqual([])
    await lookInto(place, async (database) => {
      expect(await untilQuiet(database, 60)).toBeDefined()
      expect(await verifyWrites(database, book, true)).toEqual([])
      expect(await verifyChain(database)).toEqual([])
    })
    expect(verifyFiles(place, book)).toEqual([])
    const target = join(tmpdir(), `doorstep-full-backup-${process.pid}`)
    const { code, complained } = await doorstep(place.data, ['backup', target], { DOORSTEP_KEYS: keys }).ended
    expect({ code, complained }).toEqual({ code: 0, complained: '' })
    expect(existsSync(join(target, 'manifest.json'))).toBe(true)
    rmSync(target, { recursive: true })
    expect(await server.stop()).toBe(0)
  })
})

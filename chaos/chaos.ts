import { setTimeout as sleep } from 'node:timers/promises'
import { type Book, newBook } from './book.ts'
import { diceOf } from './dice.ts'
import { type Fault, planFaults, strike } from './faults.ts'
import { openLine } from './live.ts'
import { repeatUnanswered, startLoad } from './load.ts'
import { lookInto, makePlace, type Place, type Server, startServer, throwAway } from './place.ts'
import {
  untilQuiet,
  verifyChain,
  verifyEffects,
  verifyFiles,
  verifyFolder,
  verifyFree,
  verifyLines,
  verifyWrites,
} from './verify.ts'

export type Options = {
  seed: number
  serverKills: number
  databaseKills: number
  people: number
  lines: number
  say?: (line: string) => void
}
export type Outcome = { figures: [string, string][]; problems: string[] }

/** Full work, faults, quiet; then everything that was answered is held against what is there. */
export async function chaos(options: Options): Promise<Outcome> {
  const dice = diceOf(options.seed)
  const place = await makePlace()
  const book = newBook()
  let server = await startServer(place)
  const lines = Array.from({ length: options.lines }, (_, at) =>
    openLine(place, place.officers[at % place.officers.length]?.cookie ?? ''),
  )
  try {
    await sleep(500) // every line has begun
    const load = startLoad(place, book, dice, options.people)
    const faults: Fault[] = []
    for (const what of planFaults(dice, options.serverKills, options.databaseKills)) {
      const struck = await strike(place, server, what, book, dice)
      server = struck.server
      faults.push(struck.fault)
      options.say?.(`${faults.length}: ${what} killed, back after ${struck.fault.backAfter.toFixed(1)} s`)
    }
    await sleep(1000)
    await load.stop()
    const outcome = await examine(place, book, lines)
    const code = await stopped(server)
    if (code !== 0) outcome.problems.push(`the server ended with ${code} when it was told to stop`)
    return { problems: outcome.problems, figures: [...figuresOf(faults, book), ...outcome.figures] }
  } finally {
    for (const line of lines) line.stop()
    await stopped(server)
    throwAway(place)
  }
}

const stopped = (server: Server): Promise<number | null> | number =>
  server.child.exitCode === null && server.child.signalCode === null ? server.stop() : (server.child.exitCode ?? 0)

async function examine(place: Place, book: Book, lines: ReturnType<typeof openLine>[]): Promise<Outcome> {
  const unanswered = book.asked.filter(({ acknowledged }) => acknowledged === null).length
  return lookInto(place, async (database) => {
    const before = await verifyWrites(database, book, false)
    const failed = await repeatUnanswered(place, book)
    const quiet = await untilQuiet(database, 90)
    await sleep(2500) // a live line asks every two seconds at the latest
    const folder = await verifyFolder(place, database)
    const problems = [
      ...before,
      ...failed.map(({ verb, id }) => `could not be repeated: ${verb} ${id}`),
      ...(await verifyWrites(database, book, true)),
      ...verifyFiles(place, book),
      ...(quiet === undefined ? ['work was still waiting after 90 seconds'] : []),
      ...(await verifyEffects(database)),
      ...(await verifyChain(database)),
      ...(await verifyFree(database)),
      ...folder.problems,
      ...(await verifyLines(database, lines)),
      ...book.unlike.map((what) => `answered differently when repeated: ${what}`),
      ...[...new Set(book.wrong)].slice(0, 10).map((what) => `wrong answer: ${what}`),
    ]
    const { rows } = await database.owner.query<{ events: number; effects: number; audit: number }>(
      'select (select count(*) from kernel.outbox) as events, (select count(*) from kernel.effect) as effects, (select count(*) from kernel.audit) as audit',
    )
    const connections = lines.map((line) => line.connections)
    return {
      problems,
      figures: [
        ['not answered, then repeated with their key', String(unanswered)],
        ['files without a row, cleared by housekeeping', String(folder.cleared)],
        ['events / effects / audit rows', `${rows[0]?.events} / ${rows[0]?.effects} / ${rows[0]?.audit}`],
        ['jobs quiet after', `${(quiet ?? 0).toFixed(1)} s`],
        ['live lines', `${lines.length}, each connected ${Math.min(...connections)}–${Math.max(...connections)} times`],
        [
          'events each line heard',
          `${Math.min(...lines.map(({ heard }) => heard.length))}, resets ${lines.reduce((sum, { resets }) => sum + resets, 0)}`,
        ],
      ],
    }
  })
}

function figuresOf(faults: readonly Fault[], book: Book): [string, string][] {
  const back = (kinds: readonly string[]) => {
    const times = faults.filter(({ what }) => kinds.includes(what)).map(({ backAfter }) => backAfter)
    times.sort((a, b) => a - b)
    const at = (place: number) => (times[Math.floor(place)] ?? 0).toFixed(1)
    return times.length === 0
      ? 'none'
      : `${times.length} ×, back after ${at(times.length / 2)} s, at most ${at(times.length - 1)} s`
  }
  const yes = book.asked.filter(({ acknowledged }) => acknowledged !== null)
  const files = yes.filter(({ verb }) => verb === 'attach').length
  const answers = [...book.answers].map(([status, n]) => `${status}: ${n}`).join(', ')
  return [
    ['server killed with -9', back(['server'])],
    ['database killed with -9 (postmaster)', back(['postmaster'])],
    ['database killed with -9 (backend)', back(['backend'])],
    ['writes acknowledged', `${yes.length}, of them ${files} files`],
    ['answers', answers],
  ]
}

import { world } from '../packages/testkit/world.ts'
import { openPlaces, type Place, type Server, signedIn, startServer } from './place.ts'
import { median, percentile, type Row, spread } from './row.ts'
import { type Line, openLine } from './wire.ts'

const few = 10_000
const rounds = 5
const asked = 100

export type Page = { name: string; path: string }
type Figures = { p50: number[]; p95: number[]; rows: number }
type Asker = { line: Line; cookie: string; figures: Figures[] }

/**
 * First pages as the chief of a station opens them, with ten thousand records and with many: two databases of one
 * PostgreSQL, a server for each, asked in turn, so that whatever else the machine does falls on both.
 * @param fill lays records number `from` to `to`
 */
export async function firstPages(
  pages: readonly Page[],
  fill: (place: Place, from: number, to: number) => Promise<void>,
  many: number,
): Promise<Row[]> {
  const { places, close } = await openPlaces(2)
  try {
    const [small, large] = places as [Place, Place]
    const cookies: string[] = []
    for (const [place, matters] of [
      [small, few],
      [large, many],
    ] as const) {
      cookies.push((await signedIn(place, 'chief', world.township)).cookie)
      await fill(place, 1, matters)
    }
    await small.database.owner.query('checkpoint') // what the filling wrote is not written while somebody waits
    const [before, after] = await measure(pages, places, cookies)
    return pages.flatMap((page, at) =>
      rowsOf(page, many, before?.figures[at] as Figures, after?.figures[at] as Figures),
    )
  } finally {
    await close()
  }
}

function rowsOf({ name }: Page, many: number, small: Figures, large: Figures): Row[] {
  const growths = small.p50.map((each, at) => (large.p50[at] as number) / each)
  const sizes = `${small.rows} → ${large.rows} rows`
  return [
    {
      what: `${name}: growth from ${few / 1000} thousand to ${many / 1e6} million`,
      figure: median(growths),
      unit: '×',
      target: { most: 1.5 },
      beside: `median ${median(small.p50).toFixed(1)} ms → ${median(large.p50).toFixed(1)} ms, ${sizes}, ${spread(growths)}`,
    },
    {
      what: `${name}: p95 at ${many / 1e6} million`,
      figure: median(large.p95),
      unit: 'ms',
      target: { most: 30 },
      beside: `at ${few / 1000} thousand ${median(small.p95).toFixed(1)} ms; ${spread(large.p95, 1)}`,
    },
  ]
}

async function measure(pages: readonly Page[], places: readonly Place[], cookies: readonly string[]): Promise<Asker[]> {
  const servers: Server[] = []
  const askers: Asker[] = []
  try {
    for (const [at, place] of places.entries()) {
      const server = await startServer(place)
      servers.push(server)
      const figures = pages.map(() => ({ p50: [], p95: [], rows: 0 }))
      askers.push({ line: await openLine(server.port), cookie: cookies[at] as string, figures })
    }
    for (const { path } of pages) await inTurn(askers, path)
    for (let round = 0; round < rounds; round++)
      for (const [at, { path }] of pages.entries())
        for (const [who, { times, rows }] of (await inTurn(askers, path)).entries()) {
          const figures = askers[who]?.figures[at] as Figures
          figures.p50.push(median(times))
          figures.p95.push(percentile(times, 0.95))
          figures.rows = rows
        }
    return askers
  } finally {
    for (const { line } of askers) line.close()
    for (const server of servers) await server.stop()
  }
}

/** Each asks once before anybody asks again. */
async function inTurn(askers: readonly Asker[], path: string): Promise<{ times: number[]; rows: number }[]> {
  const answers = askers.map(() => ({ times: [] as number[], rows: 0 }))
  for (let n = 0; n < asked; n++)
    for (const [at, { line, cookie }] of askers.entries()) {
      const { status, body, milliseconds } = await line.ask('GET', path, { cookie })
      const answer = answers[at] as (typeof answers)[number]
      if (status !== 200) throw new Error(`${path}: ${status} ${body.slice(0, 200)}`)
      answer.times.push(milliseconds)
      if (n === 0) {
        const { items, points } = JSON.parse(body) as { items?: unknown[]; points?: unknown[] }
        answer.rows = (items ?? points ?? []).length
      }
    }
  return answers
}

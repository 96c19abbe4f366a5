import { world } from '../packages/testkit/world.ts'
import { fill } from './pages-fill.ts'
import { openPlace, type Place, type Server, signedIn, startServer } from './place.ts'
import { median, percentile, type Row, spread } from './row.ts'
import { type Line, openLine } from './wire.ts'

const few = 10_000
const many = Number(process.env.BENCH_MATTERS ?? 1_000_000)
const rounds = 5
const asked = 100

const q = (words: string) => `/api/matters?view=all&sort=newest&q=${encodeURIComponent(words)}`
const pages: readonly [string, string][] = [
  ["a station's queue", '/api/matters?view=open'],
  ['a search, a common word', q('漏水')],
  ['a search, a place and a word', q('三号楼 路灯')],
  ['the map of a station', '/api/matters/map'],
]
type Figures = { p50: number[]; p95: number[] }

/** First pages as the chief of a station opens them, with ten thousand matters and with a million. */
export async function run(): Promise<Row[]> {
  const place = await openPlace()
  try {
    const { cookie } = await signedIn(place, 'chief', world.township)
    await fill(place, 1, few)
    const small = await measure(place, cookie)
    await fill(place, few + 1, many)
    const large = await measure(place, cookie)
    return pages.flatMap(([name], at) => rowsOf(name, small[at] as Figures, large[at] as Figures))
  } finally {
    await place.close()
  }
}

function rowsOf(name: string, small: Figures, large: Figures): Row[] {
  const growth = median(large.p50) / median(small.p50)
  const beside = `median ${median(small.p50).toFixed(1)} ms → ${median(large.p50).toFixed(1)} ms`
  return [
    {
      what: `${name}: growth from ${few / 1000} thousand to ${many / 1e6} million`,
      figure: growth,
      unit: '×',
      target: { most: 1.5 },
      beside,
    },
    {
      what: `${name}: p95 at ${many / 1e6} million`,
      figure: median(large.p95),
      unit: 'ms',
      target: { most: 30 },
      beside: spread(large.p95, 1),
    },
  ]
}

async function measure(place: Place, cookie: string): Promise<Figures[]> {
  const server: Server = await startServer(place)
  const line = await openLine(server.port)
  try {
    for (const [, path] of pages) for (let at = 0; at < asked; at++) await ask(line, path, cookie)
    const figures: Figures[] = pages.map(() => ({ p50: [], p95: [] }))
    for (let round = 0; round < rounds; round++)
      for (const [at, [, path]] of pages.entries()) {
        const times: number[] = []
        for (let n = 0; n < asked; n++) times.push(await ask(line, path, cookie))
        figures[at]?.p50.push(median(times))
        figures[at]?.p95.push(percentile(times, 0.95))
      }
    return figures
  } finally {
    line.close()
    await server.stop()
  }
}

async function ask(line: Line, path: string, cookie: string): Promise<number> {
  const { status, body, milliseconds } = await line.ask('GET', path, { cookie })
  if (status !== 200 || /"(items|points)":\[\]/.test(body)) throw new Error(`${path}: ${status} ${body.slice(0, 200)}`)
  return milliseconds
}

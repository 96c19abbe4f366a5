import { fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { newId } from '@doorstep/contract'
import { world } from '../packages/testkit/world.ts'
import type { FloorResult, FloorWork } from './intake-floor.ts'
import { openPlace, type Place, type Server, signedIn, startServer } from './place.ts'
import { median, percentile, type Row, spread } from './row.ts'
import { type Line, openLine } from './wire.ts'

const atOnce = 32
const each = Number(process.env.BENCH_INTAKE ?? 3000)
const rounds = Number(process.env.BENCH_ROUNDS ?? 5)

/** Matters taken in through the product, and the same rows by a bare driver loop, one after the other, five times. */
export async function run(): Promise<Row[]> {
  const place = await openPlace()
  try {
    await signedIn(place, 'officer', world.community)
    const server = await startServer(place)
    try {
      return await measure(place, server)
    } finally {
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

async function measure(place: Place, server: Server): Promise<Row[]> {
  const lines = await Promise.all(Array.from({ length: atOnce }, () => openLine(server.port)))
  await takeIn(lines, 1000) // statements prepared, code compiled
  await quiet(place)
  const ours: Round[] = []
  const floors: Round[] = []
  const pipelined: Round[] = []
  for (let round = 0; round < rounds; round++) {
    floors.push(await floor(place, false))
    ours.push(await takeIn(lines, each))
    await quiet(place)
    pipelined.push(await floor(place, true))
  }
  for (const line of lines) line.close()
  const ratios = ours.map(({ perSecond }, at) => perSecond / (floors[at] as Round).perSecond)
  const rates = (list: Round[]) => list.map(({ perSecond }) => perSecond)
  const peers = ours.map(({ perSecond }, at) => perSecond / (pipelined[at] as Round).perSecond)
  return [
    {
      what: 'matters taken in, 32 at once',
      figure: median(rates(ours)),
      unit: '/s',
      beside: `a bare driver loop ${median(rates(floors)).toFixed(0)}/s, ${spread(rates(ours), 0)}`,
    },
    {
      what: 'of what a bare driver loop does',
      figure: median(ratios),
      unit: '×',
      target: { least: 0.6 },
      beside: spread(ratios),
    },
    {
      what: 'of what a pipelined driver loop does',
      figure: median(peers),
      unit: '×',
      beside: `${median(rates(pipelined)).toFixed(0)}/s, ${spread(peers)}`,
    },
    {
      what: 'matters taken in, p99',
      figure: median(ours.map(({ p99 }) => p99)),
      unit: 'ms',
      target: { most: 250 },
      beside: `bare ${median(floors.map(({ p99 }) => p99)).toFixed(0)} ms`,
    },
  ]
}

type Round = { perSecond: number; p99: number }

async function takeIn(lines: readonly Line[], n: number): Promise<Round> {
  let left = n
  const times: number[] = []
  const started = performance.now()
  await Promise.all(
    lines.map(async (line) => {
      while (left-- > 0) {
        const answer = await line.ask('POST', '/api/matters', { 'idempotency-key': randomUUID() }, report())
        if (answer.status !== 200) throw new Error(`a matter was not taken in: ${answer.status} ${answer.body}`)
        times.push(answer.milliseconds)
      }
    }),
  )
  return { perSecond: (n * 1000) / (performance.now() - started), p99: percentile(times, 0.99) }
}

const report = (): string =>
  JSON.stringify({
    id: newId(Number(world.county)),
    kind: 'help',
    description: '三号楼二单元门口的路灯坏了，晚上看不见台阶，老人出门容易摔倒。',
    place: '三号楼二单元',
    point: world.point,
    name: '王小明',
    phone: '13800138000',
  })

/** Until the server has told whom it had to tell: the floor shall not pay for it. */
async function quiet({ database }: Place): Promise<void> {
  for (let silent = 0; silent < 3; ) {
    const { rows } = await database.owner.query<{ n: number }>(
      `select (select count(*) from kernel.outbox where seq is null or seq > (select jobs_seq from kernel.relay)) + (select count(*) from pgboss.job where state < 'completed' and name = 'doorstep-events') as n`,
    )
    silent = rows[0]?.n === 0 ? silent + 1 : 0
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

async function floor({ url }: Place, pipeline: boolean): Promise<Round> {
  const child = fork(join(import.meta.dirname, 'intake-floor.ts'))
  const work: FloorWork = { url, n: each, atOnce, pipeline }
  const result = await new Promise<FloorResult>((resolve, reject) => {
    child.once('message', (message) => resolve(message as FloorResult))
    child.once('exit', (code) => reject(new Error(`the bare loop ended with ${code}`)))
    child.send(work)
  })
  child.removeAllListeners('exit')
  return { perSecond: result.perSecond, p99: percentile(result.times, 0.99) }
}

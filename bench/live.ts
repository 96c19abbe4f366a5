import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newId } from '@doorstep/contract'
import { world } from '../packages/testkit/world.ts'
import type { Told } from './live-clients.ts'
import { openPlace, type Server, signedIn, startServer } from './place.ts'
import { median, percentile, type Row, spread } from './row.ts'
import { openLine } from './wire.ts'

const clients = 2000
const rounds = 5
const events = 10

/** Two thousand officers' screens hold a live line; matters come in one after the other and every screen hears of each. */
export async function run(): Promise<Row[]> {
  const place = await openPlace()
  try {
    const { cookie } = await signedIn(place, 'officer', world.community)
    const server = await startServer(place)
    const crowd = fork(join(import.meta.dirname, 'live-clients.ts'))
    try {
      return await measure(server, crowd, cookie)
    } finally {
      crowd.kill()
      await server.stop()
    }
  } finally {
    await place.close()
  }
}

async function measure(server: Server, crowd: ChildProcess, cookie: string): Promise<Row[]> {
  await follow(crowd, { port: server.port, n: 100, cookie }) // code compiled, memory grown to its usual size
  await sendOne(server, crowd, 100)
  await pause(2000)
  const before = residentKb(server.pid)
  await follow(crowd, { port: server.port, n: clients, cookie })
  await pause(2000)
  const perClient = (residentKb(server.pid) - before) / clients
  const p99s: number[] = []
  for (let round = 0; round < rounds; round++) {
    const times: number[] = []
    for (let at = 0; at < events; at++) times.push(...(await sendOne(server, crowd, clients + 100)))
    p99s.push(percentile(times, 0.99))
  }
  return [
    {
      what: `event to ${clients} live clients, p99`,
      figure: median(p99s),
      unit: 'ms',
      target: { most: 500 },
      beside: `from the answer to the write; ${spread(p99s, 0)}`,
    },
    {
      what: 'memory of the server per live client',
      figure: perClient,
      unit: 'KB',
      target: { most: 30 },
      beside: 'resident memory, one measurement',
    },
  ]
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))
const residentKb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1])

function follow(crowd: ChildProcess, wanted: { port: number; n: number; cookie: string }): Promise<void> {
  const open = new Promise<void>((resolve, reject) => {
    crowd.once('message', () => resolve())
    crowd.once('exit', (code) => reject(new Error(`the clients ended with ${code}`)))
  })
  crowd.send(wanted)
  return open
}

/** One matter comes in. @returns how long after the answer each client heard of it, in ms */
async function sendOne(server: Server, crowd: ChildProcess, listening: number): Promise<number[]> {
  const line = await openLine(server.port)
  const id = newId(Number(world.county))
  const heard = new Promise<Told>((resolve) => crowd.once('message', (message) => resolve(message as Told)))
  crowd.send({ expect: id, listening })
  await pause(50)
  const body = { id, kind: 'help', description: '三号楼的路灯坏了，晚上看不见。', point: world.point }
  const answer = await line.ask('POST', '/api/matters', { 'idempotency-key': randomUUID() }, JSON.stringify(body))
  const answered = Date.now()
  if (answer.status !== 200) throw new Error(`a matter was not taken in: ${answer.status} ${answer.body}`)
  line.close()
  const { at } = await heard
  return at.map((moment) => Math.max(0, moment - answered))
}

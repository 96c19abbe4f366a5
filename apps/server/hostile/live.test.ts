import { type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@doorstep/contract'
import { runOnce, systemActor, systemGrant } from '@doorstep/kernel/run.ts'
import { type Who, world } from '@doorstep/testkit'
import { type Hostile, hostileServer, stillWell } from '@doorstep/testkit/hostile.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'

// Line 10: live lines without measure, readers who do not read, ears in another county.

let h: Hostile
beforeAll(async () => {
  h = await hostileServer({ live: true, rateFactor: 1 })
})
afterAll(async () => {
  await stillWell(h)
  await h.close()
})

const open: IncomingMessage[] = []
function follow(who: Who, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const asked = request(
      { port: h.port, host: '127.0.0.1', path: '/api/live', agent: false, headers: { ...who.headers, ...headers } },
      (answer) => {
        answer.on('error', () => {})
        open.push(answer)
        resolve(answer)
      },
    )
    asked.on('error', reject).end()
  })
}
async function publish(county: string, area: string, type: string, times = 1): Promise<void> {
  await runOnce(
    h.t.parts,
    { actor: systemActor(Number(county)), grant: systemGrant(Number(county)), county: Number(county) },
    async (ctx) => {
      for (let n = 0; n < times; n++) ctx.publish({ type, subject: newId(county), area })
    },
  )
  await h.t.jobs.drain()
}
const heard = (line: IncomingMessage): (() => string) => {
  let text = ''
  line.setEncoding('utf8').on('data', (piece) => {
    text += piece
  })
  return () => text
}

test('a person has so many lines and no more; others still have theirs', async () => {
  const officer = await h.t.as('officer')
  const lines = await Promise.all(Array.from({ length: 24 }, () => follow(officer)))
  expect(lines.map(({ statusCode }) => statusCode)).toEqual(Array(24).fill(200))
  const late = await follow(officer)
  expect([late.statusCode, late.headers['retry-after']]).toEqual([429, '60'])
  expect((await follow(await h.t.another('officer'))).statusCode).toBe(200)
  for (const line of lines) line.destroy()
  await expect.poll(async () => (await follow(officer)).statusCode, { timeout: 5000 }).toBe(200)
  expect((await follow(h.t.visitor)).statusCode).toBe(401)
})

test('nothing of another county or another area is told, not even on resuming from the very first', async () => {
  const here = await h.t.another('officer')
  const before = heard(await follow(here))
  await publish(world.foreignCounty, world.foreignCommunity, 'probe.foreign')
  await publish(world.county, world.otherTownshipCommunity, 'probe.neighbour')
  await publish(world.county, world.grid, 'probe.mine')
  await expect.poll(before, { timeout: 5000 }).toContain('probe.mine')
  expect(before()).not.toMatch(/probe\.(foreign|neighbour)/)
  for (const last of ['0', '-1', '1e999', 'NaN', '0; select 1', '99999999999999999999']) {
    const again = heard(await follow(here, { 'last-event-id': last }))
    await sleep(150)
    expect(again()).not.toMatch(/probe\.(foreign|neighbour)/)
    if (last === '0') expect(again()).toContain('probe.mine')
  }
})

test('a reader who does not read is let go, and resumes where they were', async () => {
  const officer = await h.t.another('officer')
  const line = await follow(officer)
  line.pause()
  line.socket.pause()
  const counted = async () =>
    Number(/doorstep_live_clients (\d+)/.exec(await (await fetch(`${h.base}/metrics`)).text())?.[1])
  const before = [await counted(), process.memoryUsage().rss] as const
  for (let round = 0; round < 30 && (await counted()) >= before[0]; round++)
    await publish(world.county, world.grid, `probe.${'x'.repeat(2000)}`, 900)
  expect(await counted()).toBeLessThan(before[0])
  expect(process.memoryUsage().rss - before[1]).toBeLessThan(400_000_000)
})

test('whoever signed out hears nothing more after the next beat', { timeout: 40_000 }, async () => {
  const officer = await h.t.another('officer')
  const line = await follow(officer)
  let ended = false
  line.on('close', () => {
    ended = true
  })
  line.resume()
  expect((await h.t.post(officer, '/api/people/sign-out', {})).statusCode).toBe(200)
  await expect.poll(() => ended, { timeout: 30_000 }).toBe(true)
})

import type { AddressInfo } from 'node:net'
import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { NewEvent } from './ctx.ts'
import { runOnce, systemActor, systemGrant } from './run.ts'

const county = Number(world.county)
let t: TestApp
let base: string
beforeAll(async () => {
  t = await testApp({ live: true })
  await t.app.listen({ port: 0, host: '127.0.0.1' })
  base = `http://127.0.0.1:${(t.app.server.address() as AddressInfo).port}`
})
afterAll(() => t.close())

const publish = async (event: NewEvent) => {
  await runOnce(t.parts, { actor: systemActor(county), grant: systemGrant(county), county }, async (ctx) =>
    ctx.publish(event),
  )
  await t.jobs.drain()
}
type Told = { id: number; type: string; subject: string }

/** Follows the live line until `count` events have come or `milliseconds` have passed. */
async function follow(
  who: Who,
  count: number,
  milliseconds: number,
  meanwhile: () => Promise<unknown>,
  lastId?: number,
): Promise<Told[]> {
  const abort = new AbortController()
  const response = await fetch(`${base}/api/live`, {
    headers: { ...who.headers, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) },
    signal: abort.signal,
  })
  expect(response.headers.get('content-type')).toContain('text/event-stream')
  const told: Told[] = []
  const timer = setTimeout(() => abort.abort(), milliseconds)
  const reading = (async () => {
    let text = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk)
      const frames = text.split('\n\n')
      text = frames.pop() ?? ''
      for (const frame of frames) {
        const data = frame.match(/^data: (.*)$/m)?.[1]
        if (data && !frame.includes('event: here'))
          told.push({ id: Number(frame.match(/^id: (\d+)$/m)?.[1]), ...(JSON.parse(data) as Omit<Told, 'id'>) })
      }
      if (told.length >= count) abort.abort()
    }
  })().catch(() => {})
  await meanwhile()
  await reading
  clearTimeout(timer)
  return told
}

it('tells staff what happens in their area, with pointers only, and nothing of other areas', async () => {
  const officer = await t.as('officer')
  const subject = newId(county)
  const told = await follow(officer, 1, 5000, async () => {
    await publish({
      type: 'test.elsewhere',
      subject: newId(county),
      area: world.neighbourCommunity,
      payload: { secret: 1 },
    })
    await publish({ type: 'test.here', subject, area: world.grid, payload: { secret: 'kept' } })
  })
  expect(told).toMatchObject([{ type: 'test.here', subject }])
  expect(JSON.stringify(told)).not.toContain('secret')
})

it('tells an account what concerns it, wherever it is', async () => {
  const resident = await t.as('resident')
  const told = await follow(resident, 1, 5000, async () => {
    await publish({ type: 'test.area', subject: newId(county), area: world.grid })
    await publish({ type: 'test.mine', subject: newId(county), accounts: [resident.account] })
  })
  expect(told.map(({ type }) => type)).toEqual(['test.mine'])
})

it('goes on after a broken line where the client was', async () => {
  const officer = await t.as('officer')
  const [first] = await follow(officer, 1, 5000, () =>
    publish({ type: 'test.one', subject: newId(county), area: world.grid }),
  )
  await publish({ type: 'test.two', subject: newId(county), area: world.grid })
  await publish({ type: 'test.three', subject: newId(county), area: world.grid })
  const told = await follow(officer, 2, 5000, async () => {}, first?.id)
  expect(told.map(({ type }) => type)).toEqual(['test.two', 'test.three'])
})

it('refuses visitors who hold no receipt', async () => {
  const response = await fetch(`${base}/api/live`)
  expect(response.status).toBe(401)
  expect(await response.json()).toMatchObject({ code: 'access.signIn' })
})

it('says where the line begins, and tells a client that is ahead of the database to read anew', async () => {
  const who = await t.as('officer')
  const firstFrames = async (lastId?: number) => {
    const abort = new AbortController()
    const headers = { ...who.headers, ...(lastId === undefined ? {} : { 'last-event-id': String(lastId) }) }
    const response = await fetch(`${base}/api/live`, { headers, signal: abort.signal })
    let text = ''
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk)
      if (text.includes('data:')) break
    }
    abort.abort()
    return text
  }
  const [{ seq = 0 } = {}] = await t.sql<{ seq: number }>('select max(seq) as seq from kernel.outbox')
  expect(await firstFrames()).toContain(`id: ${seq}\nevent: here\n`)
  expect(await firstFrames(seq + 1000)).toContain(`id: ${seq}\nevent: reset\n`)
})

import { runOnce, startJobs, systemActor, systemGrant } from '@doorstep/kernel'
import { world } from '@doorstep/testkit'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { claim, settle } from './claim.ts'
import { county, type Stage, stage } from './test-reach.ts'

/** Workers that die, and workers that work side by side. */

let s: Stage
let officer: Awaited<ReturnType<Stage['t']['as']>>
beforeEach(async () => {
  s = await stage()
  officer = await s.t.another('officer')
  await s.subscribe(officer)
  await s.addRobots(['wecom'], await s.t.as('chief', world.township))
})
afterEach(() => s.close())

const asSystem = <T>(work: Parameters<typeof runOnce<T>>[2]) =>
  runOnce(s.t.parts, { actor: systemActor(county), grant: systemGrant(county), county }, work)

it('takes up what a killed worker had claimed; its late word changes nothing', async () => {
  s.services.push.moods.push('down')
  s.services.wecom.moods.push('down')
  await s.tell([officer.account])
  await s.card()
  s.t.clock.advance(200_000)
  // Killed right after claiming: it may have sent or not.
  const { value: tasks } = await asSystem(claim)
  expect(tasks.map(({ target }) => target.channel).sort()).toEqual(['push', 'wecom'])
  await s.pass(60)
  expect([s.services.push.got.length, s.services.wecom.got.length]).toEqual([0, 0])
  await s.pass(120)
  await s.pass(200)
  expect((await s.rows()).map(({ channel, state, trouble }) => [channel, state, trouble])).toEqual([
    ['push', 'sent', null],
    ['wecom', 'doubtful', 'workerLost'],
  ])
  expect([s.services.push.got.length, s.services.wecom.got.length]).toEqual([1, 0])
  for (const task of tasks) await asSystem((ctx) => settle(ctx, task, { kind: 'failed', code: 'noLine' }))
  expect((await s.rows()).map(({ state }) => state)).toEqual(['sent', 'doubtful'])
})

it('two processes share one bucket, send everything once, and keep the order of a group', async () => {
  const second = await startJobs(s.t.parts, { schedules: false, polling: false })
  try {
    for (let n = 0; n < 24; n++) await s.card(false)
    await s.t.jobs.drain()
    const times = s.services.wecom.seen.map(() => s.t.clock.now())
    expect(times.length).toBeLessThanOrEqual(5)
    for (let n = 0; n < 60 && s.services.wecom.got.length < 24; n++) {
      s.t.clock.advance(4000)
      await Promise.all([s.t.jobs.drain(), second.drain()])
      while (times.length < s.services.wecom.seen.length) times.push(s.t.clock.now())
    }
    const most = Math.max(...times.map((start) => times.filter((at) => at >= start && at < start + 60_000).length))
    expect(most).toBeLessThanOrEqual(20)
    const said = s.services.wecom.got.map(({ id }) => id)
    expect([said.length, new Set(said).size]).toEqual([24, 24])
    const wanted = await s.t.sql<{ code: string }>(
      `select data->>'code' as code from reach.delivery where channel = 'wecom' order by made_at, id`,
    )
    expect(said.map((text) => /20260101-[0-9A-F]{12}/.exec(text)?.[0]).sort()).toEqual(
      wanted.map(({ code }) => code).sort(),
    )
    expect((await s.rows()).every(({ state, attempts }) => state === 'sent' && attempts === 1)).toBe(true)
  } finally {
    await second.stop()
  }
})

it('what failed once comes after what came meanwhile, and each once', async () => {
  s.services.wecom.moods.push('down')
  const matters = [await s.card(), await s.card(), await s.card()]
  await s.pass(40)
  const said = s.services.wecom.got.map(({ text }) => matters.findIndex(({ code }) => text.includes(code)))
  expect(said).toEqual([1, 2, 0])
})

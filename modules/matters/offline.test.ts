import { newId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Kit, kit } from './test-matters.ts'

// What was done without a signal counts from when it was done: the device says when, the server corrects its clock.

let k: Kit
let officer: Who
let resident: Who
const noon = Date.parse('2026-03-10T12:00:00+08:00') // a Tuesday
const minute = 60_000
const day = 86_400_000
const iso = (at: number): string => new Date(at).toISOString()
beforeAll(async () => {
  k = await kit()
  k.t.clock.set('2026-03-01T09:00:00+08:00')
})
beforeEach(async () => {
  k.t.clock.set(iso(noon))
  officer = await k.t.another('officer')
  resident = await k.t.another('resident')
})
afterAll(() => k.t.close())

/** As the device's outbox sends it: done so long ago, by a clock that is `off`. */
const later = (who: Who, minutesAgo: number, off = 0): Who => ({
  ...who,
  headers: {
    ...who.headers,
    'doorstep-account': who.account,
    'doorstep-done-at': iso(k.t.clock.now() + off - minutesAgo * minute),
    'doorstep-device-now': iso(k.t.clock.now() + off),
  },
})
const near = (instant: unknown, at: number) => expect(Math.abs(Date.parse(String(instant)) - at)).toBeLessThan(5000)
const last = async (id: string) => (await k.steps(officer, id)).at(-1) as Record<string, unknown>

describe('done without a signal', () => {
  test('the log keeps both times; accepted in time is in time, though it arrives late', async () => {
    const { id } = await k.report(resident)
    const { acceptDue } = await k.get(officer, id)
    k.t.clock.set(iso(Date.parse(String(acceptDue)) + 60 * minute))
    expect((await k.verb(later(officer, 90), id, 'accept')).statusCode).toBe(200)
    const step = await last(id)
    near(step.at, k.t.clock.now())
    near(step.doneAt, k.t.clock.now() - 90 * minute)
    expect(step.data).not.toHaveProperty('clockOff')
    const matter = await k.get(officer, id)
    expect(String(matter.acceptedAt) <= String(acceptDue)).toBe(true)
    const told = (await k.steps(resident, id)).at(-1) as Record<string, unknown>
    expect(told.doneAt, 'the person sees when it was done').toBe(step.doneAt)
  })

  test.each([2, -2])('a clock %i days off is corrected, and marked for staff', async (days) => {
    const { id } = await k.report(resident)
    k.t.clock.advance(120 * minute)
    await k.verb(later(officer, 90, days * day), id, 'accept')
    const step = await last(id)
    near(step.doneAt, k.t.clock.now() - 90 * minute)
    expect(step.data).toMatchObject({ clockOff: days * 86_400 })
    near((await k.get(officer, id)).acceptedAt, k.t.clock.now() - 90 * minute)
    expect(JSON.stringify(await k.steps(resident, id))).not.toContain('clockOff')
  })

  test('never before the matter existed, never after it arrived', async () => {
    const { id } = await k.report(resident)
    const { reportedAt } = await k.get(officer, id)
    k.t.clock.advance(30 * minute)
    await k.verb(later(officer, 600), id, 'accept')
    expect((await last(id)).doneAt).toBe(reportedAt)
    expect((await k.get(officer, id)).acceptedAt).toBe(reportedAt)
    await k.verb(later(officer, -600), id, 'start')
    expect((await last(id)).doneAt, 'what lies ahead counts as now').toBeNull()
  })

  test('the clock of a matter does not run backwards: a pause began when it was done, and ends when that was done', async () => {
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    const { dueAt } = await k.get(officer, id)
    k.t.clock.set(iso(noon + 2 * day))
    await k.verb(later(officer, 24 * 60), id, 'wait-person', { text: '等您回来' })
    await k.verb(later(officer, 2 * 24 * 60), id, 'resume')
    expect((await k.get(officer, id)).dueAt, 'resumed in the same instant: nothing was given').toBe(dueAt)
  })

  test('a note of this morning is told as of this morning, whatever happened since; the order is that of arrival', async () => {
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    k.t.clock.advance(180 * minute)
    await k.verb(officer, id, 'start')
    await k.verb(later(officer, 120), id, 'note', { text: '上午先打了电话。' })
    const steps = await k.steps(officer, id)
    expect(steps.map(({ verb }) => verb)).toEqual(['report', 'accept', 'start', 'note'])
    near(steps.at(-1)?.doneAt, k.t.clock.now() - 120 * minute)
  })

  test('taken down on the spot: its deadline runs from there', async () => {
    const id = newId(world.county)
    const body = {
      id,
      kind: 'dispute',
      description: '楼道堆物。',
      area: world.community,
      channel: 'onTheSpot',
      acceptNow: true,
    }
    expect((await k.t.post(later(officer, 300), '/api/matters/register', body)).statusCode).toBe(200)
    const matter = await k.get(officer, id)
    near(matter.reportedAt, noon - 300 * minute)
    near(matter.acceptedAt, noon - 300 * minute)
    const [registered] = await k.steps(officer, id)
    near(registered?.at, noon)
    near(registered?.doneAt, noon - 300 * minute)
  })

  test('what residents say about their own acts is not asked', async () => {
    const { id } = await k.report(resident)
    await k.verb(later(resident, 600), id, 'tell', { text: '还在漏。' })
    expect((await last(id)).doneAt).toBeNull()
  })
})

describe('what waited on a device belongs to who wrote it', () => {
  test('after the session has ended it is not taken for a visitor’s', async () => {
    const { id } = await k.report(resident)
    const ended = { ...later(officer, 5), headers: { 'doorstep-account': officer.account } }
    const reply = await k.verb(ended, id, 'tell', { text: '不该进来' })
    expect(reply.statusCode).toBe(401)
    expect(reply.json().code).toBe('access.signIn')
  })
  test('nor for another account’s', async () => {
    const { id } = await k.report(resident)
    const other = await k.t.another('officer')
    const reply = await k.verb({ ...other, headers: { ...later(officer, 5).headers, ...other.headers } }, id, 'accept')
    expect(reply.statusCode).toBe(401)
    expect(reply.json().code).toBe('access.otherAccount')
    expect((await k.get(officer, id)).state).toBe('submitted')
  })
})

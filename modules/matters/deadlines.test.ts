import { splitId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Kit, kit, lay } from './test-matters.ts'

let k: Kit
let officer: Who
let chief: Who
let deputy: Who
let resident: Who
const reason = '情况需要'
/** China's own time, and the end of a day there. */
const at = (local: string): string => new Date(`${local}+08:00`).toISOString()
const endOf = (day: string): string => at(`${day}T23:59:59.999`)
beforeAll(async () => {
  k = await kit()
  // Signed in long before, and for good: the clock below jumps.
  k.t.clock.set(at('2026-02-01T09:00'))
})
beforeEach(async () => {
  k.t.clock.set(at('2026-02-10T09:00')) // the Tuesday before Spring Festival, 15 to 23 February
  officer = await k.t.another('officer')
  deputy = await k.t.another('deputyChief', world.township)
  chief = await k.t.another('chief', world.township)
  resident = await k.t.another('resident')
})
afterAll(() => k.t.close())
const runClock = async () => {
  await k.t.jobs.runSchedule('matters.watch')
  await k.t.jobs.drain()
}
const due = async (id: string) => (await k.get(officer, id)).dueAt

describe('limits count in working days', () => {
  test('accepted within one working day; a consultation answered within five, over Spring Festival', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    expect(await due(id)).toBe(endOf('2026-02-11'))
    k.t.clock.set(at('2026-02-11T10:00'))
    await k.verb(officer, id, 'accept')
    // 12, 13, 14 (a make-up Saturday), then 24 and 25 February
    expect(await due(id)).toBe(endOf('2026-02-25'))
  })
  test('an urgent one has the shorter limit', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'correct', { urgency: 'urgent', reason })
    expect((await due(id))?.slice(0, 16)).toBe(at('2026-02-11T09:00').slice(0, 16))
  })
  test('the county’s own limit counts, once it is set', async () => {
    await k.t.sql(
      `insert into calendar.limit_override (county, code, unit, amount, reason) values ($1, 'matter.advice', 'workingDays', 2, 'quicker here')`,
      [Number(world.county)],
    )
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(officer, id, 'accept')
    expect(await due(id)).toBe(endOf('2026-02-12'))
    await k.t.sql('delete from calendar.limit_override')
  })
})

describe('pauses', () => {
  test('waiting for the person over a holiday gives back the working days that were left', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(officer, id, 'accept') // five: 11, 12, 13, 14, 24
    expect(await due(id)).toBe(endOf('2026-02-24'))
    k.t.clock.set(at('2026-02-12T11:00'))
    const waiting = await k.verb(officer, id, 'wait-person', { text: '请带身份证来' })
    expect(waiting.json()).toMatchObject({ state: 'waitingPerson', dueAt: null, paused: true })
    expect(await k.notices(resident.account)).toContain('waitingForYou')
    k.t.clock.set(at('2026-02-26T15:00'))
    const resumed = await k.verb(officer, id, 'resume')
    // three were left on the 12th (13, 14, 24): 27 February, 28 (a make-up Saturday), 2 March
    expect(resumed.json()).toMatchObject({ state: 'inProgress', dueAt: endOf('2026-03-02'), paused: false })
    const told = (await k.steps(resident, id)).at(-1)
    expect(told).toMatchObject({ verb: 'resume', data: { due: endOf('2026-03-02') } })
  })
  test('a suspended matter keeps its first pause; a department’s work does not stop the clock', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'hand-over', { unit: 'housing', reason })
    expect(await due(id)).toBe(endOf('2026-02-24'))
    await k.verb(officer, id, 'resume')
    expect(await due(id)).toBe(endOf('2026-02-24'))
    await k.verb(officer, id, 'wait-person', { text: '请带材料' })
    k.t.clock.set(at('2026-02-11T09:00'))
    await k.verb(chief, id, 'suspend', { reason: '大雪封路' })
    k.t.clock.set(at('2026-02-12T09:00'))
    await k.verb(officer, id, 'resume')
    expect(await due(id)).toBe(endOf('2026-02-26')) // five left, counted from the 12th: 13, 14, 24, 25, 26
  })
})

describe('more time', () => {
  const accepted = () =>
    lay(k.t, 'inProgress', {
      assignee: officer.account,
      reporter: resident.account,
      handleDue: endOf('2026-02-13'),
      dueAt: endOf('2026-02-13'),
    })
  test('asked for by the officer, granted by a leader: working days from the old deadline, told to the person', async () => {
    const { id } = await accepted()
    expect(
      (await k.verb(officer, id, 'ask-extension', { days: 3, reason: '等检测报告' })).json().extension,
    ).toMatchObject({ days: 3 })
    expect(await k.notices(chief.account)).toContain('extensionAsked')
    expect((await k.verb(officer, id, 'ask-extension', { days: 3, reason })).json().code).toBe(
      'matters.extensionWaiting',
    )
    const granted = await k.verb(deputy, id, 'decide-extension', { days: 2, reason: '同意两天' })
    expect(granted.json()).toMatchObject({ dueAt: endOf('2026-02-24'), extension: null }) // 14 and 24 February
    expect(await k.notices(officer.account)).toContain('extensionGranted')
    expect(await k.notices(resident.account)).toEqual(['extended'])
    const plain = await k.steps(resident, id)
    expect(plain.map(({ verb }) => verb)).toEqual(['report', 'decideExtension'])
    expect(JSON.stringify(plain)).not.toMatch(/检测报告|同意两天/)
  })
  test('refused, nothing changes and only staff hear of it', async () => {
    const { id } = await accepted()
    expect((await k.verb(chief, id, 'decide-extension', { days: 1, reason })).json().code).toBe('matters.noExtension')
    await k.verb(officer, id, 'ask-extension', { days: 3, reason })
    const refused = await k.verb(chief, id, 'decide-extension', { days: 0, reason: '时间够用' })
    expect(refused.json()).toMatchObject({ dueAt: endOf('2026-02-13'), extension: null })
    expect(await k.notices(resident.account)).toEqual([])
    expect((await k.steps(resident, id)).map(({ verb }) => verb)).toEqual(['report'])
  })
  test('twice at most, and never by oneself', async () => {
    const laid = await lay(k.t, 'inProgress', { assignee: chief.account })
    for (let n = 0; n < 2; n++) {
      await k.verb(chief, laid.id, 'ask-extension', { days: 1, reason })
      const own = await k.verb(chief, laid.id, 'decide-extension', { days: 1, reason })
      expect([own.statusCode, own.json().code]).toEqual([403, 'matters.ownRequest'])
      expect((await k.verb(deputy, laid.id, 'decide-extension', { days: 1, reason })).statusCode).toBe(200)
    }
    expect((await k.verb(chief, laid.id, 'ask-extension', { days: 1, reason })).json().code).toBe(
      'matters.extensionsUsed',
    )
  })
})

describe('what the clock does', () => {
  const cardOf = async (id: string) => (await k.get(officer, id)).supervision
  test('not accepted: yellow after one working day, red after two; chief and officers are told, once', async () => {
    const { id } = await k.report(resident)
    await runClock()
    expect(await cardOf(id)).toBe('none')
    k.t.clock.set(at('2026-02-12T00:05'))
    await runClock()
    await runClock()
    expect(await cardOf(id)).toBe('yellow')
    expect(await k.notices(chief.account, id)).toEqual(['yellow'])
    expect(await k.notices(officer.account)).toContain('supervised')
    k.t.clock.set(at('2026-02-13T00:05'))
    await runClock()
    await runClock()
    expect(await cardOf(id)).toBe('red')
    const steps = (await k.steps(officer, id)).filter(({ verb }) => verb === 'supervise')
    expect(steps.map(({ by, data }) => [by, (data as { because: string }).because])).toEqual([
      [null, 'accept.yellow'],
      [null, 'accept.red'],
    ])
    expect((await k.steps(resident, id)).map(({ verb }) => verb)).toEqual(['report'])
    expect((await k.get(resident, id)).supervision).toBe('none')
    await k.verb(chief, id, 'supervise', { supervision: 'none', reason: '已当面说明' })
    await runClock()
    expect(await cardOf(id)).toBe('none')
  })
  test('silence: yellow after five working days without a word, red after ten; a word puts it off', async () => {
    const { id } = await k.report(resident, { kind: 'suggestion' }) // fifteen days to handle
    await k.verb(officer, id, 'accept')
    k.t.clock.set(at('2026-02-14T09:00'))
    await k.verb(officer, id, 'reply', { text: '在联系物业' })
    k.t.clock.set(at('2026-02-25T09:00'))
    await runClock()
    expect(await cardOf(id)).toBe('none')
    k.t.clock.set(at('2026-03-01T09:00')) // 24, 25, 26, 27, 28
    await runClock()
    expect(await cardOf(id)).toBe('yellow')
    k.t.clock.set(at('2026-03-10T09:00'))
    await runClock()
    expect(await cardOf(id)).toBe('red')
  })
  test('nothing while it waits for the person', async () => {
    const { id } = await k.report(resident)
    await k.verb(officer, id, 'accept')
    await k.verb(officer, id, 'wait-person', { text: '请带材料' })
    k.t.clock.set(at('2026-04-10T09:00'))
    await runClock()
    expect(await cardOf(id)).toBe('none')
  })
  test('the officer is reminded once before the deadline', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(officer, id, 'accept')
    await runClock()
    expect(await k.notices(officer.account)).not.toContain('dueSoon')
    k.t.clock.set(at('2026-02-24T08:00'))
    await runClock()
    await runClock()
    expect((await k.notices(officer.account)).filter((words) => words === 'dueSoon')).toHaveLength(1)
    const [row] = await k.t.sql<{ n: number }>('select count(*) as n from matters.step where matter = $1', [
      splitId(id).uuid,
    ])
    expect(row?.n).toBe(2)
  })
})

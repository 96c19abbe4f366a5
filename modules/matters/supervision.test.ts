import { newId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Kit, kit } from './test-matters.ts'

let k: Kit
let officer: Who
let chief: Who
let deputy: Who
let resident: Who
const reason = '情况需要'
const at = (local: string): string => new Date(`${local}+08:00`).toISOString()
const endOf = (day: string): string => at(`${day}T23:59:59.999`)
beforeAll(async () => {
  k = await kit()
  k.t.clock.set(at('2026-02-01T09:00'))
})
beforeEach(async () => {
  k.t.clock.set(at('2026-03-02T10:00')) // a Monday
  officer = await k.t.another('officer')
  deputy = await k.t.another('deputyChief', world.township)
  chief = await k.t.another('chief', world.township)
  resident = await k.t.another('resident')
})
afterAll(() => k.t.close())
const runClock = async () => {
  for (const name of ['watch', 'silence']) await k.t.jobs.runSchedule(`matters.${name}`)
  await k.t.jobs.drain()
}
type Card = {
  id: string
  colour: string
  because: string | null
  state: string
  step: string
  told: { name: string; as: string }[]
  answerDue: string | null
  may: string[]
}
type Handover = { id: string; way: string; state: string; may: string[]; ended: { how: string } | null; code: string }
const of = async (who: Who, id: string) =>
  (await k.t.get(who, `/api/matters/${id}/supervision`)).json() as { cards: Card[]; handovers: Handover[] }
const accepted = async (kind = 'consult'): Promise<string> => {
  const { id } = await k.report(resident, { kind })
  expect((await k.verb(officer, id, 'accept')).statusCode).toBe(200)
  return id
}
const answering = (who: Who, card: Card) =>
  k.t.post(who, `/api/matters/cards/${card.id}/answer`, { reason: '在等检测报告', remedy: '周五前办结' })
const closing = (who: Who, card: Card) => k.t.post(who, `/api/matters/cards/${card.id}/close`, { words: '同意' })

describe('from the deadline to the red card', () => {
  test('word before, a reminder once it has passed, then yellow and red; each once, with who was told and its step', async () => {
    const id = await accepted() // five working days: 9 March
    k.t.clock.set(at('2026-03-06T09:00'))
    await k.verb(officer, id, 'reply', { text: '在办' })
    k.t.clock.set(at('2026-03-10T00:05'))
    await runClock()
    await runClock()
    expect((await of(chief, id)).cards.map(({ colour, answerDue }) => [colour, answerDue])).toEqual([
      ['reminder', null],
    ])
    expect(await k.notices(officer.account)).toContain('overdue')
    expect(await k.notices(chief.account, id)).toEqual([])
    k.t.clock.set(at('2026-03-11T00:05')) // one working day late
    await runClock()
    await runClock()
    const [yellow] = (await of(chief, id)).cards
    expect(yellow).toMatchObject({
      colour: 'yellow',
      because: 'handle.yellow',
      state: 'unanswered',
      answerDue: endOf('2026-03-13'),
    })
    expect(yellow?.told.map(({ as }) => as).sort()).toContain('responsible')
    expect(yellow?.told.map(({ as }) => as)).toContain('chief')
    expect((await k.steps(chief, id)).find((step) => step.id === yellow?.step)).toMatchObject({ verb: 'supervise' })
    k.t.clock.set(at('2026-03-17T00:05'))
    await runClock()
    expect((await of(chief, id)).cards.map(({ colour }) => colour)).toEqual(['red', 'yellow', 'reminder'])
    // Between staff: the person sees nothing of it.
    expect((await k.t.get(resident, `/api/matters/${id}/supervision`)).statusCode).toBe(403)
  })
  test('the lead before a deadline is the county’s own', async () => {
    await k.t.sql(
      `insert into calendar.limit_override (county, code, unit, amount, reason) values ($1, 'card.dueSoon', 'workingDays', 3, 'earlier here')`,
      [Number(world.county)],
    )
    const id = await accepted()
    k.t.clock.set(at('2026-03-04T08:00')) // three working days before the 9th
    await runClock()
    expect(await k.notices(officer.account, id)).toContain('dueSoon')
    await k.t.sql('delete from calendar.limit_override')
  })
})

describe('a card is answered by whoever is responsible and closed by a supervisor', () => {
  const carded = async (): Promise<{ id: string; card: Card }> => {
    const id = await accepted()
    expect((await k.verb(chief, id, 'supervise', { supervision: 'yellow', reason })).statusCode).toBe(200)
    return { id, card: (await of(chief, id)).cards[0] as Card }
  }
  test('reason and remedy, then closed; the colour goes with it', async () => {
    const { id, card } = await carded()
    expect((await closing(chief, card)).json().code).toBe('matters.cardUnanswered')
    const colleague = await k.t.another('officer')
    expect((await answering(colleague, card)).json().code).toBe('matters.notYours')
    expect((await answering(officer, card)).json()).toMatchObject({
      state: 'answered',
      answer: { reason: '在等检测报告', remedy: '周五前办结' },
    })
    expect((await answering(officer, card)).json().code).toBe('matters.cardAnswered')
    expect(await k.notices(chief.account, id)).toContain('cardAnswered')
    expect((await closing(officer, card)).statusCode).toBe(403)
    expect((await closing(deputy, card)).json()).toMatchObject({ state: 'closed' })
    expect((await k.get(officer, id)) as unknown).toMatchObject({ supervision: 'none' })
    const verbs = (await k.steps(officer, id)).map(({ verb }) => verb)
    expect(verbs.slice(-3)).toEqual(['supervise', 'answerCard', 'closeCard'])
    expect((await k.steps(resident, id)).map(({ verb }) => verb)).toEqual(['report', 'accept'])
  })
  test('nobody closes the card that they answered themselves', async () => {
    const { id } = await k.report(resident, { kind: 'consult' })
    await k.verb(chief, id, 'accept')
    await k.verb(deputy, id, 'supervise', { supervision: 'red', reason })
    const card = (await of(chief, id)).cards[0] as Card
    expect((await answering(chief, card)).statusCode).toBe(200)
    expect((await closing(chief, card)).json().code).toBe('matters.ownCard')
    expect((await closing(deputy, card)).statusCode).toBe(200)
  })
  test('unanswered past its limit: responsible and chief hear of it, once', async () => {
    const { id, card } = await carded()
    expect(card.answerDue).toBe(endOf('2026-03-04'))
    k.t.clock.set(at('2026-03-05T00:05'))
    await runClock()
    await runClock()
    expect((await of(chief, id)).cards[0]).toMatchObject({ state: 'late' })
    expect((await k.notices(officer.account, id)).filter((words) => words === 'answerLate')).toHaveLength(1)
    expect((await k.notices(chief.account, id)).filter((words) => words === 'answerLateChief')).toHaveLength(1)
  })
  test('a chief urges it on and wants a written answer in working days; lifting it closes what is open', async () => {
    const id = await accepted()
    const pressed = await k.t.post(chief, `/api/matters/${id}/press`, { reason: '说明为什么还没有上门', days: 2 })
    expect(pressed.json()).toMatchObject({ colour: 'press', answerDue: endOf('2026-03-04'), state: 'unanswered' })
    expect(await k.notices(officer.account, id)).toContain('pressed')
    expect((await k.get(chief, id)) as unknown).toMatchObject({ supervision: 'reminder' })
    await k.verb(chief, id, 'supervise', { supervision: 'none', reason: '已当面说明' })
    expect((await of(chief, id)).cards[0]).toMatchObject({ state: 'closed', closed: { words: '已当面说明' } })
  })
})

describe('handing on', () => {
  test('assigned and not taken: sender, receiver and chief see since when nobody answers; the sender takes it back', async () => {
    const id = await accepted()
    const other = await k.t.another('officer')
    await k.verb(chief, id, 'assign', { to: other.account, reason })
    expect((await of(chief, id)).handovers[0]).toMatchObject({
      way: 'assign',
      state: 'waiting',
      may: ['back', 'reroute'],
    })
    k.t.clock.set(at('2026-03-04T00:05'))
    await runClock()
    await runClock()
    for (const [who, words] of [
      [other, 'takeIt'],
      [chief, 'noAnswer'],
    ] as const)
      expect((await k.notices(who.account, id)).filter((each) => each === words)).toHaveLength(1)
    const listed = (await k.t.get(chief, '/api/matters/handovers?state=stuck')).json().items as Handover[]
    const stuck = listed.find(({ way }) => way === 'assign') as Handover
    expect(stuck).toMatchObject({ state: 'stuck' })
    expect((await k.t.post(officer, `/api/matters/handovers/${stuck.id}/back`, { reason })).statusCode).toBe(403)
    const back = await k.t.post(chief, `/api/matters/handovers/${stuck.id}/back`, { reason: '他在外地' })
    expect(back.json()).toMatchObject({ ended: { how: 'back' } })
    expect(((await k.get(chief, id)).assignee as { account: string } | undefined)?.account).toBe(officer.account)
  })
  test('taken by a word or by doing something about it', async () => {
    for (const how of ['take', 'start'] as const) {
      const id = await accepted()
      const other = await k.t.another('officer')
      await k.verb(chief, id, 'assign', { to: other.account, reason })
      const [waiting] = (await of(other, id)).handovers
      expect(waiting?.may).toEqual(['take'])
      const reply =
        how === 'take'
          ? await k.t.post(other, `/api/matters/handovers/${waiting?.id}/take`)
          : await k.verb(other, id, 'start')
      expect(reply.statusCode, reply.body).toBe(200)
      expect((await of(other, id)).handovers[0]).toMatchObject({ state: 'ended', ended: { how: 'taken' } })
    }
  })
  test('a department that does not answer; the chief takes it back into the room', async () => {
    const clerk = await k.t.another('departmentClerk', world.county, 'housing')
    const id = await accepted()
    await k.verb(officer, id, 'start')
    await k.verb(officer, id, 'hand-over', { unit: 'housing', reason })
    expect((await of(clerk, id)).handovers[0]).toMatchObject({ way: 'department', may: ['take'] })
    k.t.clock.set(at('2026-03-04T00:05'))
    await runClock()
    expect(await k.notices(clerk.account, id)).toContain('takeIt')
    const [stuck] = (await of(chief, id)).handovers
    await k.t.post(chief, `/api/matters/handovers/${stuck?.id}/back`, { reason })
    expect((await k.get(officer, id)) as unknown).toMatchObject({ state: 'inProgress', unit: null })
  })
  test('passed to another room: the sender sees that nobody takes it, and gets it back', async () => {
    const id = await accepted()
    await k.verb(officer, id, 'pass-on', { area: world.otherTownshipCommunity, reason })
    expect((await k.t.get(officer, `/api/matters/${id}`)).statusCode).toBe(404)
    k.t.clock.set(at('2026-03-05T00:05'))
    await runClock()
    const mine = (await k.t.get(officer, '/api/matters/handovers?state=stuck')).json().items as (Handover & {
      matter: string
    })[]
    const stuck = mine.find(({ matter }) => matter === id)
    expect(stuck).toMatchObject({ way: 'passOn', state: 'stuck', may: ['back'] })
    const back = await k.t.post(officer, `/api/matters/handovers/${stuck?.id}/back`, { reason: '那边没有人' })
    expect(back.statusCode, back.body).toBe(200)
    expect((await k.get(officer, id)) as unknown).toMatchObject({ state: 'submitted', dueAt: endOf('2026-03-06') })
  })
  test('a post handed over: each open matter waits for its new handler', async () => {
    const id = await accepted()
    const other = await k.t.another('officer')
    await k.t.sql(
      `insert into kernel.outbox (county, id, type, subject, area, accounts, payload) values ($1, gen_random_uuid(), 'people.handedOver', $2, $3, '{}', $4)`,
      [
        Number(world.county),
        officer.account,
        world.community,
        JSON.stringify({ from: officer.account, to: other.account, area: world.community, role: 'officer' }),
      ],
    )
    await k.t.jobs.drain()
    expect((await of(other, id)).handovers[0]).toMatchObject({ way: 'posting', state: 'waiting', may: ['take'] })
    expect((await of(chief, id)).handovers[0]?.may).toEqual(['reroute'])
  })
})

describe('the list', () => {
  test('filters, order, pages and figures with what they are counted from', async () => {
    const far = await k.t.another('officer', world.otherTownshipCommunity)
    const ids: string[] = []
    for (let n = 0; n < 3; n++) {
      const id = await accepted()
      ids.push(id)
      k.t.clock.advance(60_000)
      await k.verb(chief, id, 'supervise', { supervision: n === 0 ? 'red' : 'yellow', reason })
    }
    const list = async (who: Who, query: string) =>
      (await k.t.get(who, `/api/matters/cards?${query}`)).json() as {
        items: (Card & { matter: { id: string } })[]
        next: string | null
      }
    const mine = ({ items }: { items: { matter: { id: string } }[] }) =>
      items.map(({ matter }) => ids.indexOf(matter.id)).filter((n) => n >= 0)
    expect(mine(await list(chief, 'limit=200'))).toEqual([2, 1, 0])
    expect(mine(await list(chief, 'limit=200&sort=oldest'))).toEqual([0, 1, 2])
    expect(mine(await list(chief, 'limit=200&colour=red&state=unanswered'))).toEqual([0])
    expect(mine(await list(chief, `limit=200&area=${world.otherTownshipCommunity.slice(0, 9)}`))).toEqual([])
    expect(mine(await list(far, 'limit=200'))).toEqual([])
    expect(mine(await list(chief, 'limit=200&age=1'))).toEqual([])
    k.t.clock.set(at('2026-03-04T12:00'))
    expect(mine(await list(chief, 'limit=200&age=1'))).toEqual([2, 1, 0])
    for (const sort of ['newest', 'oldest', 'answerDue']) {
      const seen: string[] = []
      let after = ''
      do {
        const page = await list(chief, `limit=2&sort=${sort}${after}`)
        seen.push(...page.items.map(({ id }) => id))
        after = page.next ? `&after=${page.next}` : ''
      } while (after)
      expect(new Set(seen).size, sort).toBe(seen.length)
      expect(seen.length).toBe((await list(chief, 'limit=200')).items.length)
    }
    const figures = (await k.t.get(chief, '/api/matters/supervised')).json()
    expect(figures.days).toBe(30)
    expect(figures.open).toBeGreaterThanOrEqual(3)
    const red = figures.colours.find(({ colour }: { colour: string }) => colour === 'red')
    expect(red.issued).toBeGreaterThanOrEqual(red.open)
    expect(figures.handovers.made).toBeGreaterThanOrEqual(figures.handovers.waiting)
  })
  test('a cursor that is not ours is refused; nothing that does not exist', async () => {
    expect((await k.t.get(chief, '/api/matters/cards?after=nonsense')).statusCode).toBe(400)
    expect((await k.t.post(chief, `/api/matters/cards/${newId(world.county)}/close`, {})).json().code).toBe(
      'matters.cardMissing',
    )
    expect((await k.t.post(officer, `/api/matters/handovers/${newId(world.county)}/take`)).json().code).toBe(
      'matters.handoverMissing',
    )
  })
})

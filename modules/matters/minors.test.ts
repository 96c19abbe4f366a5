import { newId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Kit, kit } from './test-matters.ts'

let k: Kit
let officer: Who
let colleague: Who
let chief: Who
beforeAll(async () => {
  k = await kit()
  officer = await k.t.as('officer')
  colleague = await k.t.another('officer')
  chief = await k.t.as('chief', world.township)
})
afterAll(() => k.t.close())

const words = '十二岁的孩子放学后被人堵在楼道里'
async function registered(): Promise<string> {
  const id = newId(world.county)
  const reply = await k.t.post(officer, '/api/matters/register', {
    id,
    kind: 'help',
    description: words,
    point: world.point,
    name: '小树',
    phone: '13800138001',
    channel: 'visit',
    acceptNow: true,
    minor: { name: '树妈妈', how: 'present' },
  })
  expect(reply.statusCode).toBe(200)
  return id
}

it('shows a matter about a minor to whoever handles it, and only its kind to colleagues and leaders', async () => {
  const id = await registered()
  expect(await k.get(officer, id)).toMatchObject({ description: words, minor: true, withheld: false })
  for (const reader of [colleague, chief]) {
    const seen = await k.get(reader, id)
    expect(seen).toMatchObject({ minor: true, withheld: true, description: '', reporter: null, place: null })
    expect(JSON.stringify(await k.steps(reader, id))).not.toContain(words)
    const listed = await k.t.get(reader, '/api/matters?view=all&sort=newest')
    expect(listed.body).toContain(id)
    expect(listed.body).not.toContain('十二岁')
    expect((await k.t.post(reader, `/api/matters/${id}/unmask`, { reason: '想看看' })).json().code).toBe(
      'matters.minorProtected',
    )
  }
})

it('lets a colleague in for 24 hours when a leader agrees, tells both, and logs each step', async () => {
  const id = await registered()
  const asked = await k.t.post(colleague, `/api/matters/${id}/access`, { reason: '周末由我接手' })
  expect(asked.statusCode).toBe(200)
  expect(await k.notices(chief.account, id)).toContain('accessAsked')
  expect((await k.get(colleague, id)).withheld).toBe(true)
  const decide = (by: Who) => k.t.post(by, `/api/matters/${id}/access/${asked.json().id}`, { granted: true })
  expect((await decide(colleague)).statusCode).toBe(403)
  expect((await decide(chief)).json()).toMatchObject({ granted: true })
  expect(await k.get(colleague, id)).toMatchObject({ description: words, withheld: false })
  expect(await k.notices(colleague.account, id)).toContain('accessGranted')
  expect((await k.steps(officer, id)).map(({ verb }) => verb)).toEqual(
    expect.arrayContaining(['askAccess', 'grantAccess']),
  )
  const log = await k.t.sql<{ operation: string; reason: string | null }>(
    `select operation, reason from kernel.audit where subject = $1 and operation like 'matters.%Access' order by at`,
    [id],
  )
  expect(log).toEqual([
    { operation: 'matters.askAccess', reason: '周末由我接手' },
    { operation: 'matters.decideAccess', reason: null },
  ])
  k.t.clock.advance(25 * 3_600_000)
  expect((await k.get(colleague, id)).withheld).toBe(true)
})

it('does not let a leader decide on their own request, nor twice, and keeps the guardian sealed', async () => {
  const id = await registered()
  const asked = (await k.t.post(chief, `/api/matters/${id}/access`, { reason: '了解情况' })).json<{ id: string }>()
  const url = `/api/matters/${id}/access/${asked.id}`
  expect((await k.t.post(chief, url, { granted: true })).json().code).toBe('matters.ownRequest')
  const deputy = await k.t.as('deputyChief', world.township)
  expect((await k.t.post(deputy, url, { granted: false })).statusCode).toBe(200)
  expect((await k.t.post(deputy, url, { granted: true })).json().code).toBe('matters.ownRequest')
  expect((await k.get(chief, id)).withheld).toBe(true)
  const [row] = await k.t.sql<{ giver: string; way: string; given_by: string }>(
    `select giver, way, given_by from consents.consent where about = $1`,
    [id],
  )
  expect(row?.giver).not.toContain('树妈妈')
  expect(k.t.parts.vault.open(row?.giver ?? '')).toBe('树妈妈')
  expect(row).toMatchObject({ way: 'present', given_by: officer.account })
})

it('ends every approval when the guardian takes the consent back, and lets nobody in until it is given again', async () => {
  const id = await registered()
  const url = `/api/matters/${id}`
  const asked = (await k.t.post(colleague, `${url}/access`, { reason: '周末由我接手' })).json<{ id: string }>()
  await k.t.post(chief, `${url}/access/${asked.id}`, { granted: true })
  expect((await k.get(colleague, id)).withheld).toBe(false)
  expect((await k.t.get(officer, `${url}/access`)).json().consent).toMatchObject({ giver: '树妈妈', withdrawnAt: null })
  expect((await k.t.post(officer, `${url}/minor/withdraw`, { how: 'phone' })).statusCode).toBe(200)
  expect((await k.get(colleague, id)).withheld).toBe(true)
  expect(await k.get(officer, id)).toMatchObject({ description: words, withheld: false })
  const again = await k.t.post(colleague, `${url}/access`, { reason: '还要看' })
  expect(again.json().code).toBe('matters.guardianWithdrew')
  expect((await k.t.post(officer, `${url}/minor/withdraw`, { how: 'phone' })).json().code).toBe(
    'matters.noGuardianConsent',
  )
  const seen = (await k.t.get(chief, `${url}/access`)).json().consent
  expect(seen).toMatchObject({ giver: null, withdrawnAt: expect.any(String) })
  expect((await k.steps(officer, id)).map(({ verb }) => verb)).toContain('guardianWithdrew')
  await k.t.post(officer, `${url}/minor`, { name: '树妈妈', how: 'paper' })
  expect((await k.get(colleague, id)).withheld).toBe(false)
})

it('marks a report that came in by itself, and the person keeps reading their own', async () => {
  const resident = await k.t.as('resident')
  const { id } = await k.report(resident, { description: words })
  expect((await k.get(colleague, id)).withheld).toBe(false)
  expect((await k.t.post(officer, `/api/matters/${id}/minor`, { how: 'none' })).statusCode).toBe(200)
  expect((await k.get(colleague, id)).withheld).toBe(true)
  expect(await k.get(resident, id)).toMatchObject({ description: words, withheld: false })
  expect((await k.verb(officer, id, 'accept')).json()).toMatchObject({ description: words, withheld: false })
  expect((await k.t.post(officer, `/api/matters/${id}/access`, { reason: '看' })).json().code).toBe(
    'matters.accessNotNeeded',
  )
})

import { newId } from '@doorstep/contract'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import { afterAll, beforeEach, expect, it } from 'vitest'
import { auditHeads, lostHeads, sealAudit, verifyAudit } from './audit.ts'
import { runOnce, systemActor, systemGrant } from './run.ts'

const county = Number(world.county)
let t: TestApp | undefined
beforeEach(async () => {
  await t?.close()
  t = await testApp()
})
afterAll(() => t?.close())
const app = (): TestApp => t as TestApp

async function write(count: number): Promise<void> {
  for (let n = 0; n < count; n++)
    await runOnce(app().parts, { actor: systemActor(county), grant: systemGrant(county), county }, async (ctx) =>
      ctx.audit({ operation: 'test.read', subject: newId(county), reason: `第 ${n} 次`, detail: { n } }),
    )
}
const seal = () => sealAudit(app().parts.database.owner, county)
const verify = async () => (await verifyAudit(app().parts.database.owner, county)).problems

it('chains rows in the order of their time and verifies', async () => {
  await write(5)
  expect(await seal()).toBe(5)
  await write(3)
  expect(await verifyAudit(app().parts.database.owner, county)).toMatchObject({ sealed: 5, unsealed: 3, problems: [] })
  expect(await seal()).toBe(3)
  expect(await seal()).toBe(0)
  expect(await verify()).toEqual([])
})

it('finds a changed row', async () => {
  await write(5)
  await seal()
  await app().sql(`update kernel.audit set reason = 'another' where seq = 3`)
  expect(await verify()).toEqual([{ seq: 3, problem: 'changed' }])
})

it('finds a missing row, also the last one', async () => {
  await write(5)
  await seal()
  await app().sql('delete from kernel.audit where seq = 2')
  expect(await verify()).toEqual([{ seq: 2, problem: 'missing' }])
  await app().sql('delete from kernel.audit where seq = 5')
  expect((await verify()).map(({ problem }) => problem)).toContain('truncated')
})

it('finds reordered rows', async () => {
  await write(5)
  await seal()
  await app().sql('update kernel.audit set seq = case seq when 2 then 103 when 3 then 102 end where seq in (2, 3)')
  await app().sql('update kernel.audit set seq = seq - 100 where seq > 100')
  const found = await verify()
  expect(found.length).toBeGreaterThan(0)
  expect(found.every(({ problem }) => problem === 'changed')).toBe(true)
})

it('a whole chain that was replaced with its head is content with itself, and is betrayed by a head kept elsewhere', async () => {
  const { owner } = app().parts.database
  await write(5)
  await seal()
  const kept = await auditHeads(owner)
  expect(kept).toHaveLength(1)
  expect(await lostHeads(owner, kept)).toEqual([])
  await write(2)
  await seal()
  expect(await lostHeads(owner, kept)).toEqual([]) // the chain went on
  await app().sql('delete from kernel.audit')
  await app().sql(`delete from kernel.audit_head`)
  await write(8)
  await seal()
  expect(await verify()).toEqual([])
  expect(await lostHeads(owner, kept)).toEqual(kept)
})

it('cannot be rewritten by the application’s role', async () => {
  await write(1)
  const client = await app().parts.database.app.connect()
  try {
    await expect(client.query(`update kernel.audit set reason = 'x'`)).rejects.toThrow(/permission denied/)
    await expect(client.query('delete from kernel.audit')).rejects.toThrow(/permission denied/)
    await expect(client.query('select * from kernel.audit_head')).rejects.toThrow(/permission denied/)
  } finally {
    client.release()
  }
})

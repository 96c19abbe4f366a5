import { newId } from '@doorstep/contract'
import { type Who, world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Bench, bench } from '../ledgers/test-import.ts'
import { lay } from '../matters/test-matters.ts'
import { defaults } from './defaults.ts'
import type { Finding, FindingRow, Sign } from './shapes.ts'
import { layCall, layProposal } from './test-findings.ts'

let b: Bench
let admin: Who
let officer: Who
beforeAll(async () => {
  b = await bench()
  b.t.clock.set('2026-11-16T02:00:00Z')
  ;[admin, officer] = await Promise.all([b.t.as('countyAdmin', world.county), b.t.as('officer')])
})
afterAll(() => b.close())

const heads = ['警情编号', '报警时间', '报警类别', '报警内容', '所属社区', '事发地址', '报警人', '报警电话']
const call = (n: number, kind: string, address: string, day: string, words = '又吵起来了') =>
  [`JQ${n}`, `${day} 20:00`, kind, words, '杨树里社区', address, '王建国', '13812345678'].join(',')
const csv = (...rows: string[]) => Buffer.from(`${[heads.join(','), ...rows].join('\n')}\n`)
async function sent(file: Buffer): Promise<string> {
  const id = newId(world.county)
  const url = `/api/ledgers/runs/${id}/file?name=${encodeURIComponent('110警情.csv')}&target=calls`
  const headers = { ...admin.headers, 'content-type': 'text/csv', 'idempotency-key': `calls-${id.slice(-12)}` }
  const reply = await b.t.app.inject({ method: 'POST', url, headers, payload: file })
  expect(reply.statusCode, reply.body).toBe(200)
  await b.t.jobs.drain()
  return id
}
type Run = { found: { suggestion: { columns: object } }; counts: Record<string, number>; state: string }
const run = async (id: string) => (await b.t.get(admin, `/api/ledgers/runs/${id}`)).json<Run>()
const start = async (id: string, dry: boolean) => {
  const { found } = await run(id)
  const reply = await b.t.post(admin, `/api/ledgers/runs/${id}/start`, { map: found.suggestion, dry })
  expect(reply.statusCode, reply.body).toBe(200)
  await b.t.jobs.drain()
  return run(id)
}
const list = async (query = '') =>
  (await b.t.get(officer, `/api/findings${query}`)).json<{ items: FindingRow[] }>().items
const read = async (id: string) => (await b.t.get(officer, `/api/findings/${id}`)).json<Finding>()
const verb = (id: string, name: string, body: object, who = officer) =>
  b.t.post(who, `/api/findings/${id}/${name}`, body)

it('brings calls in by the importer’s mapping, dry run and report, and proposes repeats with the reason', async () => {
  const id = await sent(
    csv(
      call(1, '邻里纠纷', '杨树里小区3号楼2单元', '2026-11-01'),
      call(2, '邻里纠纷', '杨树里小区 3 号楼 2 单元', '2026-11-10'),
      call(3, '盗窃', '杨树里小区3号楼2单元', '2026-11-11'),
      call(4, '家庭纠纷', '杨树里小区8号楼1单元', '2026-11-12'),
      call(5, '邻里纠纷', '杨树里小区3号楼2单元', '2026-06-01'),
    ),
  )
  const { found } = await run(id)
  expect(found.suggestion.columns).toMatchObject({ number: '警情编号', kind: '报警类别', phone: '报警电话' })
  const dry = await start(id, true)
  expect(dry).toMatchObject({ state: 'done', counts: { created: 3, rejected: 2 } })
  expect(await b.t.sql('select from findings.call')).toEqual([])
  await start(id, false)
  const rows = await b.t.sql<{ words: string; phone: string; phone_blind: string }>('select * from findings.call')
  expect(rows).toHaveLength(3)
  expect(JSON.stringify(rows)).not.toMatch(/13812345678|王建国|吵/)
  const report = (await b.t.get(admin, `/api/ledgers/runs/${id}/report`)).body
  expect(report).toContain('不是矛盾纠纷类警情')
  expect(await b.t.sql('select from matters.matter')).toEqual([])
  const [found1, ...more] = await list('?state=open')
  expect(more).toEqual([])
  expect(found1).toMatchObject({ family: 'neighbour', count: 2, matter: null })
  expect(found1?.because).toEqual([{ code: 'sameAddress', count: 2, days: 90, metres: null, atLeast: 2 }])
  const whole = await read(found1?.id as string)
  expect(whole.signs.map(({ words, phone }) => [words, phone])).toEqual([
    ['又吵起来了', '138****5678'],
    ['又吵起来了', '138****5678'],
  ])
  expect(whole.allowed).toEqual(['confirm', 'link', 'dismiss'])
})

it('brings the same file in once, and takes over what has changed in its source', async () => {
  const again = await start(await sent(csv(call(1, '邻里纠纷', '杨树里小区3号楼2单元', '2026-11-01'))), false)
  expect(again.counts).toMatchObject({ created: 0, unchanged: 1 })
  const changed = csv(call(1, '邻里纠纷', '杨树里小区3号楼2单元', '2026-11-01', '当场调解后离开'))
  expect((await start(await sent(changed), false)).counts).toMatchObject({ updated: 1 })
})

it('becomes a dispute when a person confirms, who is told in its flow log', async () => {
  const { id, signs } = await layProposal(b.t, { area: world.grid, place: '水塔巷 5 号院' })
  const matter = newId(world.county)
  const body = { matter, description: '两户因楼道堆物反复争吵', signs: [signs[0]] }
  const done = (await verb(id, 'confirm', body)).json<Finding>()
  expect(done).toMatchObject({ state: 'confirmed', matter, count: 1, allowed: [] })
  const shown = await b.t.get(officer, `/api/matters/${matter}`)
  expect(shown.json()).toMatchObject({ kind: 'dispute', state: 'submitted', extra: { family: 'neighbour' } })
  const { items } = (await b.t.get(officer, `/api/matters/${matter}/steps`)).json<{
    items: { said: string | null }[]
  }>()
  expect(items.some(({ said }) => said?.includes('1 个警情'))).toBe(true)
  const free = (await b.t.get(officer, '/api/findings/signs?source=call')).json<{ items: Sign[] }>().items
  expect(free.map((sign) => sign.id)).toContain(signs[1])
  expect(free.map((sign) => sign.id)).not.toContain(signs[0])
  expect((await verb(id, 'dismiss', { reason: '晚了' })).statusCode).toBe(409)
})

it('is joined to a matter that is there, or dismissed with a reason', async () => {
  const { id } = await layProposal(b.t, { area: world.grid })
  const help = await lay(b.t, 'inProgress', { kind: 'help' })
  expect((await verb(id, 'link', { matter: help.id })).json()).toMatchObject({ code: 'findings.matterMissing' })
  const dispute = await lay(b.t, 'inProgress')
  expect((await verb(id, 'link', { matter: dispute.id })).json()).toMatchObject({
    state: 'linked',
    matterCode: dispute.code,
  })
  const other = await layProposal(b.t, { area: world.grid })
  expect((await verb(other.id, 'dismiss', { reason: '两家不相干' })).json()).toMatchObject({ state: 'dismissed' })
  const stranger = await b.t.as('officer', world.otherTownshipCommunity)
  expect((await b.t.get(stranger, `/api/findings/${id}`)).statusCode).toBe(404)
})

it('puts calls, a note of a visit and a report about one spot together', async () => {
  const point = world.neighbourPoint
  const watcher = await b.t.another('chief', world.township)
  await layCall(b.t, { area: world.neighbourGrid, point })
  const visit = newId(world.county)
  const plan = { id: visit, area: world.neighbourGrid, purpose: 'opinions', dueOn: '2026-11-16', task: '听意见', point }
  await b.t.post(watcher, '/api/visits', plan)
  await b.t.post(watcher, `/api/visits/${visit}/done`, { outcome: 'concern', note: '两家还在争' })
  const report = newId(world.county)
  const body = { id: report, kind: 'dispute', description: '邻居又吵了', point, extra: { family: 'neighbour' } }
  await b.t.post(await b.t.as('resident'), '/api/matters', body)
  await b.t.jobs.drain()
  const found = (await b.t.get(watcher, `/api/findings?area=${world.neighbourGrid}`)).json<{ items: FindingRow[] }>()
    .items
  expect(found).toHaveLength(1)
  expect(found[0]).toMatchObject({ count: 3, matter: report, state: 'open' })
  const whole = (await b.t.get(watcher, `/api/findings/${found[0]?.id}`)).json<Finding>()
  expect(whole.signs.map(({ source }) => source).toSorted()).toEqual(['call', 'report', 'visit'])
})

it('one call becomes a dispute of its own, once', async () => {
  const sign = await layCall(b.t, { area: world.grid })
  const matter = newId(world.county)
  const register = (id: string) =>
    b.t.post(officer, `/api/findings/signs/${sign}/register`, { matter: id, description: '因停车争吵' })
  expect((await register(matter)).json()).toMatchObject({ matter })
  expect((await register(newId(world.county))).json()).toMatchObject({ code: 'findings.signTaken' })
})

it('rules are the county’s, readable and audited', async () => {
  const table = { rules: defaults.rules.map((rule) => ({ ...rule, days: 30 })) }
  expect((await b.t.send(admin, 'PUT', '/api/findings/rules', table)).statusCode).toBe(200)
  expect((await b.t.get(officer, '/api/findings/rules')).json()).toEqual(table)
  expect((await b.t.send(officer, 'PUT', '/api/findings/rules', table)).statusCode).toBe(403)
  expect(await b.t.sql(`select from kernel.audit where operation = 'findings.setTable'`)).not.toEqual([])
  await b.t.send(admin, 'PUT', '/api/findings/rules', structuredClone(defaults))
})

it('lets calls go after ninety days, and what stood on them lapses', async () => {
  await layProposal(b.t, { area: world.grid, at: '2026-08-01T02:00:00Z' })
  const before = await b.t.sql('select from findings.call')
  await b.t.jobs.runSchedule('privacy.keep')
  await b.t.jobs.runSchedule('findings.lapsed')
  expect((await b.t.sql('select from findings.call')).length).toBe(before.length - 2)
  expect((await list('?state=lapsed')).length).toBe(1)
})

import { world } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, bench } from './test-import.ts'
import { heads, ledgerMap } from './test-ledgers.ts'

/** What is past its time is judged by what the county keeps how long, not by what the product begins with. */

let b: Bench
beforeAll(async () => {
  b = await bench()
})
afterAll(() => b.close())

const day = 86_400_000
const date = (daysAgo: number) => new Date(b.t.clock.now() - daysAgo * day).toISOString().slice(0, 10)
function* quarrel(n: string, daysAgo: number) {
  yield [...heads]
  const [was, over] = [date(daysAgo + 2), date(daysAgo)]
  yield [
    '1',
    n,
    '邻里纠纷',
    '车位被占吵了起来',
    '杨树里社区',
    '三号楼',
    '',
    '',
    was,
    was,
    over,
    '已办结',
    '',
    '',
    '',
    '',
    '',
    '',
  ]
}
const map = { ...ledgerMap, pastRetention: 'leave' as const }

test('a county that keeps quarrels for one year leaves out what was settled 400 days ago', async () => {
  const kept = await b.csv(quarrel('R1', 400), { map })
  expect(kept.counts).toMatchObject({ created: 1, rejected: 0 })
  const admin = await b.t.as('countyAdmin', world.county)
  const chosen = { keepDays: 365, reason: '县里决定只留一年' }
  expect((await b.t.send(admin, 'PUT', '/api/privacy/retention/matters.dispute', chosen)).statusCode).toBe(200)
  const late = await b.csv(quarrel('R2', 400), { map })
  expect(late.counts).toMatchObject({ created: 0, rejected: 1 })
  expect(late.codes).toMatchObject({ pastRetentionLeft: 1 })
  expect((await b.csv(quarrel('R3', 300), { map })).counts).toMatchObject({ created: 1, rejected: 0 })
})

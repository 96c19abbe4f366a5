import { transaction } from '@doorstep/kernel'
import { type Who, world } from '@doorstep/testkit'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Matter } from './rules.ts'
import { keysOf, nextSpan, searchGramsOf } from './rules-search.ts'
import { isOpen, type State } from './states.ts'
import * as store from './store.ts'
import { type Kit, kit, matterIn } from './test-matters.ts'

/**
 * What a search finds, page after page, against looking at everything. Ten years of a county: common words, rare ones, one
 * that stands once eight years ago, absent ones, names of places, single characters, Latin letters in both cases.
 */
const now = Date.parse('2026-11-20T02:00:00.000Z')
const years = 10 * 365 * 86_400_000
const many = 3000
const words = ['楼上漏水', '路灯坏了', '噪音扰民', '井盖松动', '停车占位', 'Wi-Fi 设备', '100%_折扣', '鬱金香']
const spots = ['三号楼', '东风路', '菜市场', '戈壁巷']
const areas = [world.grid, world.neighbourGrid, `${world.otherTownshipCommunity}001`]
const stands: readonly State[] = [
  'submitted',
  'inProgress',
  'waitingPerson',
  'resolved',
  'archived',
  'archived',
  'archived',
]

let k: Kit
let chief: Who
let county: Who
let helper: Who
let laid: Matter[]

/** The same at every run: chance would hide what goes wrong. */
const chance = (seed: number) => () => {
  seed = (seed * 1664525 + 1013904223) % 2 ** 32
  return seed / 2 ** 32
}
function generated(): Matter[] {
  const next = chance(20261122)
  const one = <T>(list: readonly T[], skew = 1): T => list[Math.floor(next() ** skew * list.length)] as T
  return Array.from({ length: many }, (_, n) => {
    const state = one(stands)
    // half of them in the last two months, the others over ten years; some at the very same moment
    const age = n % 2 === 0 ? next() * 60 * 86_400_000 : next() * years
    const at = new Date(now - Math.floor(age / 3_600_000) * 3_600_000).toISOString()
    const said = n === 1777 ? '只此一次的蓝鲸' : `${one(spots)}${one(words, 3)}，第 ${n} 件。`
    return matterIn(state, {
      at,
      area: one(areas, 2),
      description: said,
      place: next() < 0.5 ? one(spots) : null,
      kind: one(['dispute', 'hazard', 'help']),
      helpers: next() < 0.05 && helper.account ? [helper.account] : [],
      ...(n === 1777 ? { reportedAt: new Date(now - 0.8 * years).toISOString(), area: world.grid } : {}),
    })
  })
}

beforeAll(async () => {
  k = await kit()
  k.t.clock.set(new Date(now).toISOString())
  chief = await k.t.as('chief', world.township)
  county = await k.t.as('commandRoom', world.county)
  helper = await k.t.as('auxiliary')
  laid = generated()
  await transaction(k.t.parts.database.owner, null, async (db) => {
    for (const matter of laid) await store.insert({ db, county: Number(world.county) }, matter, [stepOf(matter)])
  })
  await k.t.sql('vacuum (analyze) matters.matter')
}, 120_000)
afterAll(() => k.t.close())
const stepOf = ({ reportedAt }: Matter): store.NewStep => ({
  at: reportedAt,
  verb: 'report',
  by: null,
  role: 'reporter',
  from: null,
  to: 'submitted',
  text: null,
  reason: null,
  data: {},
  public: true,
})

const holds = ({ code, description, place }: Matter, q: string): boolean =>
  q
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${code} ${description} ${place ?? ''}`.toLowerCase().includes(word))
const newestFirst = (a: Matter, b: Matter): number =>
  a.reportedAt === b.reportedAt ? (a.id < b.id ? 1 : -1) : a.reportedAt < b.reportedAt ? 1 : -1
const oracle = (which: (matter: Matter) => boolean): string[] =>
  laid
    .filter(which)
    .sort(newestFirst)
    .map(({ id }) => id)

type Page = { items: { id: string }[]; next: string | null }
async function walked(who: Who, query: string): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = []
  let pages = 0
  for (let next: string | null = ''; next !== null; pages++) {
    const reply = await k.t.get(who, `/api/matters?${query}${next ? `&after=${next}` : ''}`)
    expect(reply.statusCode, reply.body).toBe(200)
    const page: Page = reply.json()
    ids.push(...page.items.map(({ id }) => id))
    next = page.next
  }
  return { ids, pages }
}
const inStation = ({ area }: Matter) => area.startsWith(world.township)
const asked = [
  '漏水',
  '楼上漏水',
  '三号楼 路灯',
  '东风路',
  '戈壁 井盖',
  '鬱金',
  '蓝鲸',
  '鲸',
  '鬱',
  '水',
  '件 停车',
  'WI-FI',
  '100%_',
  '没有这个词',
  '无',
  '漏水 不存在',
  '20261',
]

test.each(asked)(
  '%s: found as by looking at everything, newest first, in pages that each reach the next',
  async (q) => {
    const query = `view=all&sort=newest&limit=40&q=${encodeURIComponent(q)}`
    expect((await walked(chief, query)).ids).toEqual(oracle((matter) => inStation(matter) && holds(matter, q)))
    expect((await walked(county, query)).ids).toEqual(oracle((matter) => holds(matter, q)))
  },
)

test.each([
  ['view=closed', ({ state }: Matter) => !isOpen(state)],
  ['view=all&kind=hazard', ({ kind }: Matter) => kind === 'hazard'],
  ['view=all&state=resolved', ({ state }: Matter) => state === 'resolved'],
  [`view=all&area=${world.neighbourCommunity}`, ({ area }: Matter) => area === world.neighbourGrid],
  [`view=all&area=${world.grid}`, ({ area }: Matter) => area === world.grid],
  ['view=open', ({ state }: Matter) => isOpen(state)],
])('together with %s', async (filter, belongs) => {
  for (const q of ['漏水', '菜市场 噪音', '鬱', '蓝鲸'])
    expect((await walked(chief, `${filter}&sort=newest&limit=7&q=${encodeURIComponent(q)}`)).ids).toEqual(
      oracle((matter) => inStation(matter) && belongs(matter) && holds(matter, q)),
    )
})

test('among what is open, by deadline', async () => {
  const { ids } = await walked(chief, `view=open&limit=9&q=${encodeURIComponent('漏水')}`)
  const expected = oracle((matter) => inStation(matter) && isOpen(matter.state) && holds(matter, '漏水'))
  expect(ids.length).toBeGreaterThan(20)
  expect([...ids].sort()).toEqual([...expected].sort())
})

test('whoever only helps searches what they were asked to do', async () => {
  const { ids } = await walked(helper, `view=all&sort=newest&limit=5&q=${encodeURIComponent('楼上')}`)
  expect(ids.length).toBeGreaterThan(5)
  expect(ids).toEqual(oracle((m) => m.helpers.includes(helper.account as string) && holds(m, '楼上')))
})

test('any two characters of any matter find it', async () => {
  const pair = fc.tuple(fc.nat(many - 1), fc.nat(40)).map(([n, at]) => {
    const signs = [...(laid[n] as Matter).description.replace(/\s/g, '')]
    return {
      matter: laid[n] as Matter,
      q: signs
        .slice(at % (signs.length - 1))
        .slice(0, 2)
        .join(''),
    }
  })
  await fc.assert(
    fc.asyncProperty(pair, async ({ matter, q }) => {
      fc.pre(matter.description.includes(q))
      const { ids } = await walked(county, `view=all&sort=newest&limit=200&q=${encodeURIComponent(q)}`)
      expect(ids).toContain(matter.id)
      expect(ids).toEqual(oracle((each) => holds(each, q)))
    }),
    { numRuns: 25 },
  )
}, 60_000)

test('spans join without a gap and reach the first matter', () => {
  const grams = (at: string) => searchGramsOf({ ...matterIn('submitted', { at }) })
  fc.assert(
    fc.property(
      fc.date({ min: new Date('2000-01-01'), max: new Date(now), noInvalidDate: true }),
      fc.nat(900),
      fc.integer({ min: 1, max: 200 }),
      (old, found, wanted) => {
        let at = new Date(now).toISOString()
        let looked = { months: 0.1, found: found % 7 }
        for (let n = 0; n < 10; n++) {
          const span = nextSpan(at, looked, wanted)
          if (!span.from || !span.grams) return
          const moment = old.toISOString()
          if (moment >= span.from && moment <= at)
            expect(grams(moment).some((gram) => span.grams?.includes(gram))).toBe(true)
          looked = { months: looked.months + span.months, found: looked.found + found }
          at = new Date(Date.parse(span.from) - 1).toISOString()
        }
        throw new Error('it never ends')
      },
    ),
  )
  // as often as the page needs it, at the first go; what is rare, or was not met for half a year, everywhere at once
  const widthOf = (months: number, found: number) => nextSpan(new Date(now).toISOString(), { months, found }, 40).months
  expect([widthOf(0.5, 20), widthOf(0.5, 11), widthOf(0.5, 2), widthOf(0.5, 1)]).toEqual([2, 6, 24, 120])
  expect([widthOf(0.5, 0), widthOf(6.5, 0)]).toEqual([6, 120])
  const pairs = ['路灯', '三号']
  expect(keysOf(pairs, 620999, ['620999001002', '620999001003'])).toEqual(['路灯620999001', '三号620999001'])
  expect(keysOf(pairs, 620999, ['620999001', '620999002'])).toEqual([...pairs, '@620999'])
  expect(keysOf(pairs, 620999, ['6209'])).toEqual([...pairs, '@620999'])
  expect(keysOf(['路灯'], 620999, [], ['housing'])).toEqual(['路灯', '@620999', '~housing'])
  expect(keysOf(['路灯'], 620999, ['620999001002003'])).toEqual(['路灯620999001', '@620999001002'])
})

import { splitId } from '@doorstep/contract'
import { type Demo, type DemoMatter, story } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day, hour } from '@doorstep/demo/time.ts'
import { keptDays } from './calls.ts'
import { defaults } from './defaults.ts'
import { described, fire, type Proposal, placeKeyOf, type Sign } from './rules.ts'
import { type Family, families } from './states.ts'
import { rowOf } from './store.ts'
import { signRow } from './store-signs.ts'

/** Calls of the last ninety days, and what the rules made of them: some decided, some waiting. */

const groups = 26
const singles = 90
const said: Readonly<Record<Family, readonly string[]>> = {
  neighbour: ['楼上漏水，两家在门口争吵。', '邻居深夜噪音，敲门后吵了起来。', '因停车位争执，要求民警到场。'],
  family: ['因赡养老人的事兄弟争吵。', '家里吵得厉害，请来劝一劝。'],
  labourDebt: ['工人上门讨要工资，与老板争吵。', '借款到期不还，双方在店里争执。'],
  marriage: ['夫妻争吵，一方要离家。', '分手后财物归属起争执。'],
  other: ['因买卖退货起争执。', '在门口发生口角。'],
}
const reasons = ['两家不相干，已分别核实', '同一天重复报警，已当场处理'] as const

type Made = { signs: Sign[]; proposal: Proposal | null }
export async function layDemoFindings(demo: Demo): Promise<void> {
  const dice = demo.dice('findings')
  const spots = demo.matters
    .filter(({ kind, point, state }) => kind === 'dispute' && point !== null && state !== 'withdrawn')
    .sort((a, b) => Number(b.area.startsWith(story.community)) - Number(a.area.startsWith(story.community)))
  const several = spots.slice(0, groups).map((spot, at) => group(demo, dice, spot, at))
  const alone = dice
    .shuffled(spots)
    .slice(0, singles)
    .map((spot) => ({ signs: [call(demo, dice, spot, 300)], proposal: null }))
  const all: Made[] = [...several, ...alone]
  const signs = all.flatMap((one) => one.signs)
  const row = (sign: Sign) => ({ ...signRow(demo.county, sign), looked: true })
  await insertRows(
    demo.sql,
    'findings.call',
    signs.map((sign, at) => callRow(demo, dice, sign, at)),
  )
  await insertRows(demo.sql, 'findings.sign', signs.map(row))
  const proposals = all.flatMap(({ proposal }) => proposal ?? [])
  await insertRows(
    demo.sql,
    'findings.proposal',
    proposals.map((one) => ({ ...rowOf(demo.county, one), because: one.because })),
  )
}

function callRow(demo: Demo, dice: Dice, sign: Sign, at: number) {
  const { vault } = demo.parts
  const phone = `1${dice.pick(['38', '39', '50', '87'])}${String(dice.whole(0, 99_999_999)).padStart(8, '0')}`
  return {
    ...{ county: demo.county, id: splitId(sign.ref).uuid, area: sign.area, number: `JQ${20_260_000 + at}` },
    words: vault.seal(dice.pick(said[sign.family ?? 'other'])),
    ...{ phone: vault.seal(phone), phone_blind: vault.blind(`phone ${phone}`) },
    ...{ called_at: sign.at, updated_at: sign.at },
  }
}

/** @param away metres at most from the spot */
function call(demo: Demo, dice: Dice, spot: DemoMatter, away: number, family?: Family): Sign {
  const at = demo.now - dice.whole(2, (keptDays - 2) * 24) * hour
  const shift = () => (dice.whole(-away, away) / 111_000) * 0.6
  const { point, place, area } = spot
  return {
    id: demo.id(dice, at),
    source: 'call',
    ref: demo.id(dice, at),
    area,
    family: family ?? dice.pick(families),
    place,
    placeKey: placeKeyOf(place),
    point: point && { lat: point.lat + shift(), lon: point.lon + shift() },
    at: new Date(at).toISOString(),
    proposal: null,
    matter: null,
  }
}
const familyOf = ({ extra }: DemoMatter): Family => families.find((one) => one === extra.family) ?? 'neighbour'

function group(demo: Demo, dice: Dice, spot: DemoMatter, at: number): Made {
  const calls = Array.from({ length: dice.whole(2, 4) }, () => call(demo, dice, spot, 40, familyOf(spot)))
  const signs = calls.sort((a, b) => a.at.localeCompare(b.at))
  const newest = signs.at(-1) as Sign
  const fired = fire(newest, signs, defaults)
  if (!fired) return { signs, proposal: null }
  const decided = at % 3 === 2
  const linked = decided && dice.chance(0.7)
  const proposal: Proposal = {
    ...described(fired.signs),
    id: demo.id(dice, Date.parse(newest.at)),
    because: fired.because,
    state: decided ? (linked ? 'linked' : 'dismissed') : 'open',
    matter: linked || (!decided && spot.open) ? spot.id : null,
    decidedBy: decided ? spot.assignee : null,
    decidedAt: decided ? new Date(Math.min(demo.now, Date.parse(newest.at) + day)).toISOString() : null,
    reason: decided && !linked ? dice.pick(reasons) : null,
    updatedAt: newest.at,
  }
  const matter = linked ? spot.id : null
  const inside = new Set(fired.signs.map(({ id }) => id))
  return {
    signs: signs.map((sign) => (inside.has(sign.id) ? { ...sign, proposal: proposal.id, matter } : sign)),
    proposal,
  }
}

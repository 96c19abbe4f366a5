import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour, type Zone } from '@doorstep/demo/time.ts'
import type { Scenario } from './scenario.ts'

const townOnly =
  /\{(b|u|f|up|door|est)\}|楼|小区|单元|物业|地下|公交|电梯|学校|校门|斑马线|红绿灯|路口|出租车|交警|保安|门岗|房东|市政|路灯所|环卫|人行道|公园|单车|僵尸|工地|商户/

/** Those that make sense there: nobody lives on a fifth floor in a village. All of them where none is left. */
export function fitting<T>(list: readonly T[], urban: boolean, wordsOf: (one: T) => string): readonly T[] {
  if (urban) return list
  const left = list.filter((one) => !townOnly.test(wordsOf(one)))
  return left.length > 0 ? left : list
}

/** Words that stand in every text and say nothing about what it is about. */
const empty = new Set(
  '的了在不有是人到我们已对方报告说来也就都和去一个上下里外，。、（）您他她它这那把被与及后前再请要会能可以',
)
/** How much a text is about the same as this one: signs, and pairs of signs, that stand in both. */
export function likenessTo(one: string): (text: string) => number {
  const signs = [...one]
  const single = new Set(signs.filter((sign) => !empty.has(sign)))
  const pairs = new Set(signs.slice(1).map((sign, at) => (signs[at] ?? '') + sign))
  return (text) => {
    let score = 0
    let before = ''
    for (const sign of text) {
      if (single.has(sign)) score += pairs.has(before + sign) ? 4 : 1
      before = sign
    }
    return score
  }
}
/** The one that has most to do with what was reported; chance decides where it is close. */
export function nearest<T>(dice: Dice, list: readonly T[], score: (one: T) => number): T {
  const scored = list.map((one) => ({ one, score: score(one) + 4 * dice.next() }))
  return scored.reduce((best, each) => (each.score > best.score ? each : best)).one
}

/** Whether a scenario of the street makes sense in a village as well. */
export const ruralToo = ({ say, results }: Scenario): boolean =>
  say.some((pattern) => !townOnly.test(pattern)) && results.some(([, pattern]) => !townOnly.test(pattern))

/** When it happened, seen from the moment of the report. */
export function happenedBefore(zone: Zone, dice: Dice, at: number, hours: Scenario['hours']): number {
  if (hours === 'night' && zone.hour(at) < 20 && zone.hour(at) > 4)
    return zone.atHour(at - day, 21.5 + dice.next() * 2.2)
  const ago = dice.weighted(
    [
      [0.1, 0.9],
      [1, 6],
      [8, 30],
      [36, 80],
    ] as const,
    ([from]) => (from < 1 ? 4 : from < 8 ? 4 : from < 36 ? 3 : 1),
  )
  const happened = at - (ago[0] + dice.next() * (ago[1] - ago[0])) * hour
  return zone.hour(happened) < 6 && hours !== 'night' ? happened - 8 * hour : happened
}

const parts: readonly [number, string][] = [
  [5, '凌晨'],
  [9, '早上'],
  [12, '上午'],
  [14, '中午'],
  [18, '下午'],
  [24, '晚上'],
]
const numbers = ['', '一', '两', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二']

/** The same moment in the words of somebody who tells it. */
export function whenWords(zone: Zone, dice: Dice, happened: number, at: number): string {
  const days = Math.round((zone.atHour(at, 0) - zone.atHour(happened, 0)) / day)
  const clock = zone.hour(happened)
  const part = parts.find(([until]) => clock < until)?.[1] ?? '晚上'
  if (days === 0 && at - happened < hour) return dice.pick(['刚才', '刚刚'])
  if (days > 2) return dice.pick(['前几天', '这几天', '上个礼拜', '大前天'])
  const name = (['今天', '昨天', '前天'] as const)[days] ?? '昨天'
  const short = part === '晚上' && days === 0 ? '今晚' : part === '晚上' && days === 1 ? '昨晚' : name + part
  const number = numbers[clock % 12 === 0 ? 12 : clock % 12] as string
  return dice.chance(0.4) ? `${short}${number}点${dice.pick(['多', '左右', '来钟'])}` : short
}

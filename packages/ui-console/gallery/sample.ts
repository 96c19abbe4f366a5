// Rows to look at. Only the gallery reads them.

import { type Level, levels } from '@doorstep/ui-base/levels.ts'
import type { Tone } from '@doorstep/ui-base/tone.ts'

export type Row = {
  id: string
  code: string
  title: string
  tone: Tone
  state: string
  level: Level
  place: string
  officer: string
  due: string
  left: number
}
const titles = [
  '楼上漏水，天花板一直滴水',
  '三单元楼道堆放杂物，消防通道被堵',
  '夜间广场舞音量太大，影响孩子学习',
  '电动车飞线充电',
  '邻居占用公共车位，多次协商未果',
  '丢失老年证一本',
  '工地拖欠工资，工人聚集门口',
]
const states: [Tone, string][] = [
  ['active', '办理中'],
  ['waiting', '等待补充'],
  ['done', '已办结'],
  ['problem', '已逾期'],
  ['notice', '待受理'],
  ['neutral', '已归档'],
]
const pick = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

export const rowOf = (n: number): Row => ({
  id: String(n),
  code: `0318-${String(n).padStart(3, '0')}`,
  title: pick(titles, n),
  tone: pick(states, n)[0],
  state: pick(states, n)[1],
  level: pick(levels, n),
  place: pick(['文化社区', '和平社区', '东关村', '河西社区'], n),
  officer: pick(['周明', '马建国', '阿依古丽·买买提', '王雪'], n),
  due: new Date(Date.now() + ((n % 6) - 1) * 1.3 * 86_400_000).toISOString(),
  left: n % 6,
})

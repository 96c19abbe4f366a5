import { splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { iso } from '@doorstep/demo/time.ts'

/** A robot that is switched off, and sendings that are over: nothing of a demo county ever leaves the machine. */
export async function layDemoReach(demo: Demo): Promise<void> {
  const dice = demo.dice('reach')
  const chief = demo.people.find(({ role }) => role === 'chief')
  const area = chief?.area ?? String(demo.county)
  const { vault } = demo.parts
  const address = 'https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo'
  const robot = splitId(demo.id(dice, demo.now - 864e5)).uuid
  await insertRows(demo.sql, 'reach.robot', [
    {
      county: demo.county,
      id: robot,
      area,
      unit: null,
      vendor: 'wecom',
      name: '所内工作群',
      kinds: ['overdue', 'urgent', 'stuckHandOver'],
      language: 'zh-CN',
      sealed: vault.seal(JSON.stringify({ address, secret: null })),
      address: vault.blind(`robot ${address}`),
      enabled: false,
      version: 1,
      made_by: chief?.account ?? null,
      made_at: iso(demo.now - 30 * 864e5),
      reached_at: iso(demo.now - 2 * 864e5),
    },
  ])
  const ends = [
    ['sent', null, null],
    ['doubtful', 'noAnswer', null],
    ['dead', 'robotGone', '200 {"errcode":93000,"errmsg":"invalid webhook url"}'],
  ] as const
  const late = demo.notices.filter(({ words }) => /\.(red|yellow)$/.test(words)).slice(-ends.length)
  await insertRows(
    demo.sql,
    'reach.delivery',
    late.map(({ words, data, subject, at }, place) => {
      const [state, trouble, answer] = ends[place] ?? ends[0]
      const id = splitId(demo.id(dice, Date.parse(at))).uuid
      return {
        ...{ county: demo.county, id, event: id, channel: 'wecom', endpoint: robot, account: null, area, words, data },
        ...{ subject, kind: 'deadline', urgent: true, state, attempts: 1, trouble, answer },
        ...{ made_at: at, asked_at: at, tried_at: at, done_at: at },
      }
    }),
  )
}

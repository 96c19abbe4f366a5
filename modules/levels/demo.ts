import { splitId } from '@doorstep/contract'
import { type Demo, type DemoMatter, story } from '@doorstep/demo/demo.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day } from '@doorstep/demo/time.ts'
import { defaults } from './defaults.ts'
import type { Told } from './demo/tale.ts'
import { tellOf } from './demo/tell.ts'
import type { Colour } from './states.ts'

/** Colours over what is going on, and over some that is closed: moved by the module's own rules, with their log. */

/** How many of each colour stand in the story's own community at least; elsewhere by chance. */
const atHome: readonly Colour[] = ['red', 'orange', 'orange', 'yellow', 'yellow', 'yellow', 'blue', 'blue', 'blue']
const weights: Record<Colour, number> = { blue: 8, yellow: 6, orange: 3, red: 1 }
const coloured = ['dispute', 'hazard', 'complaint', 'help']
const places = [
  ['中心市场北门路口', '早市占道，两周内发生三起剐蹭。', 'yellow'],
  ['西渠水边', '冬季结冰，有人上冰，护栏缺一段。', 'orange'],
  ['建材城后院', '可燃物堆放，夜间无人值守。', 'yellow'],
  ['学校东侧便道', '放学时段车流集中。', 'blue'],
] as const

export async function layDemoLevels(demo: Demo): Promise<void> {
  const dice = demo.dice('levels')
  const told = [...openOnes(demo), ...closedOnes(demo)].map(({ matter, colour, unsigned }) =>
    tellOf(demo, dice, matter, colour, unsigned),
  )
  const all = [...told.flatMap((one) => one ?? []), ...placesOf(demo)]
  await insertRows(
    demo.sql,
    'levels.level',
    all.map(({ row }) => row),
  )
  await insertRows(
    demo.sql,
    'levels.change',
    all.flatMap(({ changes }) => changes),
  )
  await insertRows(
    demo.sql,
    'levels.objection',
    all.flatMap(({ objections }) => objections),
  )
  demo.visits.push(...all.flatMap(({ visits }) => visits))
}

type Chosen = { matter: DemoMatter; colour: Colour; unsigned?: boolean }
function openOnes(demo: Demo): Chosen[] {
  const dice = demo.dice('levels open')
  const open = demo.matters.filter(({ open: is, kind, assignee }) => is && assignee !== null && coloured.includes(kind))
  const home = open
    .filter(({ area }) => area.startsWith(story.community))
    .sort((a, b) => Number(b.kind === 'dispute') - Number(a.kind === 'dispute'))
  const chosen = home
    .slice(0, atHome.length)
    .map((matter, at) => ({ matter, colour: atHome[at] as Colour, unsigned: at === 1 }))
  const others = open
    .filter(({ area }) => !area.startsWith(story.community))
    .filter(() => dice.chance(0.6))
    .map((matter) => ({ matter, colour: dice.weighted(Object.keys(weights) as Colour[], (one) => weights[one]) }))
  return [...chosen, ...others]
}
function closedOnes(demo: Demo): Chosen[] {
  const dice = demo.dice('levels closed')
  return demo.matters
    .filter(({ open, kind, resolvedAt }) => !open && kind === 'dispute' && resolvedAt !== null)
    .filter(({ reportedAt }) => Date.parse(reportedAt) > demo.now - 200 * day)
    .filter(() => dice.chance(0.3))
    .map((matter) => ({ matter, colour: dice.pick(['blue', 'yellow', 'orange'] as const) }))
}

function placesOf(demo: Demo): Told[] {
  const dice = demo.dice('levels places')
  const officer = demo.people.find(({ username }) => username === 'officer')
  if (!officer) return []
  return places.map(([place, reason, colour]) => {
    const since = demo.now - dice.whole(3, 9) * day
    const id = demo.id(dice, since)
    const at = new Date(since).toISOString()
    const signed =
      colour === 'orange' ? (demo.people.find(({ username }) => username === 'chief')?.account ?? null) : null
    return {
      row: {
        ...{ county: demo.county, id: splitId(id).uuid, subject: splitId(id).uuid, subject_kind: 'place' },
        ...{ area: officer.area, kind: null, place, lat: null, lon: null, colour, state: 'active', reason },
        ...{ decided_by: officer.account, since: at, sign_due: null, signed_by: signed, signed_at: signed && at },
        expires: new Date(since + defaults.expires[colour] * day).toISOString(),
        ...{ confirmed_at: null, terms: [], points: 0, lowering: null, ended_at: null, ended_by: null, updated_at: at },
      },
      changes: [
        {
          ...{ county: demo.county, level: splitId(id).uuid, id: splitId(demo.id(dice, since)).uuid, at },
          ...{ verb: 'raise', colour, by_account: officer.account, reason },
        },
      ],
      objections: [],
      visits: [],
    }
  })
}

import { splitId } from '@doorstep/contract'
import type { Demo, DemoPerson, DemoVisit } from '@doorstep/demo/demo.ts'
import { story } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'

/** The calendar of the last weeks and of the month to come: the three visits, revisits, and what other rules planned. */

const past = 42
const ahead = 30
/** What an officer goes to see by themselves: purpose, where, what to do, what was found. */
const rounds = [
  ['opinions', '社区活动室', '听听居民对晚间巡逻和停车的意见', '居民希望晚上九点后多巡一次东门。'],
  ['opinions', '老年活动中心', '听取意见，顺便讲防诈骗', '几位老人接到过冒充客服的电话，都没有转账。'],
  ['opinions', '小区凉亭', '听听楼栋长说最近的事', '楼栋长反映地下车库照明偏暗，已转物业。'],
  ['security', '沿街商铺', '看夜间门锁和监控', '两家商铺监控角度偏，当场调好。'],
  ['security', '电动车充电棚', '看充电线路和灭火器', '灭火器在有效期内，一处飞线已拆。'],
  ['security', '快递驿站', '看消防通道和寄递实名', '通道畅通，实名登记齐全。'],
  ['security', '幼儿园门口', '上学时段看秩序和隔离栏', '隔离栏完好，家长停车有序。'],
  ['security', '物业值班室', '看值班记录和应急电话', '值班记录完整。'],
] as const

type Made = DemoVisit & { late: boolean }

export async function layDemoVisits(demo: Demo): Promise<void> {
  const dice = demo.dice('visits')
  const planned = [...demo.visits, ...revisitsOf(demo), ...roundsOf(demo, dice), ...casesOf(demo, dice)]
  const made = planned.map((visit) => ({ ...visit, late: demo.zone.day(visit.due) < demo.zone.day(demo.now) }))
  withAuxiliary(demo, made)
  await insertRows(
    demo.sql,
    'visits.visit',
    made.map((visit) => rowOf(demo, dice, visit)),
  )
}

/** They are recorded at the matter; the calendar shows the same. */
function revisitsOf(demo: Demo): DemoVisit[] {
  const outcomes: Record<string, DemoVisit['outcome']> = { good: 'good', notReached: 'notMet', again: 'concern' }
  return demo.matters.flatMap(({ id, area, assignee, revisits }) =>
    revisits
      .filter(({ dueAt }) => Date.parse(dueAt) > demo.now - past * day)
      .map(({ round, day: after, dueAt, doneAt, outcome }) => ({
        ...{ area, purpose: 'revisit', source: 'matters', key: `${id}/${round}/${after}`, subject: id },
        task: 'visits.tasks.revisit',
        due: Date.parse(dueAt) - hour,
        assignee,
        done: doneAt === null ? null : Date.parse(doneAt),
        outcome: outcome === null ? null : (outcomes[outcome] ?? 'concern'),
      })),
  )
}

const officersOf = (demo: Demo): DemoPerson[] =>
  demo.people.filter(({ role, area }) => role === 'officer' && area.length === 12)

/** Two a week for every officer, more where the story is; always some for today and tomorrow there. */
function roundsOf(demo: Demo, dice: Dice): DemoVisit[] {
  return officersOf(demo).flatMap((officer) => {
    const spots = demo.matters.flatMap(({ area, point }) =>
      area.startsWith(officer.area) && point ? [{ area, point }] : [],
    )
    if (spots.length === 0) return []
    const own = officer.area === story.community
    const days = Array.from({ length: past + ahead }, (_, at) => at - past).filter((at) => {
      if (own && (at === 0 || at === 1)) return true
      const weekday = demo.zone.weekday(demo.now + at * day)
      return weekday > 0 && weekday < 6 && dice.chance(own ? 0.6 : 0.35)
    })
    return days.flatMap((at) =>
      Array.from({ length: own && at === 0 ? 4 : own && at === 1 ? 3 : 1 }, (_, nth) =>
        roundOf(demo, dice, officer, at, nth, dice.pick(spots)),
      ),
    )
  })
}
type Spot = { area: string; point: { lat: number; lon: number } }
function roundOf(demo: Demo, dice: Dice, officer: DemoPerson, at: number, nth: number, spot: Spot): DemoVisit {
  const [purpose, place, task, note] = dice.pick(rounds)
  const due = demo.now + at * day
  // One in twelve was missed: it shows late, and can still be made.
  const done = at < 0 && !dice.chance(at > -8 ? 0.12 : 0) ? demo.zone.atHour(due, 9 + dice.next() * 8) : null
  const outcome = dice.weighted(
    ['good', 'concern', 'notMet'] as const,
    (one) => ({ good: 8, concern: 2, notMet: 1 })[one],
  )
  return {
    ...{
      area: spot.area,
      purpose,
      source: 'visits',
      key: `demo/${officer.account}/${officer.area}/${at}/${nth}`,
      subject: null,
    },
    ...{ task, place, point: jittered(dice, spot.point), due, done, assignee: officer.account },
    outcome: done === null ? null : outcome,
    ...(done === null || outcome === 'notMet' ? {} : { note }),
  }
}
/** Near by, not at the very door of whoever reported something. */
const jittered = (dice: Dice, { lat, lon }: Spot['point']) => ({
  lat: Math.round((lat + (dice.next() - 0.5) * 0.002) * 1e5) / 1e5,
  lon: Math.round((lon + (dice.next() - 0.5) * 0.002) * 1e5) / 1e5,
})

/** Parties of cases that are going on. */
function casesOf(demo: Demo, dice: Dice): DemoVisit[] {
  return demo.matters
    .filter(({ open, assignee, kind }) => open && assignee !== null && (kind === 'dispute' || kind === 'complaint'))
    .map(({ id, area, assignee }) => ({
      ...{ area, purpose: 'caseParty', source: 'visits', key: `demo/case/${id}`, subject: id, assignee },
      task: '上门听双方再说一遍，约下次见面的时间',
      due: demo.now + dice.whole(0, 9) * day,
      done: null,
      outcome: null,
    }))
}

/** The auxiliary of the story goes along: once today, once tomorrow, once last week. */
function withAuxiliary(demo: Demo, made: Made[]): void {
  const auxiliary = demo.people.find(({ username }) => username === 'auxiliary')
  const officer = demo.people.find(({ username }) => username === 'officer')
  if (!auxiliary || !officer) return
  const on = (shift: number) => demo.zone.day(demo.now + shift * day)
  for (const wanted of [on(0), on(1), on(3)]) {
    const visit = made.find(
      ({ due, assignee, area, source }) =>
        source === 'visits' &&
        demo.zone.day(due) === wanted &&
        assignee === officer.account &&
        area.startsWith(auxiliary.area),
    )
    if (visit) visit.along = [auxiliary.account]
  }
}

function rowOf(demo: Demo, dice: Dice, visit: Made): Record<string, unknown> {
  const { area, purpose, source, key, subject, task, assignee, done, outcome, note, place, point, along } = visit
  const planned = Math.min(visit.due - 10 * day, demo.now - hour)
  return {
    county: demo.county,
    id: splitId(demo.id(dice, planned)).uuid,
    ...{ area, purpose, source, key, subject, task, assignee, outcome },
    state: done !== null ? 'done' : visit.late ? 'missed' : 'planned',
    place: place ?? null,
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
    due_on: demo.zone.day(visit.due),
    last_day: null,
    along: along ?? [],
    done_at: done && iso(Math.min(done, demo.now)),
    done_by: done && assignee,
    note: note ? demo.parts.vault.seal(note) : null,
    reason: null,
    updated_at: iso(done ? Math.min(done, demo.now) : planned),
  }
}

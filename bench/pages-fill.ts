import { gramsOf } from '@doorstep/modules/matters/rules-text.ts'
import { world } from '../packages/testkit/world.ts'
import type { Place } from './place.ts'

/**
 * One county, six weeks and ten years old. What comes in a month is the same, so what is open at a time is the same too
 * (some 2,700, by how long matters take); what grows is the history behind it.
 */
const perMonth = 8000
const county = world.county

const troubles = [
  '楼上漏水到家里墙面发霉',
  '楼下夜里放音乐吵得睡不着',
  '路灯坏了晚上看不见台阶',
  '井盖松动老人差点摔倒',
  '消防通道被电动车堵住',
  '邻居为晾晒衣服争吵',
  '物业不处理垃圾堆放',
  '宠物狗没有牵绳吓到小孩',
  '租客拖欠房租不肯搬走',
  '工地欠薪想请民警调解',
  '楼道里堆放杂物挡住出口',
  '门口停车位被长期占用',
  '自来水管破裂淹了地下室',
  '暖气不热多次反映没有结果',
  '广场舞声音太大影响学习',
  '捡到身份证想还给本人',
  '孩子走失后已经找到来说明',
  '咨询居住证怎么办理',
  '电动车充电线从窗户拉下来',
  '树枝压到电线有火花',
  '两家为宅基地界线争执',
  '羊群啃了别家的玉米地',
  '灌溉水渠被堵两家争水',
  '婚姻矛盾请求上门劝说',
  '赡养老人兄弟之间起纠纷',
  '网购被骗想报案咨询',
  '陌生人上门推销保健品',
  '高空抛物砸坏车窗',
  '装修在午休时间施工',
  '小区门禁坏了外人随意进出',
]
const spots = [
  '一号楼',
  '二号楼',
  '三号楼',
  '五号楼',
  '八号楼',
  '东门',
  '西门',
  '菜市场',
  '小学门口',
  '卫生院',
  '老年活动室',
  '村委会',
  '水塔旁',
  '桥头',
  '东风路',
  '渠口街',
  '戈壁巷',
  '建设路',
  '车站',
  '广场',
]
const units = ['一单元', '二单元', '三单元', '南侧', '北侧', '']

type Phrase = { description: string; place: string; grams: string[] }
const phrases = (): Phrase[] =>
  troubles.flatMap((trouble) =>
    spots.flatMap((spot) =>
      units.map((unit) => {
        const place = `${spot}${unit}`
        const description = `${place}，${trouble}，希望尽快有人来看看。`
        return { description, place, grams: gramsOf(`${description} ${place}`) }
      }),
    ),
  )

/** Lays matters number `from` to `to`, the oldest last. Indexes are made anew afterwards: that is many times faster. */
export async function fill({ database: { owner } }: Place, from: number, to: number): Promise<void> {
  const client = await owner.connect()
  try {
    const { rows: indexes } = await client.query<{ name: string; made: string }>(
      `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as made from pg_index where indrelid = 'matters.matter'::regclass and not indisprimary`,
    )
    await client.query(`set synchronous_commit = off; set maintenance_work_mem = '256MB'`)
    for (const { name } of indexes) await client.query(`drop index ${name}`)
    await client.query(
      'create temporary table phrase (number integer primary key, description text, place text, grams text[])',
    )
    const made = phrases()
    await client.query(
      `insert into phrase select ordinality - 1, description, place, grams from rows from (jsonb_to_recordset($1::jsonb) as (description text, place text, grams text[])) with ordinality`,
      [JSON.stringify(made)],
    )
    await client.query(insertOf(from, to, made.length))
    await client.query('drop table phrase')
    for (const index of indexes) await client.query(index.made)
    await client.query('reset maintenance_work_mem; reset synchronous_commit')
    await client.query('vacuum (analyze) matters.matter')
  } finally {
    client.release()
  }
}

/** Ten townships of twenty communities, five grids each. A third is done in a day, half in a week, little takes a month. */
const insertOf = (from: number, to: number, phraseCount: number): string => `
  insert into matters.matter (county, id, code, area, kind, state, open, channel, description, place, lat, lon, receipt_hash, reporter,
    assignee, first_receiver, helpers, unit, reported_at, accept_due, handle_due, due_at, accepted_at, resolved_at, grade, result, clock_from,
    handled_at, grams, updated_at)
  select ${county}, id, code, area,
    (array['dispute', 'hazard', 'help', 'consult', 'complaint'])[1 + a / 1000 % 5],
    case when open then (array['submitted', 'accepted', 'inProgress', 'inProgress', 'waitingDepartment'])[1 + b % 5] when age < 60 then 'followUp' else 'archived' end,
    open, 'web', p.description, p.place, 40 + (b % 5000) / 10000.0, 100 + (c % 5000) / 10000.0, md5(n::text),
    case when n % 3 = 0 then '${county}-reporter-' || b % 20000 end, case when open and b % 5 = 0 then null else 'officer-' || a % 200 end,
    'officer-' || a % 200, case when c % 20 = 0 then array['auxiliary-' || c % 100] else '{}' end, case when b % 5 = 4 then 'housing' end,
    at, at + interval '1 day', at + interval '15 days', case when open then at + interval '1 day' * (1 + c % 15) end,
    at + interval '5 hours', case when not open then at + takes end, case when not open then 'solved' end, case when not open then '已经处理，当事人满意。' end, at,
    least(now(), at + takes), p.grams || array(select distinct lower(substr(code, i, 2)) from generate_series(1, 13) i) || array['@' || left(area, 6), '@' || left(area, 9), '@' || left(area, 12),
      '#' || to_char(at at time zone 'UTC', 'YYYY-MM'), '#' || to_char(at at time zone 'UTC', 'YYYY')] || case when b % 5 = 4 then array['~housing'] else '{}' end,
    least(now(), at + takes)
  from (
    select *, now() - age * interval '1 day' as at, days * interval '1 day' as takes, age < days as open,
      to_char(now() - age * interval '1 day', 'YYYYMMDD') || '-' || upper(lpad(to_hex(n), 5, '0')) as code,
      '${county}' || lpad((1 + a % 10)::text, 3, '0') || lpad((1 + a / 10 % 20)::text, 3, '0') || lpad((1 + a / 200 % 5)::text, 3, '0') as area
    from (
      select n, gen_random_uuid() as id, n * 30.0 / ${perMonth} as age, hashint4(n) & 1048575 as a, hashint4(n + 1000003) & 1048575 as b,
        hashint4(n + 2000003) & 1048575 as c, 30 * power((hashint4(n + 3000017) & 1048575) / 1048576.0, 2) as days
      from generate_series(${from}, ${to}) n) numbered) dated
  join phrase p on p.number = c % ${phraseCount}`

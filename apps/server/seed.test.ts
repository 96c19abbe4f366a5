import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildApp, openDatabase, type Parts } from '@doorstep/kernel'
import { states as hazardStates } from '@doorstep/modules/hazards/states.ts'
import { kindOf } from '@doorstep/modules/matters/kinds/index.ts'
import { checkExtra } from '@doorstep/modules/matters/rules-extra.ts'
import { isOpen, pausedStates, type State, states } from '@doorstep/modules/matters/states.ts'
import { states as boardStates } from '@doorstep/modules/rooms/rules.ts'
import { cloneDatabase, ensureTemplate } from '@doorstep/testkit/postgres.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { composeParts, makeLog, migrate } from './compose.ts'
import { demoSignIns, seedDemoOnce } from './seed.ts'

const now = Date.parse('2026-11-24T08:20:00.000Z')
const closing: (() => Promise<unknown>)[] = []

/** A server on an empty database of its own, at a fixed moment. */
async function emptyServer(): Promise<Parts> {
  await ensureTemplate('demo_empty', async (url) => {
    const database = openDatabase(url, 2)
    await migrate(database)
    await database.close()
  })
  const copy = await cloneDatabase('demo_empty')
  const database = openDatabase(copy.url, 4)
  const filesDir = await mkdtemp(join(tmpdir(), 'doorstep-demo-test-'))
  const settings = {
    production: false,
    publicUrl: 'http://localhost',
    defaultCounty: 990_101,
    zone: 'Asia/Shanghai',
    rateFactor: 1000,
    version: 'test',
  }
  closing.push(async () => {
    await database.close()
    await copy.drop()
    await rm(filesDir, { recursive: true, force: true })
  })
  const log = makeLog('silent')
  return composeParts({ database, keys: [Buffer.alloc(32, 7)], filesDir, log, settings, clock: () => now })
}

type Row = Record<string, unknown>
const rowsOf = async (parts: Parts, sql: string): Promise<Row[]> => (await parts.database.owner.query(sql)).rows
const oneOf = async (parts: Parts, sql: string): Promise<Row> => (await rowsOf(parts, sql))[0] ?? {}

/** Everything that was laid, without what is secret and therefore different each time. */
const secret = [
  'phone_sealed',
  'reporter_name',
  'reporter_phone',
  'password',
  'token',
  'stamp',
  'changed_at',
  'updated_at',
]
const tables = [
  ...['areas.area', 'people.account', 'people.profile', 'people.posting', 'rooms.room', 'rooms.notice', 'rooms.board'],
  ...['rooms.scan', 'rooms.answer', 'matters.matter', 'matters.step', 'matters.visit', 'matters.attachment'],
  'notices.notice',
]
async function sums(parts: Parts): Promise<Row> {
  const found: Row = {}
  for (const table of tables) {
    const without = [...secret, ...(table === 'rooms.board' ? ['printed_version', 'posted_version'] : [])]
    const { n, sum } = await oneOf(
      parts,
      `select count(*) as n, md5(string_agg(row, '' order by row)) as sum
       from (select (to_jsonb(t) - '{${without.join(',')}}'::text[])::text as row from ${table} t) as rows`,
    )
    found[table] = `${n} rows ${sum}`
  }
  return found
}

describe('the demo county', () => {
  let parts: Parts
  let again: Parts
  beforeAll(async () => {
    parts = await emptyServer()
    again = await emptyServer()
    expect(await seedDemoOnce(parts)).toBe(true)
  }, 240_000)
  afterAll(async () => {
    for (const close of closing) await close()
  })

  it('is laid once, and leaves nothing behind when it breaks half-way', async () => {
    expect(await seedDemoOnce(parts)).toBe(false)
    let kept = 0
    const files: Parts['files'] = {
      ...again.files,
      keep: async (upload, id) => {
        if (++kept > 250) throw new Error('the disk is full')
        return again.files.keep(upload, id)
      },
    }
    await expect(seedDemoOnce({ ...again, files })).rejects.toThrow('the disk is full')
    expect(kept).toBeGreaterThan(250)
    for (const table of tables)
      expect(await oneOf(again, `select count(*) as n from ${table}`), table).toEqual({ n: 0 })
  }, 240_000)

  it('has a card for every colour that an open matter wears, some answered, some waiting', async () => {
    const bare = await rowsOf(
      parts,
      `select m.code from matters.matter m where m.open and m.supervision <> 'none' and not exists (
         select from matters.card c where c.county = m.county and c.matter = m.id and c.closed_at is null)`,
    )
    expect(bare).toEqual([])
    const counts = await oneOf(
      parts,
      `select count(*) filter (where answered_at is null and answer_due is not null and closed_at is null)::int as waiting,
         count(*) filter (where answered_at is not null)::int as answered from matters.card`,
    )
    expect(Number(counts.waiting)).toBeGreaterThan(0)
    expect(Number(counts.answered)).toBeGreaterThan(0)
  })
  it('is the same from the same moment', async () => {
    expect(await seedDemoOnce(again)).toBe(true)
    expect(await sums(again)).toEqual(await sums(parts))
  }, 240_000)

  it('has the size that was asked for', async () => {
    const levels = await rowsOf(parts, 'select level, count(*) as n from areas.area group by 1')
    const size = Object.fromEntries(levels.map(({ level, n }) => [level, n]))
    expect(size).toMatchObject({ county: 1, township: 9, community: 95 })
    expect(size.grid).toBeGreaterThanOrEqual(260)
    expect(await oneOf(parts, `select count(distinct area) as n from rooms.room where state = 'open'`)).toEqual({
      n: 95,
    })
    expect(await oneOf(parts, 'select count(distinct number) as n, max(number) as last from rooms.board')).toEqual({
      n: 509,
      last: 509,
    })
    const { staff, roles } = await oneOf(
      parts,
      'select count(distinct account) as staff, count(distinct role) as roles from people.posting',
    )
    expect(staff).toBeGreaterThan(140)
    expect(staff).toBeLessThan(165)
    expect(roles).toBe(14)
    expect(await oneOf(parts, 'select bool_and(demo) as marked from people.account')).toEqual({ marked: true })
    expect(
      await oneOf(parts, `select count(*) as n, min(reported_at) < '2025-10-15' as old from matters.matter`),
    ).toEqual({
      n: 1200,
      old: true,
    })
  })

  it('shows every state of matters and boards', async () => {
    const found = await rowsOf(parts, 'select distinct state from matters.matter')
    expect(found.map(({ state }) => state).sort()).toEqual([...states].sort())
    const boards = await rowsOf(parts, 'select distinct state from rooms.board')
    expect(boards.map(({ state }) => state).sort()).toEqual([...boardStates].sort())
    const { open, late, closed } = await oneOf(
      parts,
      `select count(*) filter (where open) as open, count(*) filter (where due_at < '2026-11-24T08:20Z') as late,
       count(*) filter (where not open) as closed from matters.matter`,
    )
    expect(open).toBeGreaterThan(110)
    expect(open).toBeLessThan(135)
    expect(late).toBeGreaterThan(9)
    expect(late).toBeLessThan(22)
    expect(closed).toBeGreaterThan(1000)
  })

  it('keeps the rules of matters', async () => {
    const matters = await rowsOf(
      parts,
      `select m.*, (select json_agg(s order by s.at, s.id) from matters.step s where s.county = m.county and s.matter = m.id) as steps
       from matters.matter m`,
    )
    for (const matter of matters) {
      const state = matter.state as State
      const about = `${matter.code} ${state}`
      expect(matter.open, about).toBe(isOpen(state))
      expect(matter.due_at === null, about).toBe(!isOpen(state) || pausedStates.includes(state))
      expect(matter.paused_at !== null, about).toBe(pausedStates.includes(state))
      const handled = (matter.steps as Row[]).some(({ verb }) => verb === 'resolve' || verb === 'closeWithOther')
      if (state === 'resolved' || state === 'followUp') expect(matter.grade, about).not.toBeNull()
      if (matter.grade !== null)
        expect(handled && matter.resolved_at !== null && matter.result !== null, about).toBe(true)
      if (!['submitted', 'withdrawn', 'archived', 'transferredOut'].includes(state))
        expect(matter.assignee, about).not.toBeNull()
      expect(kindOf(matter.kind as string), about).toBeDefined()
      checkExtra(matter.kind as string, matter.extra as Row)
      chain(matter)
    }
  })
  /** Each step begins where the one before ended, none lies in the future, and the last one ends where the matter stands. */
  function chain(matter: Row): void {
    let at: unknown = null
    for (const step of matter.steps as Row[]) {
      expect(step.from_state, `${matter.code} ${step.verb}`).toBe(at)
      expect(Date.parse(step.at as string)).toBeLessThanOrEqual(now)
      at = step.to_state ?? at
    }
    expect(at, String(matter.code)).toBe(matter.state)
  }

  it('has hazards in every state, and repeats that wait for somebody', async () => {
    const hazards = await rowsOf(parts, 'select state, count(*)::int as n from hazards.hazard group by 1 order by 1')
    console.log('hazards', JSON.stringify(hazards))
    for (const state of hazardStates) expect(hazards.map((row) => row.state)).toContain(state)
    const proposals = await rowsOf(parts, 'select state, count(*)::int as n from findings.proposal group by 1')
    console.log('proposals', JSON.stringify(proposals))
    expect(proposals.find((row) => row.state === 'open')?.n).toBeGreaterThan(8)
    const held = await rowsOf(parts, `select id from matters.matter where held_by = 'hazards' and not open`)
    expect(held).toEqual([])
  })

  it('says nothing with a hole in it, and nothing too long for its field', async () => {
    const bad = await rowsOf(
      parts,
      `select text from (
         select description as text from matters.matter union all select place from matters.matter
         union all select result from matters.matter union all select text from matters.step
         union all select reason from matters.step union all select note from matters.visit
         union all select place from rooms.board union all select address from rooms.room) as words
       where text ~ '[][{}|]' or text ~ 'undefined|null|NaN' or length(text) > 500 or text = ''`,
    )
    expect(bad).toEqual([])
  })

  it('has every picture that it names', async () => {
    const files = await rowsOf(
      parts,
      `select county || '-' || id as id, bytes from matters.attachment
       union all select county || '-' || photo, null from people.profile where photo is not null
       union all select county || '-' || photo, null from rooms.board where photo is not null
       union all select county || '-' || photo, null from rooms.room where photo is not null`,
    )
    expect(files.length).toBeGreaterThan(800)
    for (const { id, bytes } of files) {
      const file = await parts.files.open(id as string)
      file?.stream.on('error', () => {}).resume()
      expect(file, id as string).toBeDefined()
      if (bytes !== null) expect(file?.bytes).toBe(bytes)
    }
  })

  it('opens for each of its sign-ins, with something to do', async () => {
    const app = await buildApp(parts)
    const signIns = await demoSignIns(parts)
    expect(signIns.map(({ client }) => client)).toEqual(
      expect.arrayContaining(['console', 'officer', 'auxiliary', 'resident', 'volunteer']),
    )
    const asked: Readonly<Record<string, string>> = {
      officer: '/api/matters?view=mine',
      auxiliary: '/api/matters?view=open',
      clerk: '/api/matters?view=open',
      chief: '/api/matters?view=overdue',
      volunteer: '/api/matters/mine',
      admin: '/api/people?q=wang',
    }
    for (const [username, url] of Object.entries(asked)) {
      const { password } = signIns.find(({ name }) => name === username) ?? {}
      const entered = await app.inject({
        method: 'POST',
        url: '/api/people/sign-in',
        headers: { 'idempotency-key': `seed-${username}` },
        payload: { username, password },
      })
      expect(entered.statusCode, username).toBe(200)
      // The session is not the only thing that a sign-in leaves with the browser.
      const cookies = [entered.headers['set-cookie']].flat().map((cookie) => String(cookie).split(';')[0])
      const reply = await app.inject({ url, headers: { cookie: cookies.join('; ') } })
      expect(reply.statusCode, username).toBe(200)
      if (username !== 'admin') expect(reply.json().items.length, username).toBeGreaterThan(0)
    }
    await app.close()
  })
})

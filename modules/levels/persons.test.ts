import { type TestApp, testApp } from '@doorstep/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { forbiddenByHead } from '../ledgers/rules-forbidden.ts'

/**
 * No table, endpoint, export or import attaches a colour, score or list to a person (design §7). Whatever sounds like
 * one has to be named here with what it hangs on; a new column or field of that kind fails until somebody has thought.
 */
const sounds = /colou?r|level|score|points|risk|grade|rank|rating|watch|black|suspect|attention|label|tag/i

const columns: Readonly<Record<string, string>> = {
  'areas.area.level': 'of the area: county, township, community, grid',
  'disputes.dispute.colour': 'of the matter, mirrored',
  'levels.level.colour': 'of a matter or a place: a check constraint says so',
  'levels.level.points': 'of the same, what the advice counted',
  'levels.change.level': 'key of the level',
  'levels.change.colour': 'of the level at that time',
  'levels.objection.level': 'key of the level',
  'matters.matter.grade': 'how the matter ended',
  'matters.matter.rating': 'what the person thought of how it was handled',
  'matters.matter.rating_text': 'the same in words',
  'matters.card.colour': 'card on a matter that is late',
  'rooms.answer.rating': 'of how a room answered, counted without a name',
}
const tables: Readonly<Record<string, string>> = { 'levels.level': 'matters and places' }

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

const ours = `table_schema not in ('information_schema', 'pg_catalog', 'pgboss', 'public')`
const last = (name: string): string => name.slice(name.lastIndexOf('.') + 1)

it('has no column that would hang a colour, score or list on a person', async () => {
  const rows = await t.sql<{ name: string }>(
    `select table_schema || '.' || table_name || '.' || column_name as name from information_schema.columns where ${ours}`,
  )
  const found = rows.map(({ name }) => name).filter((name) => sounds.test(last(name)))
  expect(found.toSorted()).toEqual(Object.keys(columns).toSorted())
})

it('has no table that is a list of persons, and levels know two kinds of subject only', async () => {
  const rows = await t.sql<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables where ${ours}`,
  )
  const found = rows.map(({ name }) => name).filter((name) => sounds.test(last(name)))
  expect(found).toEqual(Object.keys(tables))
  const [check] = await t.sql<{ text: string }>(
    `select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = 'levels.level'::regclass and contype = 'c'`,
  )
  expect(check?.text.match(/'[a-z]+'/g)).toEqual(["'matter'", "'place'"])
  const persons = await t.sql(
    `select column_name from information_schema.columns where table_schema = 'levels' and table_name = 'level'
     and column_name ~ '(name|phone|party|person|household|resident|reporter|account$)'`,
  )
  expect(persons).toEqual([])
})

type Schema = { properties?: Record<string, Schema>; items?: Schema; anyOf?: Schema[]; allOf?: Schema[] }
function fieldsOf(schema: unknown, found: Set<string>): Set<string> {
  if (Array.isArray(schema)) for (const each of schema) fieldsOf(each, found)
  else if (schema !== null && typeof schema === 'object')
    for (const [key, value] of Object.entries(schema as Schema)) {
      if (key === 'properties') for (const name of Object.keys(value as object)) found.add(name)
      fieldsOf(value, found)
    }
  return found
}

/** `<path prefix> <field>` → what it hangs on; a prefix alone stands for all of its fields. */
const fields: Readonly<Record<string, string>> = {
  '/areas ': 'level and label of areas',
  '/boards/map points': 'where contact boards hang',
  '/disputes colour': 'of the matter',
  '/disputes level': 'of the matter, told to its parties',
  '/ledgers/mappings grades': 'words of a file for how its matters ended',
  '/ledgers/runs grades': 'the same',
  '/levels ': 'matters and places',
  '/matter-levels ': 'matters',
  '/place-levels ': 'places',
  '/matters ': 'grade, rating, cards of a matter; points on a map',
  '/people/me/security label': 'what somebody calls their own key',
  '/privacy label': 'words beside a value',
  '/rooms ': 'ratings of a room, counted',
  '/supervision ': 'cards of matters',
}

it('has no operation outside of those about matters, places and areas whose request or reply has such a field', async () => {
  const document = (await t.app.inject('/api/openapi.json')).json<{ paths: Record<string, unknown> }>()
  const known = Object.keys(fields).map((entry) => entry.split(' ') as [string, string])
  const isKnown = (path: string, field: string) =>
    known.some(([prefix, name]) => path.startsWith(`/api${prefix}`) && (name === '' || name === field))
  const stray = Object.entries(document.paths).flatMap(([path, item]) =>
    [...fieldsOf(item, new Set())]
      .filter((name) => sounds.test(name) && !isKnown(path, name))
      .map((name) => `${path} ${name}`),
  )
  expect(stray).toEqual([])
})

it('the importer drops and names columns that would bring one in', () => {
  for (const head of ['人员等级', '重点人员', '人员风险等级', '管控级别', '积分', '黑名单', '个人信用分'])
    expect(forbiddenByHead(head), head).toBe('label')
})

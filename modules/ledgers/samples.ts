import { randomInt } from 'node:crypto'
import { newId, splitId } from '@doorstep/contract'
import type { TestApp } from '@doorstep/testkit'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import { lay } from '../matters/test-matters.ts'
import { layCard } from '../matters/test-supervision.ts'
import type { ledgers } from './contract.ts'
import type { Facts } from './rules-map.ts'
import { csvText, heads, ledgerMap, ledgerRows } from './test-ledgers.ts'

/** A valid request of every operation, for the tests that are generated from the contracts. */

const facts: Facts = {
  format: 'csv',
  encoding: 'utf-8',
  delimiter: ',',
  sheets: [],
  sheet: null,
  date1904: false,
  head: { first: 1, rows: 1 },
  columns: heads.map((name, at) => ({
    at,
    name,
    filled: 1,
    values: null,
    samples: [],
    dates: { dmy: 0, mdy: 0, either: 0 },
  })),
  rows: 1,
  problems: [],
}
async function run(t: TestApp, county: string, state: string): Promise<string> {
  const id = newId(county)
  const at = new Date(t.clock.now()).toISOString()
  const { vault } = t.parts
  await t.sql(
    `insert into ledgers.run (county, id, file_name, bytes, sha256, state, facts, rows, created_at) values ($1, $2, '台账.csv', 10, 'x', $3, $4, 1, $5)`,
    [Number(county), splitId(id).uuid, state, vault.seal(JSON.stringify(facts)), at],
  )
  const [row] = ledgerRows(1)
  await t.sql('insert into ledgers.batch values ($1, $2, 2, $3)', [
    Number(county),
    splitId(id).uuid,
    vault.seal(JSON.stringify([[2, row]])),
  ])
  return id
}
const withRun =
  (state: string, body?: object) =>
  async ({ t, place }: Asking) => ({ params: { id: await run(t, place.county, state) }, ...(body ? { body } : {}) })
let named = 0

export const samples: Samples<typeof ledgers> = {
  receive: async ({ place }) => ({
    params: { id: newId(place.county) },
    query: { name: '台账.csv' },
    body: Buffer.from(csvText([[...heads], ...ledgerRows(3)])),
    type: 'text/csv',
  }),
  runs: async ({ t, place }) => ({ hidden: await run(t, place.county, 'read') }),
  run: withRun('read'),
  read: withRun('read', { headerRow: 1 }),
  start: withRun('read', { map: ledgerMap, dry: false }),
  cancel: withRun('read'),
  problems: withRun('done'),
  report: withRun('done'),
  rejects: withRun('done'),
  mappings: async ({ t, place }) => ({ hidden: await mapping(t, place.county), query: { limit: 200 } }),
  saveMapping: async ({ place }) => ({
    params: { id: newId(place.county) },
    body: { name: `对应 ${named++}`, map: ledgerMap },
  }),
  dropMapping: async ({ t, place }) => ({ params: { id: await mapping(t, place.county) } }),
  exportMatters: async ({ t, place }) => {
    const laid = await lay(t, 'submitted', { area: place.grid })
    return { query: { columns: 'id,code' }, hidden: laid.id }
  },
  exportSupervision: async (asking) => ({
    query: { columns: 'id,code' },
    hidden: await layCard(asking, await lay(asking.t, 'inProgress', { area: asking.place.grid }), null),
  }),
  exportStaff: async ({ t, place }) => {
    const { account } = await t.another('officer', place.area)
    return { query: { columns: 'id,staffName' }, hidden: account }
  },
  exportBoards: async ({ t, place }) => ({
    query: { columns: 'id,place' },
    hidden: await board(t, place.county, place.grid),
  }),
}

async function mapping(t: TestApp, county: string): Promise<string> {
  const id = newId(county)
  await t.sql('insert into ledgers.mapping values ($1, $2, $3, $4, now())', [
    Number(county),
    splitId(id).uuid,
    `对应 ${named++}`,
    JSON.stringify(ledgerMap),
  ])
  return id
}
async function board(t: TestApp, county: string, area: string): Promise<string> {
  const id = newId(county)
  const { uuid } = splitId(id)
  await t.sql(
    `insert into rooms.board (county, id, number, token, area, place, kind, format, state, created_at, updated_at)
     values ($1, $2, $3, $4, $5, '3 号楼 1 单元', 'stairwell', 'a4', 'posted', now(), now())`,
    [Number(county), uuid, randomInt(2 ** 30), uuid, area],
  )
  return id
}

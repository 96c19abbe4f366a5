import { randomUUID } from 'node:crypto'
import { methodOf, urlOf } from '@doorstep/contract'
import { planDistribution } from '@doorstep/kernel'
import { type TestApp, testApp } from '@doorstep/testkit'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'

/**
 * On a cluster the county says which node has a row: a statement that does not name it asks all of them, and inside a
 * transaction that has written it is refused. Without a cluster the statements themselves are read: all that the app's
 * role sends while every operation is asked once and every job that follows is done.
 */
const entries = await everyOperation()
const said = new Set<string>()
const { query } = pg.Client.prototype
type Said = { text?: string } | string | undefined
const listening = {
  query(this: pg.Client, ...asked: unknown[]) {
    const [what] = asked as [Said]
    const text = typeof what === 'string' ? what : what?.text
    const { application_name } = (this as unknown as { connectionParameters: { application_name?: string } })
      .connectionParameters
    if (text && application_name === 'doorstep') said.add(text)
    return Reflect.apply(query, this, asked)
  },
}
let t: TestApp
beforeAll(async () => {
  t = await testApp()
  Object.assign(pg.Client.prototype, listening)
})
afterAll(async () => {
  Object.assign(pg.Client.prototype, { query })
  await t.close()
})

/** `"county" = $1`, `county in (…)`, `m.county = …`; or an insert whose columns name it. */
const namesCounty = (statement: string): boolean =>
  /\bcounty"?\s*(=|in\b)/i.test(statement) ||
  /insert into [\w."]+(\s+as\s+\w+)?\s*\([^)]*\bcounty\b/i.test(statement) ||
  /\bcounty"?,[^)]*\)\s*(=|in)\s*\(/i.test(statement)
const mentions = (statement: string, table: string): boolean =>
  new RegExp(`\\b(from|join|into|update)\\s+"?${table.replace('.', '"?\\."?')}"?(?![\\w.])`, 'i').test(statement)

it('names its county in every statement about a county’s rows', async () => {
  for (const { sample, operation, label } of entries) {
    const who = await whoIs(t, roleFor(operation))
    const request = await sample({ t, who, relation: 'own', place: placeOf('own') })
    const reply = await ask(t, who, methodOf(operation), urlOf(operation), request, randomUUID())
    expect(reply.statusCode, `${label}: ${reply.body.slice(0, 200)}`).toBeLessThan(400)
  }
  await t.jobs.drain()
  for (const { name, jobs } of t.parts.modules)
    for (const job of Object.keys(jobs?.every ?? {})) await t.jobs.runSchedule(`${name}.${job}`)
  const schemas = ['kernel', ...t.parts.modules.map(({ name }) => name)]
  const plan = await planDistribution(t.parts.database.owner, schemas)
  const spread = plan.filter(({ place }) => place === 'distributed').map(({ table }) => table)
  const about = [...said].filter((statement) => spread.some((table) => mentions(statement, table)))
  expect(about.length).toBeGreaterThan(100)
  expect(about.filter((statement) => !namesCounty(statement))).toEqual([])
}, 300_000)

it('would notice one that does not', () => {
  const careless = 'select "id" from "matters"."matter" where "id" = $1'
  expect(mentions(careless, 'matters.matter') && !namesCounty(careless)).toBe(true)
  expect(mentions('select from matters.matter_archive', 'matters.matter')).toBe(false)
  expect(namesCounty('update matters.matter set state = $3 where county = $1 and id = $2')).toBe(true)
})

import { newId } from '@doorstep/contract'
import type { TestApp } from '@doorstep/testkit'
import type { Family } from './states.ts'

/** What the tests of this module share: calls and proposals, laid by the owner. */

type At = { area: string; place?: string; point?: { lat: number; lon: number }; family?: Family; at?: string }
export async function layCall(t: TestApp, { area, place, point, family, at }: At): Promise<string> {
  const county = area.slice(0, 6)
  const [sign, call] = [newId(county), newId(county)]
  const when = at ?? new Date(t.clock.now()).toISOString()
  const { vault } = t.parts
  await t.sql(
    `insert into findings.call (county, id, area, number, words, phone, called_at, updated_at) values ($1, $2, $3, 'JQ1', $4, $5, $6, $6)`,
    [Number(county), call.slice(7), area, vault.seal('楼上楼下又吵起来了'), vault.seal('13812345678'), when],
  )
  await t.sql(
    `insert into findings.sign (county, id, source, ref, area, family, place, place_key, lat, lon, at) values ($1, $2, 'call', $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[Number(county), sign.slice(7), call.slice(7), area, family ?? 'neighbour', place ?? null],
      ...[place?.replace(/\s/g, '') ?? null, point?.lat ?? null, point?.lon ?? null, when],
    ],
  )
  return sign
}
/** An open proposal of two calls. */
export async function layProposal(t: TestApp, at: At): Promise<{ id: string; signs: string[] }> {
  const county = at.area.slice(0, 6)
  const id = newId(county)
  const signs = [await layCall(t, at), await layCall(t, at)]
  const because = [{ code: 'sameSpot', count: 2, days: 90, metres: 80, atLeast: 2 }]
  await t.sql(
    `insert into findings.proposal (county, id, area, state, family, place, because, count, newest_at, updated_at)
     values ($1, $2, $3, 'open', 'neighbour', '杨树里 3 号楼', $4, 2, now(), now())`,
    [Number(county), id.slice(7), at.area, JSON.stringify(because)],
  )
  await t.sql('update findings.sign set proposal = $1, looked = true where id = any($2::uuid[])', [
    id.slice(7),
    signs.map((sign) => sign.slice(7)),
  ])
  return { id, signs }
}

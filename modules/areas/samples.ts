import type { Place, Samples } from '@doorstep/testkit/sample.ts'
import type { areas } from './contract.ts'

/** What the generated tests ask: one valid request of every operation, on areas made for it. */
const reason = '区划调整'
let made = 0
/** A community of its own for every request, so that changes do not meet. */
async function freshCommunity(t: Parameters<Samples<typeof areas>['add']>[0]['t'], place: Place): Promise<string> {
  made++
  const code = `${place.area.slice(0, 9)}${String(202 + (made % 190)).padStart(3, '0')}`
  await t.sql('delete from areas.revision where code ^@ $1', [code])
  await t.sql('delete from areas.area where code ^@ $1', [code])
  await t.sql(
    `insert into areas.area (code, level, name, pinyin, initials, valid_from) values
     ($1, 'community', '柳树村', '{liushucun}', '{lsc}', '2020-01-01')`,
    [code],
  )
  await t.sql('update areas.edition set stamp = gen_random_uuid() where county = $1', [Number(place.county)])
  return code
}

const at = async ({ place }: { place: Place }) => ({ params: { code: place.area } })
const square = {
  type: 'Polygon',
  coordinates: [
    [
      [110, 41],
      [110.01, 41],
      [110.01, 41.01],
      [110, 41.01],
      [110, 41],
    ],
  ],
}

export const samples: Samples<typeof areas> = {
  counties: async () => ({}),
  search: async ({ place }) => ({ query: { q: '网格', county: place.county } }),
  locate: async ({ place }) => ({ query: { ...place.point, county: place.county } }),
  get: at,
  parts: at,
  history: at,
  shapes: at,
  check: async ({ place }) => ({ params: { code: place.county } }),
  add: async ({ t, place }) => ({ params: { code: await freshCommunity(t, place) }, body: { name: '新网格' } }),
  rename: async ({ t, place }) => ({
    params: { code: await freshCommunity(t, place) },
    body: { name: '杨柳村', reason },
  }),
  redraw: async ({ t, place }) => ({
    params: { code: await freshCommunity(t, place) },
    body: { geometry: square, reason },
  }),
  close: async ({ t, place }) => ({
    params: { code: await freshCommunity(t, place) },
    body: { from: '2026-01-01', reason },
  }),
  change: async ({ t, place }) => {
    const code = await freshCommunity(t, place)
    const heir = `${place.area.slice(0, 9)}${String((Number(code.slice(9)) % 100) | 400).padStart(3, '0')}`
    await t.sql('delete from areas.area where code = $1', [heir])
    return {
      params: { code: place.area.slice(0, 9) },
      body: { from: '2026-01-01', ends: [code], begins: [{ code: heir, name: '柳树新村' }], reason },
    }
  },
  importShapes: async ({ t, place }) => {
    const properties = { community: await freshCommunity(t, place), name: '学校', kind: 'school' }
    const file = { type: 'FeatureCollection', features: [{ type: 'Feature', properties, geometry: square }] }
    return {
      params: { code: place.county },
      body: new TextEncoder().encode(JSON.stringify(file)),
      type: 'application/geo+json',
    }
  },
}

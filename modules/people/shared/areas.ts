// Names of areas for codes that stand in postings; each code is asked for once.

import { client } from '@doorstep/browser'
import { reactive } from 'vue'
import { areas } from '../../areas/contract.ts'

export const areasApi = client(areas)
const names = reactive(new Map<string, string>())
const asked = new Map<string, Promise<string>>()

/** The area with what it lies in, from the township down: `古城镇 · 西街社区`. The code itself where there is no such area. */
export function placeOf(code: string): Promise<string> {
  const known = asked.get(code)
  if (known) return known
  const fresh = areasApi
    .get({ params: { code } })
    .then(({ name, above }) =>
      [...above.filter(({ level }) => level !== 'province' && level !== 'city' && level !== 'county'), { name }]
        .map((one) => one.name)
        .join(' · '),
    )
    .catch(() => {
      asked.delete(code) // without a signal now, perhaps with one later
      return code
    })
    .then((place) => {
      names.set(code, place)
      return place
    })
  asked.set(code, fresh)
  return fresh
}

/** For templates: the name when it is there, the code until then. */
export function placeName(code: string): string {
  const name = names.get(code)
  if (name === undefined) void placeOf(code)
  return name ?? code
}

/** `community · grid` of a place, told once where the grid is named after its community. */
export function shortPlace(areaName: string): string {
  const parts = areaName.split(' · ').slice(-2)
  const [outer = '', inner] = parts
  const core = outer.replace(/(?:居民委员会|村民委员会|居委会|村委会)$/, '')
  return inner?.startsWith(core) ? inner : parts.join(' · ')
}

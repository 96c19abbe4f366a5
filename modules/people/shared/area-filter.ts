import { client } from '@doorstep/browser'
import type { Filter } from '@doorstep/ui-console/filters.ts'
import { areas } from '../../areas/contract.ts'
import { placeOf } from './areas.ts'
import { session } from './session.ts'

const enough = 12

/** An area by name, pinyin initials or code. @param lengths of codes that may be chosen; without them, any level */
export const areaFilter = (label: string, lengths?: readonly number[]): Filter & { type: 'find' } => ({
  key: 'area',
  label,
  type: 'find',
  nameOf: placeOf,
  async find(words) {
    const limit = lengths ? 40 : enough
    const { items } = await client(areas).search({ query: { q: words, county: session.value?.county, limit } })
    return items
      .filter(({ code }) => lengths?.includes(code.length) ?? true)
      .slice(0, enough)
      .map(({ code, place }) => ({ value: code, label: place }))
  },
})

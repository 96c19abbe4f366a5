import { client } from '@doorstep/browser'
import type { Filter } from '@doorstep/ui-console/filters.ts'
import { areas } from '../../areas/contract.ts'
import { placeOf } from '../../people/shared/areas.ts'
import { session } from '../../people/shared/session.ts'

const enough = 12

/** An area of one of these code lengths, by name, pinyin initials or code. */
export const areaFilter = (label: string, lengths: readonly number[]): Filter & { type: 'find' } => ({
  key: 'area',
  label,
  type: 'find',
  nameOf: placeOf,
  async find(words) {
    const { items } = await client(areas).search({ query: { q: words, county: session.value?.county, limit: 40 } })
    return items
      .filter(({ code }) => lengths.includes(code.length))
      .slice(0, enough)
      .map(({ code, place }) => ({ value: code, label: place }))
  },
})

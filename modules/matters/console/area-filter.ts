import { client } from '@doorstep/browser'
import type { Filter } from '@doorstep/ui-console/filters.ts'
import { areas } from '../../areas/contract.ts'
import { placeOf } from '../../people/shared/areas.ts'
import { session } from '../../people/shared/session.ts'

const enough = 12

/** Narrows a list to a township, a community or a grid: by name, pinyin initials or code. */
export const areaFilter = (label: string): Filter => ({
  key: 'area',
  label,
  type: 'find',
  nameOf: placeOf,
  async find(words) {
    const { items } = await client(areas).search({ query: { q: words, county: session.value?.county, limit: enough } })
    return items.map(({ code, place }) => ({ value: code, label: place }))
  },
})

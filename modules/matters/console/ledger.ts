import type { Option } from '@doorstep/ui-console/filters.ts'
import type { MatterRow, mattersApi } from '../shared/api.ts'
import { dayViews } from '../states.ts'

/** The queues of the register, in the order of a working day. */
export const views = ['open', 'mine', ...dayViews, 'dueSoon', 'closed', 'all'] as const
export type View = (typeof views)[number]
const filterKeys = ['state', 'kind', 'area', 'unit', 'urgency', 'q'] as const
type Query = NonNullable<Parameters<typeof mattersApi.list>[0]>['query']

const told = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim() : '') || undefined
export const viewOf = (query: Readonly<Record<string, unknown>>): View | undefined =>
  views.find((view) => view === query.view)

/** From the address to what the server is asked; a state chosen without a view is looked for in its own. */
export function queryOf(address: Readonly<Record<string, unknown>>): Query {
  const filters = Object.fromEntries(
    filterKeys.flatMap((key) => (told(address[key]) ? [[key, told(address[key])]] : [])),
  )
  const view = viewOf(address)
  const sort = address.sort === 'newest' ? { sort: 'newest' as const } : {}
  return { ...filters, ...(view ? { view } : {}), ...sort } as Query
}

export const optionsOf = (values: readonly string[], list: string, t: (key: string) => string): Option[] =>
  values.map((value) => ({ value, label: t(`matters.${list}.${value}`) }))

/** Neighbours of a row in the list it was opened from, for walking on without closing. */
export function neighboursOf(ids: readonly string[], id: string): { before?: string; after?: string; place: string } {
  const at = ids.indexOf(id)
  if (at < 0) return { place: '' }
  return { before: ids[at - 1], after: ids[at + 1], place: `${at + 1} / ${ids.length}` }
}
export const idsOf = (rows: readonly MatterRow[]): string[] => rows.map(({ id }) => id)

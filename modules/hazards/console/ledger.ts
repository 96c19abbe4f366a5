import type { hazardsApi } from '../shared/api.ts'
import { classes, states } from '../states.ts'

/** The rows of the ledger as a desk looks at them: what is open, what is late, then state by state. */
export const tabs = ['open', 'late', ...states, 'all'] as const
export type Tab = (typeof tabs)[number]
type Query = NonNullable<NonNullable<Parameters<typeof hazardsApi.list>[0]>['query']>

const told = (value: unknown): string | undefined => (typeof value === 'string' ? value.trim() : '') || undefined
export const tabOf = (address: Readonly<Record<string, unknown>>): Tab =>
  tabs.find((tab) => tab === address.tab) ?? 'open'

/** From the address to what the server is asked. */
export function queryOf(address: Readonly<Record<string, unknown>>): Query {
  const tab = tabOf(address)
  const [area, q, sort] = [told(address.area), told(address.q), told(address.sort)]
  const sorted = classes.find((one) => one === address.class)
  return {
    ...(area ? { area } : {}),
    ...(q ? { q } : {}),
    ...(sort ? { sort } : {}),
    ...(sorted ? { class: sorted } : {}),
    ...(tab === 'open' ? { open: true } : tab === 'late' ? { late: true } : {}),
    ...(states.some((state) => state === tab) ? { state: tab as (typeof states)[number] } : {}),
  }
}

import type { Grant, InputOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, dayOf, endOfDay, nationalCalendar, timesOf } from '@doorstep/modules/calendar/index.ts'
import type { matters } from './contract.ts'
import { searchWords } from './rules-text.ts'
import * as lists from './store-lists.ts'

/** From what was asked to where a list looks. */

type Query = InputOf<typeof matters.list>['query']

/** Where this reader's lists look: the area asked for, else all that the grant names. Row-level security narrows it further. */
export function whereOf(grant: Grant, area: string | undefined): Pick<lists.Where, 'areas' | 'units'> {
  const areas = area ? [area] : [...new Set(grant.scopes)]
  if (grant.scopes.length > 0) return { areas }
  const units = grant.units.map((unit) => unit.split('@')[0] as string)
  return { areas: area ? [area] : [], ...(units.length > 0 ? { units } : {}) }
}
/** Those who only help follow a list of their own: what they were asked to do. */
const onlyHelps = (grant: Grant): boolean => grant.asked && grant.scopes.length === 0 && grant.units.length === 0

const mostHelped = 500
type Narrowed = lists.Where | 'nothing'
export async function narrowed(ctx: Ctx, query: Query, where: lists.Where): Promise<Narrowed> {
  const said = query.q?.trim() ?? ''
  const ids = onlyHelps(ctx.grant) ? await lists.findHelped(ctx, where.open === true, mostHelped) : undefined
  if (ids?.length === 0) return 'nothing'
  const words = searchWords(said)
  return {
    ...where,
    ...(ids ? { ids } : {}),
    ...(/^\d{8}-[0-9a-z]{5}$/i.test(said) ? { code: said.toUpperCase() } : words.length > 0 ? { words } : {}),
  }
}

const mineOf = (ctx: Ctx): Pick<lists.Where, 'assignee'> =>
  ctx.actor.account && !onlyHelps(ctx.grant) ? { assignee: ctx.actor.account } : {}

export async function viewOf(ctx: Ctx, view: Query['view'] = 'open'): Promise<Partial<lists.Where>> {
  const now = ctx.now()
  switch (view) {
    case 'open':
      return { open: true }
    case 'mine':
      return { open: true, ...mineOf(ctx) }
    case 'unaccepted':
      return { open: true, states: ['submitted'] }
    case 'overdue':
      return { open: true, dueBefore: now }
    case 'dueToday':
      return { open: true, dueFrom: now, dueBefore: endOfToday(ctx, now) }
    case 'dueSoon':
      return { open: true, dueFrom: now, dueBefore: await soon(ctx, now) }
    case 'extensions':
      return { open: true, extension: true }
    case 'supervised':
      return { open: true, supervised: true }
    case 'departments':
      return { open: true, states: ['waitingDepartment'] }
    // What I closed or let go since yesterday: with the open ones, the work of two days.
    case 'recent':
      return {
        open: false,
        states: ['resolved', 'followUp', 'transferredOut', 'withdrawn'],
        updatedSince: new Date(Date.parse(now) - 2 * 86_400_000).toISOString(),
        ...mineOf(ctx),
      }
    case 'closed':
      return { open: false }
    case 'all':
      return {}
  }
}
function endOfToday(ctx: Ctx, now: string): string {
  const calendar = { ...nationalCalendar, zone: ctx.settings.zone }
  return endOfDay(dayOf(now, calendar), calendar)
}
/** As far ahead as the county's own lead before a deadline, in its own working days. */
async function soon(ctx: Ctx, now: string): Promise<string> {
  const { calendar, limits } = await timesOf(ctx, 'card.dueSoon')
  return addLimit(now, limits['card.dueSoon'], calendar)
}

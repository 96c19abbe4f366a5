import type { Queued } from '@doorstep/browser'
import { moves, type Verb } from '../states.ts'
import type { Visit } from './api.ts'

/** How a visit will stand when what waits on this device has arrived, if the server agrees. */
export function foresee(visit: Visit, { name, input }: Pick<Queued, 'name' | 'input'>): Visit {
  const move = moves[name.replace('visits.', '') as Verb]
  if (!move || !(move.from as readonly string[]).includes(visit.state)) return visit
  const body = input.body as Partial<Visit> | undefined
  const next = { ...visit, ...(body?.dueOn ? { dueOn: body.dueOn } : {}) }
  if (move.to === null) return next
  const said = { outcome: body?.outcome ?? null, note: body?.note ?? null }
  return { ...next, ...said, state: move.to, late: false, allowed: [] }
}

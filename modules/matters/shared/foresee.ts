import type { Session } from '../../people/contract.ts'
import { stateAfter } from '../rules.ts'
import { allowed, type Facts, type Who } from '../rules-allowed.ts'
import { moves, type State, type Verb } from '../states.ts'
import type { Matter } from './api.ts'

/** What of a matter on the screen decides who may do what. */
const factsOf = ({ state, area, unit, assignee, helpers, extension, duplicateOf, heldBy }: Matter): Facts => ({
  state,
  area,
  unit,
  assignee: assignee?.account ?? null,
  helpers: helpers.map(({ account }) => account),
  extension: extension && {}, // who asked for it is not told; the server looks
  duplicateOf,
  heldBy,
})

/**
 * The state that a queued write will lead to, if the server agrees, and what may be done then: so that an officer
 * without a signal can go on with the next step. @param name `matters.start`
 */
export function foresee(matter: Matter, name: string, session: Session | null): Matter {
  const verb = name.replace('matters.', '') as Verb
  if (!(moves[verb]?.from as readonly State[] | undefined)?.includes(matter.state)) return matter
  const me = session?.account ? { account: session.account, name: session.name ?? '' } : null
  const next: Matter = {
    ...matter,
    state: stateAfter(matter.state, verb),
    ...(verb === 'accept' ? { assignee: me } : {}),
  }
  const who: Who = {
    account: session?.account ?? null,
    own: matter.voice === 'plain',
    may: (permission) => session?.permissions[permission],
  }
  return { ...next, allowed: allowed(factsOf(next), who) }
}

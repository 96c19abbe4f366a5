import type { Dispute } from './rules.ts'
import { holdsMatter, reopens, settles, type Verb } from './states.ts'

/** What a step of the file means for its matter. `stays`: the file goes on, and keeps hold of it. */
export type Consequence =
  | { do: 'hold' }
  | { do: 'release' }
  | { do: 'reopen' }
  | { do: 'close'; grade: NonNullable<(typeof settles)[Dispute['state']]>; stays: boolean }

/** Only the states decide, and whether it was opened again meanwhile; no verb closes a matter by its own word. */
export function consequence(verb: Verb, before: Dispute, after: Dispute): Consequence | null {
  const moved = before.state !== after.state
  if (!moved && verb !== 'settleAgain') return null
  if (verb === 'drop') return { do: 'release' } // the matter ended first
  const stays = holdsMatter(after.state)
  const grade = settles[after.state]
  if (grade) return { do: 'close', grade, stays }
  if (before.state === 'found') return { do: 'hold' }
  if (reopens.includes(after.state)) return { do: 'reopen' }
  return !stays && holdsMatter(before.state) ? { do: 'release' } : null
}

import type { Ctx } from '@doorstep/kernel'
import {
  type Bringing,
  bringMatters,
  type DueTimes,
  keptDaysOf,
  lastChangesOf,
  replaceMatters,
} from '@doorstep/modules/matters/index.ts'
import type { Entry } from './rules-check.ts'
import type { ProblemCode } from './rules-problems.ts'
import type { How } from './rules-row.ts'
import type { TargetName } from './rules-targets.ts'

/** What the rows of a run become. Reading, mapping, checking and reporting are the same whatever it is. */
export type Target = {
  name: TargetName
  /** What is said of a sound row that is none for this target, or older than what it keeps. */
  says(entry: Entry, how: How): ProblemCode | null
  /** Whether an open row goes to the colleague it names. */
  handlers: boolean
  /** @returns the moment they were last changed, by which `replace` knows them untouched */
  bring(ctx: Ctx, times: DueTimes, rows: readonly Bringing[]): Promise<string>
  replace(ctx: Ctx, times: DueTimes, rows: readonly Bringing[]): Promise<string>
  lastChanges(ctx: Ctx, ids: readonly string[]): Promise<ReadonlyMap<string, string>>
}
const day = 86_400_000
export const toMatters: Target = {
  name: 'matters',
  /** Words past what is kept: without the county's wish to have it for the figures it stays out. */
  says({ resolvedAt, kind }, { now, map, keeps }) {
    if (resolvedAt === null || Date.parse(resolvedAt) + keptDaysOf(keeps, kind) * day >= Date.parse(now)) return null
    return map.pastRetention === 'leave' ? 'pastRetentionLeft' : 'pastRetention'
  },
  handlers: true,
  bring: bringMatters,
  replace: replaceMatters,
  lastChanges: lastChangesOf,
}

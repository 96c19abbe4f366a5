import { client } from '@doorstep/browser'
import type { ReplyOf } from '@doorstep/contract'
import type { Tone } from '@doorstep/ui-base/tone.ts'
import { findings } from '../contract.ts'
import type { State } from '../states.ts'

export const findingsApi = client(findings)
export type Finding = ReplyOf<typeof findings.get>
export type FindingRow = ReplyOf<typeof findings.list>['items'][number]
export type Sign = Finding['signs'][number]
export type Table = ReplyOf<typeof findings.table>
type Because = FindingRow['because'][number]
type T = (key: string, data?: Record<string, unknown>) => string

const tones: Record<State, Tone> = {
  open: 'notice',
  confirmed: 'done',
  linked: 'done',
  dismissed: 'neutral',
  lapsed: 'neutral',
}
export const toneOf = (state: State): Tone => tones[state]
/** Why a rule fired, in one sentence with its figures. */
export const reasonOf = ({ count, days, metres, atLeast }: Because, t: T): string =>
  metres === null
    ? t('findings.because.address', { count, days, atLeast })
    : t('findings.because.spot', { count, days, metres, atLeast })

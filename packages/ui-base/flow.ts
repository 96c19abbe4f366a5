import type { Tone } from './tone.ts'

export type FlowStep = {
  id: string
  at: string
  title: string
  /** Who did it, as this reader may see it. */
  by?: string
  words?: string
  /** Behind the time, e.g. when it reached us. */
  remark?: string
  tone?: Tone
  /** Where the matter stands today. */
  now?: boolean
}

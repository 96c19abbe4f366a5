// A deadline in words. Working days are counted by the server's calendar; a screen only says what they mean.

import { daysBetween } from './format.ts'

export type Due = {
  /** Instant of the deadline. */
  at: string
  /** Working days from now to the deadline, as the server counted them; without it calendar days are told. */
  workingDaysLeft?: number
  /** The clock stands still, with the person's knowledge. */
  paused?: boolean
}
export type DueWords = {
  tone: 'problem' | 'notice' | 'neutral'
  /** Key below `ui.due`. */
  key: 'paused' | 'overdueToday' | 'overdue' | 'today' | 'tomorrow' | 'workingDays' | 'days'
  count: number
}

export function dueWords(due: Due, now = Date.now()): DueWords {
  if (due.paused) return { tone: 'neutral', key: 'paused', count: 0 }
  const days = daysBetween(now, due.at)
  if (Date.parse(due.at) < now) return { tone: 'problem', key: days === 0 ? 'overdueToday' : 'overdue', count: -days }
  if (days === 0) return { tone: 'notice', key: 'today', count: 0 }
  if (days === 1) return { tone: 'notice', key: 'tomorrow', count: 1 }
  if (due.workingDaysLeft === undefined) return { tone: 'neutral', key: 'days', count: days }
  return { tone: due.workingDaysLeft <= 1 ? 'notice' : 'neutral', key: 'workingDays', count: due.workingDaysLeft }
}

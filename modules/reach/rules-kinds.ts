/** Tables: what kinds of notices there are, through which channels they leave, and what is sent to whom unless people choose otherwise. */

export const channels = ['push', 'sms', 'wecom', 'dingtalk', 'feishu'] as const
export type Channel = (typeof channels)[number]
export const vendors = ['wecom', 'dingtalk', 'feishu'] as const
export type Vendor = (typeof vendors)[number]

/** `doubtful`: all of it was sent, and whether it arrived nobody knows. `dead`: no more attempts by itself. */
export const states = ['waiting', 'sending', 'sent', 'doubtful', 'dead', 'dropped'] as const
export type State = (typeof states)[number]
/** What a person may do with it. */
export const mayResend: readonly State[] = ['dead', 'doubtful']
export const mayDrop: readonly State[] = ['dead', 'doubtful', 'waiting']

/** How people think of what they are told; a screen shows one switch for each and channel. */
export const kinds = ['urgent', 'needsMe', 'deadline', 'progress'] as const
export type Kind = (typeof kinds)[number]

const needsMe = [
  'reported',
  'passedOnToYou',
  'assigned',
  'handedOver',
  'helpAsked',
  'departmentAsked',
  'departmentAnswered',
  'returned',
  'extensionAsked',
  'accessAsked',
  'correctionAsked',
  'objected',
  'told',
  'visitDue',
  'waitingForYou',
  'cardAnswered',
  'takeIt',
  'noAnswer',
  'noAnswerChief',
  'resolved',
]
const deadline = [
  'dueSoon',
  'overdue',
  'yellow',
  'red',
  'supervised',
  'pressed',
  'press',
  'answerLate',
  'answerLateChief',
  'urged',
  'reminder',
]
const table = new Map<string, Kind>([
  ...needsMe.map((words) => [`matters.notices.${words}`, 'needsMe'] as const),
  ...deadline.map((words) => [`matters.notices.${words}`, 'deadline'] as const),
  ['privacy.notices.answered', 'needsMe'],
  ['visits.notices.today', 'needsMe'],
])
/** Whatever is not in the table is news: told, and never by night. */
export const kindOf = (words: string, urgent: boolean): Kind => (urgent ? 'urgent' : (table.get(words) ?? 'progress'))

/** What a robot can be asked to say. */
export const topics = ['urgent', 'overdue', 'stuckHandOver'] as const
export type Topic = (typeof topics)[number]

export type Choices = {
  push: readonly Kind[]
  sms: readonly Kind[]
  quiet: { on: boolean; from: string; to: string }
}
/**
 * A device gets everything: switching it on was the choice. A text message costs the county money and the person
 * attention: residents get what waits for them, staff what cannot wait.
 */
export const usualChoices = (serves: boolean): Choices => ({
  push: kinds,
  sms: serves ? ['urgent'] : ['urgent', 'needsMe'],
  quiet: { on: true, from: '22:00', to: '07:00' },
})

/** People change telephones more often than they tidy up: the oldest device goes. */
export const mostDevices = 10

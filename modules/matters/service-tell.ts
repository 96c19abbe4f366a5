import type { Ctx, NewEvent } from '@doorstep/kernel'
import type { Matter } from './rules.ts'
import type { Verb } from './states.ts'
import * as store from './store.ts'

/** Events of verbs, and notices to those whom a change concerns. Whoever has to be looked up is told by jobs.ts. */

const pastTense = {
  accept: 'accepted',
  assign: 'assigned',
  start: 'started',
  note: 'noted',
  reply: 'replied',
  askHelp: 'helpAsked',
  dropHelp: 'helpEnded',
  helped: 'helped',
  waitForPerson: 'paused',
  handToDepartment: 'departmentAsked',
  answerFromDepartment: 'departmentAnswered',
  returnToRoom: 'returned',
  resume: 'resumed',
  suspend: 'suspended',
  passOn: 'passedOn',
  transferOut: 'transferredOut',
  askExtension: 'extensionAsked',
  decideExtension: 'extensionDecided',
  resolve: 'resolved',
  confirm: 'confirmed',
  object: 'objected',
  rate: 'rated',
  recordVisit: 'visited',
  reopen: 'reopened',
  archive: 'archived',
  withdraw: 'withdrawn',
  urge: 'urged',
  supervise: 'supervised',
  tell: 'added',
  correct: 'corrected',
  attach: 'attached',
  linkDuplicate: 'linked',
  closeWithOther: 'closedWithOther',
  settle: 'resolved',
  regrade: 'regraded',
  relimit: 'relimited',
} as const satisfies Record<Verb, string>

const known = (accounts: readonly (string | null)[]): string[] => [
  ...new Set(accounts.filter((account): account is string => account !== null)),
]

/** Ids and codes only. The reporter hears of what the reporter may see. */
export function eventOf(ctx: Ctx, verb: Verb, before: Matter, after: Matter, isPublic: boolean): NewEvent {
  return {
    type: `matters.${pastTense[verb]}`,
    subject: after.id,
    area: after.area,
    accounts: known([
      isPublic ? after.reporter : null,
      before.assignee,
      after.assignee,
      ...before.helpers,
      ...after.helpers,
    ]),
    payload: {
      kind: after.kind,
      state: after.state,
      from: before.state,
      by: ctx.actor.account,
      assignee: after.assignee,
      unit: after.unit,
      supervision: after.supervision,
      fromArea: before.area,
    },
  }
}

type Notice = { to: readonly (string | null)[]; words: string; urgent?: boolean }
const reporter = (words: string) => (_before: Matter, after: Matter) => [{ to: [after.reporter], words }]
const assignee = (words: string) => (_before: Matter, after: Matter) => [{ to: [after.assignee], words }]

const notices: Partial<Record<Verb, (before: Matter, after: Matter) => Notice[]>> = {
  accept: reporter('accepted'),
  assign: (before, after) => [
    { to: [after.assignee], words: 'assigned' },
    { to: before.assignee === after.assignee ? [] : [before.assignee], words: 'assignedAway' },
  ],
  askHelp: (before, after) => [
    { to: after.helpers.filter((helper) => !before.helpers.includes(helper)), words: 'helpAsked' },
  ],
  dropHelp: (before, after) => [
    { to: before.helpers.filter((helper) => !after.helpers.includes(helper)), words: 'helpEnded' },
  ],
  helped: assignee('helped'),
  reply: reporter('replied'),
  waitForPerson: reporter('waitingForYou'),
  answerFromDepartment: assignee('departmentAnswered'),
  returnToRoom: assignee('returned'),
  suspend: (_before, after) => [{ to: [after.reporter, after.assignee], words: 'suspended' }],
  resume: reporter('resumed'),
  passOn: reporter('passedOn'),
  transferOut: reporter('transferredOut'),
  decideExtension: (before, after) => {
    const granted = after.extensions > before.extensions
    return [
      { to: [before.extension?.by ?? null], words: granted ? 'extensionGranted' : 'extensionRefused' },
      { to: granted ? [after.reporter] : [], words: 'extended' },
    ]
  },
  resolve: reporter('resolved'),
  closeWithOther: reporter('resolved'),
  settle: reporter('resolved'),
  confirm: assignee('confirmed'),
  object: (_before, after) => [{ to: [after.assignee], words: 'objected', urgent: true }],
  reopen: reporter('reopened'),
  rate: assignee('rated'),
  tell: assignee('told'),
  urge: assignee('urged'),
  withdraw: (before) => [{ to: [before.assignee, ...before.helpers], words: 'withdrawn' }],
  linkDuplicate: reporter('linked'),
}

/** Nobody is told what they did themselves. */
export function notify(ctx: Ctx, matter: Pick<Matter, 'id' | 'code'>, { to, words, urgent }: Notice): void {
  const accounts = known(to).filter((account) => account !== ctx.actor.account)
  if (accounts.length === 0) return
  ctx.publish({
    type: 'notices.wanted',
    subject: matter.id,
    accounts,
    payload: { words: `matters.notices.${words}`, data: { code: matter.code }, ...(urgent ? { urgent } : {}) },
  })
}
export function tellConcerned(ctx: Ctx, verb: Verb, before: Matter, after: Matter): void {
  for (const notice of notices[verb]?.(before, after) ?? []) notify(ctx, after, notice)
}

/** The code by which people know a matter; for what is told outside of the product. */
export const codeOf = async (ctx: Ctx, id: string): Promise<string | undefined> =>
  ctx.asSystem(async (system) => (await store.find(system, id))?.matter.code)

import { grantOf } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { Matter } from './rules.ts'
import { permissionOf, type Reached, reachOf, type Who } from './rules-allowed.ts'
import { surnameOf } from './rules-text.ts'
import type { Verb } from './states.ts'
import type { Step } from './store.ts'

/** Who speaks, and how staff are named to whom: in full among staff, by surname and post to the person. */

export type Voice = 'plain' | 'full'

const isOwn = (ctx: Ctx, matter: Matter): boolean =>
  (matter.reporter !== null && matter.reporter === ctx.actor.account) ||
  (ctx.actor.receipt !== null && ctx.actor.receipt.hash === matter.receiptHash)

export const whoOf = (ctx: Ctx, matter: Matter): Who => ({
  account: ctx.actor.account,
  own: isOwn(ctx, matter),
  may: ctx.may,
})
export const reachOfReader = (ctx: Ctx, matter: Matter): Reached | undefined =>
  reachOf(matter, ctx.may('matters.read'), whoOf(ctx, matter))

/** As whom somebody does a verb: the role of the posting that lets them, or `reporter`. */
export function roleFor(ctx: Ctx, matter: Matter, permission: string): string | null {
  if (ctx.actor.kind === 'system') return null
  const who = whoOf(ctx, matter)
  const posting = ctx.actor.postings.find((each) => {
    const reached = reachOf(matter, grantOf(ctx.matrix, permission, [each]), who)
    return reached !== undefined && reached !== 'own'
  })
  return posting?.role ?? 'reporter'
}
export const roleForVerb = (ctx: Ctx, matter: Matter, verb: Verb): string | null =>
  roleFor(ctx, matter, permissionOf[verb] ?? '')

/** Surname and title, e.g. 李警官 or Officer Li, in the reader's language. */
export const titled = (ctx: Ctx, name: string, role: string | null): string =>
  role !== null && titles.has(role) ? ctx.say(`matters.titles.${role}`, { surname: surnameOf(name) }) : name
const titles: ReadonlySet<string> = new Set([
  ...(['officer', 'deputyChief', 'chief', 'commandRoom', 'auxiliary', 'centreClerk', 'departmentClerk'] as const),
])

/** What of a step's facts the person may see; everything else is between staff. */
const forPerson = new Set(['due', 'unit', 'body', 'grade', 'days', 'rating', 'day', 'areaName', 'name'])

/** @param names of all accounts in the steps */
export function toldStep(ctx: Ctx, step: Step, voice: Voice, names: ReadonlyMap<string, string>) {
  const { account, ...facts } = step.data as { account?: string; accountRole?: string }
  const other = account === undefined ? undefined : names.get(account)
  const name = (of: string, role: string | null) => (voice === 'full' ? of : titled(ctx, of, role))
  const data: Record<string, unknown> = {
    ...facts,
    ...(other === undefined ? {} : { name: name(other, facts.accountRole ?? 'officer') }),
  }
  delete data.accountRole
  const by = step.by === null || step.role === 'reporter' ? undefined : names.get(step.by)
  const shownBy = by === undefined ? null : name(by, step.role)
  return {
    id: step.id,
    at: step.at,
    doneAt: step.doneAt ?? null,
    verb: step.verb,
    by: shownBy,
    role: step.role,
    from: step.from,
    to: step.to,
    text: step.text,
    reason: voice === 'full' ? step.reason : null,
    data: voice === 'full' ? data : Object.fromEntries(Object.entries(data).filter(([key]) => forPerson.has(key))),
    said: saidElsewhere(ctx, step.verb, voice, { ...data, by: shownBy ?? ctx.say('matters.posts.system') }),
    public: step.public,
  }
}
/** What another module noted is said in its own words. */
function saidElsewhere(ctx: Ctx, verb: string, voice: Voice, data: Record<string, unknown>): string | null {
  const [module, name] = verb.split('.')
  return name === undefined ? null : ctx.say(`${module}.${voice}.${name}`, data)
}
export const accountsOfStep = ({ by, data }: Pick<Step, 'by' | 'data'>): string[] =>
  [by, (data as { account?: string }).account].filter((account): account is string => !!account)

export const namesFor = (ctx: Ctx, accounts: readonly (string | null)[]): Promise<Map<string, string>> => {
  const known = [...new Set(accounts.filter((account): account is string => account !== null))]
  return known.length === 0 ? Promise.resolve(new Map()) : nameOf(ctx, known)
}

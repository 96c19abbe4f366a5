import type { Ctx, DataSubject, Erased, HeldSection, Personal } from '@doorstep/kernel'
import { forget } from './identify.ts'
import * as staff from './store.ts'
import * as identity from './store-identity.ts'
import * as own from './store-personal.ts'

/** What this module holds of a person: the account. Residents may close theirs; staff have one as long as they serve. */

async function held(ctx: Ctx, { account: id }: DataSubject): Promise<HeldSection[]> {
  const account = id === null ? undefined : await own.accountInFull(ctx, id)
  if (!account) return []
  const profile = await staff.find(ctx, account.id)
  const sealed = profile?.phone_sealed ?? account.phone_sealed
  const fact = (name: string, value: string | null | undefined) =>
    value ? [{ name, label: ctx.say(`people.personal.facts.${name}`), value }] : []
  return [
    {
      kind: 'people.account',
      title: ctx.say('people.personal.title'),
      purpose: ctx.say('people.personal.purpose'),
      basis: ctx.say(account.served ? 'people.personal.basisStaff' : 'people.personal.basis'),
      items: [
        {
          id: account.id,
          title: account.name || ctx.say('people.personal.noName'),
          facts: [
            ...fact('name', account.name),
            ...fact('username', account.username),
            ...fact('phone', sealed && ctx.vault.open(sealed)),
            ...fact('badge', profile?.badge),
            ...fact('language', ctx.say(`people.personal.languages.${account.language}`)),
            ...fact('elder', ctx.say(`people.personal.${account.elder ? 'yes' : 'no'}`)),
            ...fact('since', account.created_at),
            ...fact('sessions', String(account.sessions)),
          ],
          endsAt: null,
          onErasure: account.served ? ('waits' as const) : ('removed' as const),
          correctable: !account.served,
        },
      ],
    },
  ]
}

async function erase(ctx: Ctx, { account: id }: DataSubject): Promise<Erased[]> {
  const account = id === null ? undefined : await own.accountInFull(ctx, id)
  if (!account) return []
  // Whoever serves or served stands in the records of others as the one who acted: those are kept with their records.
  if (account.served)
    return [{ kind: 'people.account', removed: 0, anonymised: 0, kept: 1, reason: 'people.personal.keptStaff' }]
  await own.removeAccount(ctx, account.id, account.phone_blind)
  forget(ctx.settings, account.id)
  return [{ kind: 'people.account', removed: 1, anonymised: 0, kept: 0, reason: null }]
}

export const personal: Personal = {
  held,
  erase,
  subjects: async (_ctx, { account }) => (account === null ? [] : [account]),
  async correct(ctx, { account }, id, { name }) {
    if (account === null || id !== account) return false
    if (name !== undefined) await identity.changeAccount(ctx, account, { name })
    forget(ctx.settings, account)
    return true
  },
  retention: [
    {
      kind: 'people.invitation',
      keepDays: 365,
      least: 30,
      most: 365,
      run: async (ctx, before) => ({ removed: await own.dropInvitations(ctx, before) }),
    },
  ],
}

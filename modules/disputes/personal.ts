import { joinId } from '@doorstep/contract'
import { type Ctx, type DataSubject, type Erased, forgetReplies, type HeldItem, type Personal } from '@doorstep/kernel'
import { isOpen } from './states.ts'
import * as store from './store-personal.ts'

/** What this module holds of a person: the files in which they are a party, under their account or behind their code. */

const day = 86_400_000
const asker = ({ account, receipt }: DataSubject) => ({ account, code: receipt?.hash ?? null })

function itemOf(ctx: Ctx, row: store.Own, keep: (kind: string) => number): HeldItem {
  const open = (sealed: string | null) => sealed && ctx.vault.open(sealed)
  const fact = (name: string, value: string | null) =>
    value ? [{ name, label: ctx.say(`disputes.personal.facts.${name}`), value }] : []
  const kept = keep('disputes.file') * day
  return {
    id: joinId(row.county, row.dispute),
    title: `${ctx.say('disputes.personal.item')} ${row.code}`,
    facts: [
      ...fact('role', ctx.say(`disputes.roles.${row.role}`)),
      ...fact('name', open(row.name)),
      ...fact('phone', open(row.phone)),
      ...fact('address', open(row.address)),
      ...fact('language', row.language),
      ...fact('consent', ctx.say(`disputes.consents.${row.consent}`)),
      ...fact('rightsReadAt', row.rights_read_at),
    ],
    endsAt: row.closed_at && new Date(Date.parse(row.closed_at) + kept).toISOString(),
    onErasure: isOpen(row.state) ? 'waits' : 'anonymised',
    correctable: false,
  }
}

/** In a file that has ended the row stays, so that the figures stay right, and says nothing of anybody. */
async function erase(ctx: Ctx, subject: DataSubject): Promise<Erased[]> {
  const done = { anonymised: 0, kept: 0 }
  const touched: string[] = []
  for (const row of await store.listOwn(ctx, asker(subject))) {
    if (isOpen(row.state)) done.kept++
    else {
      await store.anonymise(ctx, row, ctx.vault.seal('—'))
      touched.push(joinId(row.county, row.dispute))
      done.anonymised++
    }
  }
  await forgetReplies(ctx, { account: null, subjects: touched })
  return [{ kind: 'disputes.party', removed: 0, ...done, reason: done.kept > 0 ? 'disputes.personal.keptOpen' : null }]
}

export const personal: Personal = {
  held: async (ctx, subject, keep) => [
    {
      kind: 'disputes.party',
      title: ctx.say('disputes.personal.title'),
      purpose: ctx.say('disputes.personal.purpose'),
      basis: ctx.say('disputes.personal.basis'),
      items: (await store.listOwn(ctx, asker(subject))).map((row) => itemOf(ctx, row, keep)),
    },
  ],
  subjects: async (ctx, subject) =>
    (await store.listOwn(ctx, asker(subject))).map(({ county, dispute }) => joinId(county, dispute)),
  erase,
  retention: [
    {
      kind: 'disputes.file',
      keepDays: 1095,
      least: 365,
      most: 3650,
      run: async (ctx, before) => ({ removed: await store.removeBefore(ctx, before) }),
    },
  ],
}

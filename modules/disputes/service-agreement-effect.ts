import { joinId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { calendarOf, dayOf } from '@doorstep/modules/calendar/index.ts'
import { cancelPlanned, planVisit } from '@doorstep/modules/visits/index.ts'
import { type Act, type Dispute, fail, move } from './rules.ts'
import { allKept } from './rules-agreement.ts'
import { isSide, pass } from './rules-gates.ts'
import { copiesGiven, signedByAll } from './rules-gates-agreement.ts'
import { agreementIn, bodyOf } from './service-agreement-view.ts'
import { changed } from './service-change.ts'
import * as rows from './store-agreement.ts'
import * as parties from './store-parties.ts'
import type { InstalmentRow } from './store-tables.ts'

/** What happens by itself: an agreement comes into force, its terms stand in the calendar, the last one kept ends it. */

export const nameOfVisit = ({ county, id }: Pick<InstalmentRow, 'county' | 'id'>): string =>
  `instalment/${joinId(county, id)}`

const later = (a: string, b: string): string => (a > b ? a : b)
/** Every term stands in the calendar of whoever handles it, on its day; one whose day is over, today. */
export async function planInstalments(ctx: Ctx, dispute: Dispute, found: readonly InstalmentRow[]): Promise<void> {
  const today = dayOf(ctx.now(), await calendarOf(ctx))
  await ctx.asSystem(async (system) => {
    for (const row of found)
      await planVisit(system, {
        area: dispute.area,
        purpose: 'instalment',
        source: 'disputes',
        key: nameOfVisit(row),
        subject: dispute.id,
        task: 'disputes.tasks.instalment',
        place: dispute.place,
        dueOn: later(row.due, today),
        assignee: dispute.assignee,
      })
  })
}
/** Nothing of it is looked after any more: broken, or begun anew. */
export const dropInstalments = (
  ctx: Ctx,
  { id }: Pick<Dispute, 'id'>,
  reason: 'breached' | 'reopened',
): Promise<void> => cancelPlanned(ctx, 'disputes', { subject: id }, `disputes.reasons.${reason}`)

/** Signed by all, or agreed by word of mouth and recorded. @throws `disputes.signaturesMissing` (People's Mediation Law, art. 29) */
export const takeEffect = (ctx: Ctx, id: string): Promise<Dispute> =>
  changed(ctx, id, 'takeEffect', async (dispute, act) => {
    const agreement = await agreementIn(ctx, dispute.id, 'open')
    const body = bodyOf(ctx, agreement)
    const signed = agreement.signatures.map(({ county, party, mediator }) =>
      joinId(county, (party ?? mediator) as string),
    )
    if (agreement.kind === 'written') pass(signedByAll, { ...body, signed })
    await endAgreement(ctx, dispute.id, act)
    await rows.saveAgreement(ctx, agreement, { state: 'effective', effective_at: act.at })
    await linkCopies(ctx, dispute, agreement, act)
    await planInstalments(ctx, dispute, agreement.instalments)
    return move(dispute, 'takeEffect', act, { outcome: agreement.kind, settledAt: act.at })
  })

/** What was in force is not any more; what was only drafted goes with it. */
export async function endAgreement(ctx: Ctx, dispute: string, act: Act): Promise<void> {
  for (const row of await rows.listAgreements(ctx, dispute))
    if (row.state === 'effective') await rows.saveAgreement(ctx, row, { state: 'ended', ended_at: act.at })
}

/** @throws `disputes.copiesMissing` (People's Mediation Law, art. 29), where it is a written one */
export async function mustHoldCopies(ctx: Ctx, dispute: Dispute): Promise<void> {
  const agreement = (await rows.listAgreements(ctx, dispute.id)).find(({ state }) => state === 'effective')
  if (agreement?.kind !== 'written') return
  const copies = agreement.copies.map(({ county, party }) => joinId(county, party))
  pass(copiesGiven, { ...bodyOf(ctx, agreement), copies })
}
/** Whoever follows the case by an account or a code holds a copy by that link, and is told. */
async function linkCopies(ctx: Ctx, dispute: Dispute, agreement: rows.FoundAgreement, act: Act): Promise<void> {
  const found = await ctx.asSystem((system) => parties.listParties(system, dispute.id))
  const linked = found.filter((party) => isSide(party) && (party.account !== null || party.code_hash !== null))
  await rows.addCopies(
    ctx,
    linked.map(({ county, id }) => ({
      county,
      agreement: agreement.id,
      party: id,
      dispute: splitId(dispute.id).uuid,
      how: 'link' as const,
      at: act.at,
      by_account: null,
    })),
  )
  tellParties(ctx, dispute, linked, 'effective')
}
/** Parties with an account get one line; those without are told by whoever handles it. */
export function tellParties(
  ctx: Ctx,
  { id, code }: Pick<Dispute, 'id' | 'code'>,
  found: readonly { account: string | null }[],
  words: 'sign' | 'effective' | 'renewed',
): void {
  const accounts = found.flatMap(({ account }) => account ?? [])
  if (accounts.length > 0)
    ctx.publish({
      type: 'notices.wanted',
      subject: id,
      accounts,
      payload: { words: `disputes.notices.${words}`, data: { code } },
    })
}

/** With the last term kept the agreement is performed. @returns the file as it is then */
export async function performIfKept(ctx: Ctx, dispute: Dispute): Promise<Dispute> {
  if (dispute.state !== 'performing' && dispute.state !== 'breached') return dispute
  const agreement = await agreementIn(ctx, dispute.id, 'effective')
  if (!allKept(agreement.instalments)) return dispute
  return changed(ctx, dispute.id, 'perform', (before, act) =>
    move(before, 'perform', act, { settledAt: before.settledAt ?? act.at, outcome: agreement.kind }),
  )
}
export const instalmentIn = async (ctx: Ctx, dispute: string, instalment: string) => {
  const agreement = await agreementIn(ctx, dispute, 'effective')
  const found = agreement.instalments.find(({ id }) => id === splitId(instalment).uuid)
  return found ?? fail('disputes.instalmentMissing')
}

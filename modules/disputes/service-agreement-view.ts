import { joinId, type Static } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, type Calendar, dayOf, type Limit, timesOf } from '@doorstep/modules/calendar/index.ts'
import { type Dispute, fail } from './rules.ts'
import { type AgreementState, type AgreementTerms, type Body, isLate, type Planned } from './rules-agreement.ts'
import { reaches } from './rules-allowed.ts'
import { missingPoliceTerms, missingTerms } from './rules-gates-agreement.ts'
import { isWithheld, signOfName } from './service-view.ts'
import type { Agreement, Agreements, Confirmation } from './shapes-agreement.ts'
import * as rows from './store-agreement.ts'
import * as parties from './store-parties.ts'
import type { ConfirmationRow, InstalmentRow } from './store-tables.ts'

/** Agreements as replies show them: people by their signs; names in full stand on the paper alone. */

export const isPolice = ({ way }: Pick<Dispute, 'way'>): boolean => way === 'police' || way === 'joint'
export const bodyOf = (ctx: Ctx, { body }: { body: string | null }): Body =>
  body === null ? { terms: {}, parties: [], mediators: [] } : (JSON.parse(ctx.vault.open(body)) as Body)
export const sealBody = (ctx: Ctx, body: Body): string => ctx.vault.seal(JSON.stringify(body))
export const plannedOf = (ctx: Ctx, row: InstalmentRow): Planned => ({
  id: joinId(row.county, row.id),
  n: row.n,
  due: row.due,
  amountCents: row.amount_cents,
  act: row.act && ctx.vault.open(row.act),
  payer: row.payer === null ? '' : joinId(row.county, row.payer),
})
export const isStaff = (ctx: Ctx, dispute: Pick<Dispute, 'area'>): boolean =>
  reaches(dispute, ctx.may('disputes.agreement'))

/** The newest one in one of these states. @throws `disputes.agreementMissing` */
export async function agreementIn(
  ctx: Ctx,
  dispute: string,
  ...states: readonly AgreementState[]
): Promise<rows.FoundAgreement> {
  const found = (await rows.listAgreements(ctx, dispute)).find(({ state }) => states.includes(state))
  return found ?? fail('disputes.agreementMissing')
}
/** What the law wants in it and is not there. */
function missingIn(dispute: Pick<Dispute, 'way'>, kind: 'written' | 'oral', terms: AgreementTerms): string[] {
  if (kind === 'oral') return (terms.content ?? '').trim() === '' ? ['content'] : []
  return [...missingTerms(terms), ...(isPolice(dispute) ? missingPoliceTerms(terms) : [])]
}

type Shown = Static<typeof Agreement>
/** Those who stand in it: as they are now while it is a draft, as they were once its words are fixed. */
async function people(ctx: Ctx, dispute: Dispute, row: rows.FoundAgreement, body: Body) {
  if (row.state !== 'draft') return body
  const [found, helpers] = await ctx.asSystem(async (system) => [
    await parties.listParties(system, dispute.id),
    await parties.listMediators(system, dispute.id),
  ])
  return {
    parties: found.map((party) => ({ id: parties.apiId(party), role: party.role, name: ctx.vault.open(party.name) })),
    mediators: helpers.map((mediator) => ({ id: parties.apiId(mediator), role: mediator.role, name: mediator.name })),
  }
}
type Times = { today: string; calendar: Calendar; limits: Readonly<Record<string, Limit>> }
async function viewOne(ctx: Ctx, dispute: Dispute, row: rows.FoundAgreement, times: Times): Promise<Shown> {
  const body = bodyOf(ctx, row)
  const { today, calendar, limits } = times
  const id = (uuid: string) => joinId(row.county, uuid)
  const who = await people(ctx, dispute, row, body)
  const signed = (signer: string) => {
    const found = row.signatures.find(({ party, mediator }) => id((party ?? mediator) as string) === signer)
    return found ? { how: found.how, at: found.at } : null
  }
  const copy = (party: string) => {
    const found = row.copies.find((each) => id(each.party) === party)
    return found ? { how: found.how, at: found.at } : null
  }
  const until = row.effective_at && addLimit(row.effective_at, limits['confirmation.apply'] as Limit, calendar)
  return {
    id: id(row.id),
    kind: row.kind,
    state: row.state,
    terms: body.terms as Shown['terms'],
    missing: missingIn(dispute, row.kind, body.terms) as Shown['missing'],
    parties: who.parties.map((party) => ({
      id: party.id,
      role: party.role as Shown['parties'][number]['role'],
      sign: signOfName(ctx, party.name),
      signed: signed(party.id),
      copy: copy(party.id),
    })),
    mediators: who.mediators.map((mediator) => ({
      id: mediator.id,
      role: mediator.role as Shown['mediators'][number]['role'],
      name: mediator.name,
      signed: signed(mediator.id),
    })),
    instalments: row.instalments.map((each) => ({
      ...plannedOf(ctx, each),
      state: each.state,
      late: isLate(each, today),
      doneAt: each.done_at,
      note: each.note && ctx.vault.open(each.note),
    })),
    sha256: row.sha256,
    draftedAt: row.drafted_at,
    effectiveAt: row.effective_at,
    endedAt: row.ended_at,
    confirmUntil: until && dayOf(until, calendar),
  }
}
const dayAfter = (day: string, limit: Limit, { calendar }: Times): string =>
  dayOf(addLimit(`${day}T04:00:00.000Z`, limit, calendar), calendar)
const viewConfirmation = (ctx: Ctx, row: ConfirmationRow, times: Times): Static<typeof Confirmation> => ({
  id: joinId(row.county, row.id),
  agreement: joinId(row.county, row.agreement),
  court: row.court,
  appliedOn: row.applied_on,
  acceptDue: dayAfter(row.applied_on, times.limits['confirmation.accept'] as Limit, times),
  acceptedOn: row.accepted_on,
  ruleDue: row.accepted_on && dayAfter(row.accepted_on, times.limits['confirmation.rule'] as Limit, times),
  ruledOn: row.ruled_on,
  result: row.result,
  note: row.note && ctx.vault.open(row.note),
})

/** @throws `disputes.minorProtected` where a child stands in it and the reader has no approval */
export async function viewAgreements(ctx: Ctx, dispute: Dispute): Promise<Agreements> {
  const staff = isStaff(ctx, dispute)
  if (staff && (await isWithheld(ctx, dispute))) fail('disputes.minorProtected')
  const { calendar, limits } = await timesOf(ctx, 'confirmation.apply', 'confirmation.accept', 'confirmation.rule')
  const times: Times = { calendar, limits, today: dayOf(ctx.now(), calendar) }
  const found = await rows.listAgreements(ctx, dispute.id)
  const items: Shown[] = []
  for (const row of found) if (staff || row.state !== 'draft') items.push(await viewOne(ctx, dispute, row, times))
  const confirmations = await rows.listConfirmations(ctx, dispute.id)
  return { items, confirmations: confirmations.map((row) => viewConfirmation(ctx, row, times)) }
}

import { createHash } from 'node:crypto'
import { type InputOf, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { agreementContract } from './contract-agreement.ts'
import { contentPaper } from './papers-agreement.ts'
import { type Act, canMove, type Dispute, fail, move } from './rules.ts'
import type { Body } from './rules-agreement.ts'
import { mayDo } from './rules-allowed.ts'
import { consented, guardianPresent, mediated, mediatorAccepted, notRefused, pass } from './rules-gates.ts'
import {
  missingPoliceTerms,
  missingTerms,
  oralRecorded,
  policeTermsComplete,
  termsComplete,
} from './rules-gates-agreement.ts'
import { courtService } from './service-agreement-court.ts'
import { takeEffect, tellParties } from './service-agreement-effect.ts'
import { keepService } from './service-agreement-keep.ts'
import { paperService } from './service-agreement-papers.ts'
import { signService } from './service-agreement-sign.ts'
import { rowsOf } from './service-agreement-terms.ts'
import { agreementIn, bodyOf, isPolice, plannedOf, sealBody, viewAgreements } from './service-agreement-view.ts'
import { actOf, change, record } from './service-change.ts'
import { factsOf } from './service-parties.ts'
import { view } from './service-view.ts'
import * as store from './store.ts'
import * as rows from './store-agreement.ts'
import * as parties from './store-parties.ts'

/** From the first word of an agreement to the moment its words are fixed. */

type Verbs = 'agreements' | 'draft' | 'agree' | 'unagree'
const own: Pick<Service<typeof agreementContract, Ctx>, Verbs> = {
  agreements: async (ctx, { params }) =>
    viewAgreements(ctx, (await store.find(ctx, params.id)) ?? fail('disputes.missing')),
  draft,
  agree,
  unagree: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'unagree',
      async (dispute, act) => {
        const agreement = await agreementIn(ctx, dispute.id, 'open')
        await rows.dropSignatures(ctx, agreement)
        await rows.saveAgreement(ctx, agreement, { state: 'draft', paper: null, sha256: null })
        return move(dispute, 'unagree', act, { outcome: null })
      },
      { reason: body.reason },
    ),
}
export const agreementService: Service<typeof agreementContract, Ctx> = {
  ...own,
  ...signService,
  ...paperService,
  ...keepService,
  ...courtService,
}

async function draft(ctx: Ctx, { params, body }: InputOf<typeof agreementContract.draft>) {
  const before = (await store.lock(ctx, params.id)) ?? fail('disputes.missing')
  if (!canMove(before.state, 'draft')) fail('disputes.wrongState', { state: before.state })
  if (!mayDo('draft', before, { account: ctx.actor.account, may: ctx.may })) fail('disputes.notYours')
  const act = actOf(ctx, before)
  const uuid = splitId(body.id).uuid
  const known = (await rows.listAgreements(ctx, before.id)).find(({ state }) => state === 'draft' || state === 'open')
  const words = { kind: body.kind, body: sealBody(ctx, { terms: body.terms, parties: [], mediators: [] }) }
  if (known && known.id !== uuid) fail('disputes.draftThere')
  if (known?.state === 'open') fail('disputes.agreementFixed')
  if (known) await rows.saveAgreement(ctx, known, { ...words, drafted_at: act.at, drafted_by: act.by })
  else {
    const row = { county: ctx.county, id: uuid, dispute: splitId(before.id).uuid, state: 'draft' as const, ...words }
    const fresh = { paper: null, sha256: null, effective_at: null, ended_at: null }
    if (!(await rows.addAgreement(ctx, { ...row, ...fresh, drafted_at: act.at, drafted_by: act.by })))
      fail('disputes.idTaken')
  }
  const instalments = await rowsOf(ctx, before, uuid, body.instalments)
  if (!(await rows.setInstalments(ctx, { county: ctx.county, id: uuid }, instalments))) fail('disputes.idTaken')
  return viewAgreements(ctx, known ? before : await record(ctx, 'draft', before, move(before, 'draft', act)))
}

/** Every gate before the words are fixed. */
async function mayAgree(ctx: Ctx, dispute: Dispute, agreement: rows.FoundAgreement, { terms }: Body): Promise<void> {
  const found = await factsOf(ctx, dispute)
  pass(notRefused, found)
  pass(consented, found)
  pass(guardianPresent, { parties: found })
  const id = (uuid: string) => `${ctx.county}-${uuid}`
  const mediators = (await parties.listMediators(ctx, dispute.id)).map((row) => ({ accepted: row.accepted.map(id) }))
  pass(mediated, { mediators })
  pass(mediatorAccepted, { parties: found, mediators })
  if (agreement.kind === 'oral') return pass(oralRecorded, { content: terms.content })
  const named = (missing: readonly string[]) => ({
    missing: missing.map((field) => ctx.say(`disputes.papers.terms.${field}`)).join('、'),
  })
  pass(termsComplete, terms, named(missingTerms(terms)))
  if (isPolice(dispute)) pass(policeTermsComplete, terms, named(missingPoliceTerms(terms)))
}

/** Those in the file as they stand now. */
async function peopleOf(ctx: Ctx, dispute: Dispute): Promise<Pick<Body, 'parties' | 'mediators'>> {
  const open = (sealed: string | null) => sealed && ctx.vault.open(sealed)
  return {
    parties: (await parties.listParties(ctx, dispute.id)).map((row) => ({
      id: parties.apiId(row),
      role: row.role,
      name: ctx.vault.open(row.name),
      phone: open(row.phone),
      address: open(row.address),
    })),
    mediators: (await parties.listMediators(ctx, dispute.id)).map((row) => ({
      id: parties.apiId(row),
      role: row.role,
      name: row.name,
      post: row.post,
      organisation: row.organisation,
    })),
  }
}
/** Fixes the words: who agrees, what is printed, its hash. */
async function fix(ctx: Ctx, dispute: Dispute, agreement: rows.FoundAgreement, act: Act): Promise<void> {
  const body: Body = { ...bodyOf(ctx, agreement), ...(await peopleOf(ctx, dispute)) }
  const instalments = agreement.instalments.map((row) => plannedOf(ctx, row))
  const { code, way } = dispute
  const bytes = await contentPaper(ctx, {
    code,
    kind: agreement.kind,
    way: way ?? 'people',
    at: act.at,
    body,
    instalments,
  })
  await rows.saveAgreement(ctx, agreement, {
    state: 'open',
    body: sealBody(ctx, body),
    paper: ctx.vault.seal(Buffer.from(bytes).toString('base64')),
    sha256: createHash('sha256').update(bytes).digest('hex'),
    drafted_at: act.at,
  })
}

async function agree(ctx: Ctx, { params }: InputOf<typeof agreementContract.agree>) {
  let kind = 'written' as 'written' | 'oral'
  const reply = await change(ctx, params.id, 'agree', async (dispute, act) => {
    const agreement = await agreementIn(ctx, dispute.id, 'draft')
    kind = agreement.kind
    await mayAgree(ctx, dispute, agreement, bodyOf(ctx, agreement))
    await fix(ctx, dispute, agreement, act)
    if (kind === 'written') tellParties(ctx, dispute, await parties.listParties(ctx, dispute.id), 'sign')
    return move(dispute, 'agree', act, { outcome: kind })
  })
  return kind === 'oral' ? view(ctx, await takeEffect(ctx, params.id)) : reply
}

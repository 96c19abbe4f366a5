import { done, type InputOf, joinId, newId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import sharp from 'sharp'
import type { agreementContract } from './contract-agreement.ts'
import { type Dispute, fail, move } from './rules.ts'
import type { Body } from './rules-agreement.ts'
import { mayDo } from './rules-allowed.ts'
import { guardianPresent, pass } from './rules-gates.ts'
import { signedByAll } from './rules-gates-agreement.ts'
import { takeEffect } from './service-agreement-effect.ts'
import { agreementIn, bodyOf } from './service-agreement-view.ts'
import { change, changed } from './service-change.ts'
import { factsOf } from './service-parties.ts'
import * as store from './store.ts'
import * as rows from './store-agreement.ts'
import * as parties from './store-parties.ts'

/** Names under an agreement. With the last one it is in force. */

type Verbs = 'sign' | 'signOnPaper' | 'giveCopy'
export const signService: Pick<Service<typeof agreementContract, Ctx>, Verbs> = {
  async sign(ctx, { params, query, body }) {
    const drawn = await nameFrom(body.path)
    return signed(ctx, params.id, { ...query, how: 'screen', drawn })
  },
  signOnPaper: (ctx, { params, body }) => signed(ctx, params.id, { ...body, how: 'paper', drawn: null }),
  giveCopy,
}

/** Black on white, small, without anything but the strokes. @throws `disputes.signatureBlank` */
async function nameFrom(path: string): Promise<string> {
  const bytes = await sharp(path, { limitInputPixels: 4_000_000 })
    .flatten({ background: '#ffffff' })
    .greyscale()
    .resize(900, 360, { fit: 'inside', withoutEnlargement: true })
    .png()
    .toBuffer()
  const { channels } = await sharp(bytes).stats()
  if ((channels[0]?.min ?? 255) > 200) fail('disputes.signatureBlank')
  return bytes.toString('base64')
}

type Given = { signer: string; sha256: string; how: 'screen' | 'paper'; drawn: string | null }
/** Staff of the place sign in whoever sits before them; a party signs for themselves, or for the minor they stand for. */
async function mustBeTheirs(ctx: Ctx, dispute: Dispute, signer: string): Promise<void> {
  if (mayDo('sign', dispute, { account: ctx.actor.account, may: ctx.may })) return
  const own = (await parties.listParties(ctx, dispute.id)).map(parties.apiId)
  const wards = (await factsOf(ctx, dispute)).filter(({ guardian }) => guardian !== null && own.includes(guardian))
  if (!own.includes(signer) && !wards.some(({ id }) => id === signer)) fail('disputes.notYours')
}
const isIn = ({ parties: found, mediators }: Body, signer: string): boolean =>
  [...found, ...mediators].some(({ id }) => id === signer)

async function signed(ctx: Ctx, id: string, { signer, sha256, how, drawn }: Given) {
  let complete = false
  let count = 0
  const after = await changed(ctx, id, 'sign', async (dispute, act) => {
    await mustBeTheirs(ctx, dispute, signer)
    const agreement = await agreementIn(ctx, dispute.id, 'open')
    const body = bodyOf(ctx, agreement)
    if (!isIn(body, signer)) fail('disputes.signerUnknown')
    if (agreement.sha256 !== sha256) fail('disputes.paperChanged')
    pass(guardianPresent, { parties: await factsOf(ctx, dispute) })
    const isParty = body.parties.some((party) => party.id === signer)
    const added = await rows.addSignature(ctx, {
      county: ctx.county,
      id: splitId(newId(ctx.county)).uuid,
      agreement: agreement.id,
      dispute: agreement.dispute,
      party: isParty ? splitId(signer).uuid : null,
      mediator: isParty ? null : splitId(signer).uuid,
      how,
      drawn: drawn && ctx.vault.seal(drawn),
      sha256,
      at: act.at,
      by_account: act.by,
    })
    if (!added) fail('disputes.signedAlready')
    const before = agreement.signatures.map(({ county, party, mediator }) =>
      joinId(county, (party ?? mediator) as string),
    )
    count = before.length + 1
    complete = signedByAll.check({ ...body, signed: [...before, signer] })
    return move(dispute, 'sign', act)
  })
  if (!complete) return { state: after.state, signed: count, effectiveAt: null }
  const { state, settledAt } = await takeEffect(ctx, id)
  return { state, signed: count, effectiveAt: settledAt }
}

async function giveCopy(ctx: Ctx, { params, body }: InputOf<typeof agreementContract.giveCopy>) {
  await change(ctx, params.id, 'giveCopy', async (dispute, act) => {
    const agreement = await agreementIn(ctx, dispute.id, 'effective')
    const party = (await parties.findParty(ctx, dispute.id, body.party)) ?? fail('disputes.partyMissing')
    if (body.how === 'link' && party.account === null && party.code_hash === null) fail('disputes.noLink')
    await rows.addCopies(ctx, [
      {
        county: ctx.county,
        agreement: agreement.id,
        party: party.id,
        dispute: store.uuidOf(dispute.id),
        how: body.how,
        at: act.at,
        by_account: act.by,
      },
    ])
    return move(dispute, 'giveCopy', act)
  })
  return done
}

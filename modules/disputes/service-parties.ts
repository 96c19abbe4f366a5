import { type InputOf, joinId, type Service } from '@doorstep/contract'
import { type Ctx, newReceiptCode, receiptHash } from '@doorstep/kernel'
import { isMatterWithheld, markMatterMinor, standingOf } from '@doorstep/modules/matters/index.ts'
import type { partyContract } from './contract-parties.ts'
import { type Dispute, fail, move, refuse } from './rules.ts'
import { isSide, type PartyFacts } from './rules-gates.ts'
import { change } from './service-change.ts'
import { mediatorService } from './service-mediators.ts'
import * as store from './store.ts'
import * as parties from './store-parties.ts'
import type { PartyRow } from './store-tables.ts'

/** Parties: added, set right, told their rights, asked. Their words are sealed before they are saved. */

/** Of the parties what gates look at, whoever asks. */
export const factsOf = async (ctx: Ctx, { id }: Pick<Dispute, 'id'>): Promise<PartyFacts[]> =>
  (await ctx.asSystem((system) => parties.listParties(system, id))).map((row) => ({
    id: parties.apiId(row),
    role: row.role,
    isMinor: row.is_minor,
    selfSupporting: row.self_supporting,
    guardian: row.guardian && joinId(row.county, row.guardian),
    rightsReadAt: row.rights_read_at,
    consent: row.consent,
  }))

const mustFind = async (ctx: Ctx, id: string, party: string): Promise<PartyRow> =>
  (await parties.findParty(ctx, id, party)) ?? fail('disputes.partyMissing')
const seal = (ctx: Ctx, text: string | undefined): string | null => (text === undefined ? null : ctx.vault.seal(text))

type Verbs = Exclude<keyof typeof partyContract, keyof typeof mediatorService>
const own: Pick<Service<typeof partyContract, Ctx>, Verbs> = {
  addParty,
  changeParty,
  removeParty: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'removeParty',
      async (dispute, act) => {
        const party = await mustFind(ctx, dispute.id, params.party)
        // While consent is asked or given, a side does not vanish: who does not want it says so.
        if (dispute.state !== 'registered' && isSide(party)) fail('disputes.partyNeeded')
        if ((await parties.listParties(ctx, dispute.id)).some(({ guardian }) => guardian === party.id))
          fail('disputes.guardianWrong')
        await parties.saveParty(ctx, party, { left_at: act.at })
        return move(dispute, 'removeParty', act)
      },
      { reason: body.reason },
    ),
  unmaskParty,
  async partyCode(ctx, { params }) {
    const code = newReceiptCode()
    await change(ctx, params.id, 'changeParty', async (dispute, act) => {
      const party = await mustFind(ctx, dispute.id, params.party)
      await parties.saveParty(ctx, party, { code_hash: receiptHash(ctx.vault, code) })
      return move(dispute, 'changeParty', act)
    })
    return { code }
  },
  readRights: (ctx, { params, body }) =>
    change(ctx, params.id, 'readRights', async (dispute, act) => {
      const party = await mustFind(ctx, dispute.id, params.party)
      await parties.saveParty(ctx, party, { rights_read_at: act.at, rights_how: body.how })
      return move(dispute, 'readRights', act)
    }),
  consent: (ctx, { params, body }) =>
    body.agree
      ? change(ctx, params.id, 'consent', async (dispute, act) => {
          await say(ctx, dispute, params.party, { consent: 'agreed', how: body.how, at: act.at })
          return move(dispute, 'consent', act)
        })
      : refused(ctx, params, body),
}
export const partyService: Service<typeof partyContract, Ctx> = { ...own, ...mediatorService }

/** A side that refuses stops it; of somebody who was to be invited it means only that they do not come. */
async function refused(
  ctx: Ctx,
  { id, party }: { id: string; party: string },
  { how, reason }: { how: 'paper' | 'phone' | 'spoken'; reason?: string | undefined },
) {
  const dispute = (await store.find(ctx, id)) ?? fail('disputes.missing')
  const side = isSide(await mustFind(ctx, dispute.id, party))
  return change(
    ctx,
    id,
    side ? 'refuse' : 'consent',
    async (before, act) => {
      await say(ctx, before, party, { consent: 'refused', how, at: act.at })
      return side ? refuse(before, act) : move(before, 'consent', act)
    },
    { reason },
  )
}
/** What is said for a minor is said by the guardian who stands for them. */
async function say(
  ctx: Ctx,
  dispute: Dispute,
  id: string,
  { consent, how, at }: { consent: 'agreed' | 'refused'; how: 'paper' | 'phone' | 'spoken'; at: string },
): Promise<void> {
  const party = await mustFind(ctx, dispute.id, id)
  if (!isSide(party) && party.role !== 'invited' && party.role !== 'witness') fail('disputes.notASide')
  if (consent === 'agreed' && party.is_minor && !party.self_supporting && party.guardian === null)
    fail('disputes.guardianMissing')
  await parties.saveParty(ctx, party, {
    consent,
    consent_at: at,
    consent_how: how,
    consent_by: ctx.actor.account,
  })
}

/** @throws `disputes.guardianWrong` unless it is a grown-up in the same file */
async function guardianOf(ctx: Ctx, dispute: string, guardian: string | undefined, ward?: string) {
  if (guardian === undefined) return null
  const found = await parties.findParty(ctx, dispute, guardian)
  return found && !found.is_minor && found.id !== ward ? found.id : fail('disputes.guardianWrong')
}

async function addParty(ctx: Ctx, { params, body }: InputOf<typeof partyContract.addParty>) {
  const { id, role, name, phone, address, isMinor = false, selfSupporting = false, language } = body
  return change(
    ctx,
    params.id,
    'addParty',
    async (dispute, act) => {
      const matter = body.reporter ? await standingOf(ctx, dispute.id) : undefined
      const added = await parties.addParty(ctx, {
        county: ctx.county,
        id: store.uuidOf(id),
        dispute: store.uuidOf(dispute.id),
        area: dispute.area,
        role,
        name: ctx.vault.seal(name),
        phone: seal(ctx, phone),
        address: seal(ctx, address),
        is_minor: isMinor,
        self_supporting: selfSupporting,
        guardian: await guardianOf(ctx, dispute.id, body.guardian),
        account: matter?.reporter ?? null,
        code_hash: matter?.receiptHash ?? null,
        language: language ?? null,
        rights_read_at: null,
        rights_how: null,
        consent: dispute.state === 'registered' || !isSide({ role }) ? 'none' : 'asked',
        consent_at: null,
        consent_how: null,
        consent_by: null,
        added_at: act.at,
        left_at: null,
      })
      if (!added) fail('disputes.idTaken')
      if (isMinor) await markMatterMinor(ctx, dispute.id)
      return move(dispute, 'addParty', act, isMinor ? { minor: true } : {})
    },
    { data: { role } },
  )
}

async function changeParty(ctx: Ctx, { params, body }: InputOf<typeof partyContract.changeParty>) {
  const { role, name, phone, address, isMinor, selfSupporting, guardian, language } = body
  return change(ctx, params.id, 'changeParty', async (dispute, act) => {
    const party = await mustFind(ctx, dispute.id, params.party)
    if (role !== undefined && role !== party.role && dispute.state !== 'registered') fail('disputes.partyNeeded')
    await parties.saveParty(ctx, party, {
      ...(role === undefined ? {} : { role }),
      ...(name === undefined ? {} : { name: ctx.vault.seal(name) }),
      ...(phone === undefined ? {} : { phone: ctx.vault.seal(phone) }),
      ...(address === undefined ? {} : { address: ctx.vault.seal(address) }),
      ...(isMinor === undefined ? {} : { is_minor: isMinor }),
      ...(selfSupporting === undefined ? {} : { self_supporting: selfSupporting }),
      ...(guardian === undefined ? {} : { guardian: await guardianOf(ctx, dispute.id, guardian, party.id) }),
      ...(language === undefined ? {} : { language }),
      // An empty change is still a sentence for the database.
      area: dispute.area,
    })
    if (isMinor) await markMatterMinor(ctx, dispute.id)
    return move(dispute, 'changeParty', act, isMinor ? { minor: true } : {})
  })
}

async function unmaskParty(ctx: Ctx, { params, body }: InputOf<typeof partyContract.unmaskParty>) {
  if ((await store.find(ctx, params.id))?.minor && (await isMatterWithheld(ctx, params.id)))
    fail('disputes.minorProtected')
  let party: PartyRow | undefined
  await change(
    ctx,
    params.id,
    'unmask',
    async (dispute, act) => {
      party = await mustFind(ctx, dispute.id, params.party)
      return move(dispute, 'unmask', act)
    },
    { reason: body.reason },
  )
  const open = (sealed: string | null | undefined) => (sealed ? ctx.vault.open(sealed) : null)
  return { name: open(party?.name) ?? '', phone: open(party?.phone), address: open(party?.address) }
}

import { newId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { holding } from '../matters/test-matters.ts'
import type { agreementContract } from './contract-agreement.ts'
import type { State } from './states.ts'
import { drawing, type LaidAgreement, layAgreement, sha256, terms } from './test-agreement.ts'
import type { Laid } from './test-disputes.ts'
import { laid } from './test-samples-file.ts'

/** A valid request of every operation about the agreement, in a state in which the verb is allowed. */

type Given = Parameters<typeof layAgreement>[2]
type Of = { file: Laid; agreement: LaidAgreement; headers?: Record<string, string> }
/** The asker is the applicant where the relation says that it is their own: by account, or by a code. */
async function made(asking: Asking, state: State, given?: Given): Promise<Of> {
  const { t, who, relation } = asking
  const mine = relation === 'own'
  const hash = t.parts.vault.blind(newId(asking.place.county))
  const applicant = mine ? (who.account === '' ? { code_hash: hash } : { account: who.account }) : {}
  const file = await laid(asking, state, { applicant })
  const agreement = given ? await layAgreement(t, file, given) : { id: newId(asking.place.county), instalments: [] }
  const headers = mine && who.account === '' ? holding(t, { id: file.id, receiptHash: hash }).headers : undefined
  return { file, agreement, ...(headers ? { headers } : {}) }
}
const at =
  (state: State, given?: Given, more: (of: Of, asking: Asking) => Partial<Sample> = () => ({})) =>
  async (asking: Asking): Promise<Sample> => {
    const of = await made(asking, state, given)
    const { params, ...rest } = more(of, asking)
    return { params: { id: of.file.id, ...params }, ...(of.headers ? { headers: of.headers } : {}), ...rest }
  }
const effective: Given = { state: 'effective' }
const open: Given = { state: 'open' }
const toKeep = ({ file }: Of, { place }: Asking) => [
  { id: newId(place.county), due: '2030-02-28', amountCents: 50_000, act: '修好管道', payer: file.respondent },
]
const first = ({ agreement }: Of) => ({ params: { instalment: agreement.instalments[0] as string } })

async function confirmation(asking: Asking): Promise<Sample> {
  const of = await made(asking, 'confirmApplied', effective)
  const [county, dispute, agreement] = [Number(asking.place.county), of.file.id.slice(7), of.agreement.id.slice(7)]
  await asking.t.sql(
    `insert into disputes.confirmation (county, id, dispute, agreement, court, applied_on) values ($1, $2, $3, $4, '县人民法院', current_date - 3)`,
    [county, newId(county).slice(7), dispute, agreement],
  )
  return { params: { id: of.file.id } }
}
const today = ({ t }: Asking): string => new Date(t.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10)

export const agreementSamples: Samples<typeof agreementContract> = {
  agreements: at('performing', effective),
  draft: at('mediating', undefined, (of, asking) => ({
    body: { id: of.agreement.id, kind: 'written', terms, instalments: toKeep(of, asking) },
  })),
  agree: at('mediating', { state: 'draft', kind: 'oral' }, () => ({ body: {} })),
  unagree: at('agreed', open, () => ({ body: { reason: '样例' } })),
  sign: async (asking) => ({
    ...(await at('agreed', open, ({ file }) => ({ query: { signer: file.applicant, sha256 } }))(asking)),
    body: await drawing(),
    type: 'image/png',
  }),
  signOnPaper: at('agreed', open, ({ file }) => ({ body: { signer: file.respondent, sha256 } })),
  paper: at('performing', effective, ({ agreement }) => ({ params: { agreement: agreement.id } })),
  giveCopy: at('performing', effective, ({ file }) => ({ body: { party: file.respondent, how: 'print' } })),
  rightsPaper: at('registered'),
  waysPaper: at('breached', effective),
  keepInstalment: at('performing', effective, (of) => ({ ...first(of), body: {} })),
  missInstalment: at('performing', effective, (of) => ({ ...first(of), body: { note: '电话不通' } })),
  breach: at('performing', effective, () => ({ body: { reason: '样例' } })),
  renew: at('breached', effective, (of, asking) => ({
    body: {
      id: newId(asking.place.county),
      record: '再宽限一个月。',
      agreedBy: [of.file.applicant, of.file.respondent],
      instalments: toKeep(of, asking),
    },
  })),
  applyConfirm: async (asking) =>
    at('performing', { ...effective, effectiveAt: new Date(asking.t.clock.now()).toISOString() }, ({ file }) => ({
      body: {
        id: newId(asking.place.county),
        court: '县人民法院',
        appliedOn: today(asking),
        applicants: [file.applicant, file.respondent],
        about: 'obligations',
      },
    }))(asking),
  acceptConfirm: async (asking) => ({ ...(await confirmation(asking)), body: { on: today(asking) } }),
  recordRuling: async (asking) => ({
    ...(await confirmation(asking)),
    body: { on: today(asking), result: 'confirmed' },
  }),
}

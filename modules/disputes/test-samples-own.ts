import { newId } from '@doorstep/contract'
import { newReceiptCode } from '@doorstep/kernel'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { holding, receiptOf } from '../matters/test-matters.ts'
import type { ownContract } from './contract-own.ts'
import type { sessionContract } from './contract-sessions.ts'
import type { State } from './states.ts'
import { type Given, type Laid, layRoom, laySession } from './test-disputes.ts'
import { at, laid } from './test-samples-file.ts'

/** Sittings, and what parties and mediators ask themselves. */

const hour = 3_600_000
const from = (asking: Asking, hours: number): string => new Date(asking.t.clock.now() + hours * hour).toISOString()
const soon = (asking: Asking) => ({ starts: from(asking, 24), ends: from(asking, 26) })
const reason = '样例'

/** A file with a planned sitting, which the asker leads where the relation says so. */
async function sat(asking: Asking, starts = 0) {
  const { who, relation } = asking
  const mediator = relation === 'own' && who.account !== '' ? { account: who.account } : {}
  const file = await laid(asking, 'mediating', { mediator })
  return { file, session: await laySession(asking.t, file, from(asking, starts), from(asking, starts + 2)) }
}
const session =
  (body: (file: Laid, asking: Asking) => object) =>
  async (asking: Asking): Promise<Sample> => {
    const { file, session: id } = await sat(asking)
    return { params: { id: file.id, session: id }, body: body(file, asking) }
  }

export const sessionSamples: Samples<typeof sessionContract> = {
  planSession: at('mediating', (_file, asking) => ({ id: newId(asking.place.county), ...soon(asking) })),
  moveSession: session((_file, asking) => ({ ...soon(asking), reason })),
  cancelSession: session(() => ({ reason })),
  holdSession: session(({ applicant, respondent, mediator }) => ({
    attended: [applicant, respondent, mediator],
    record: '双方各自陈述，愿意再谈。',
    outcome: 'continue',
  })),
  sittings: async (asking) => ({
    query: { from: from(asking, -1), to: from(asking, 24) },
    hidden: (await sat(asking)).session,
  }),
  mySittings: async (asking) => ({ hidden: (await sat(asking)).session }),
  rooms: async (asking) => {
    await layRoom(asking.t, asking.place.area)
    return {}
  },
  setRoom: async ({ place }) => ({
    params: { room: newId(place.county) },
    body: { area: place.area, name: '调解室', seats: 12 },
  }),
}

/** A file in which the asker is the applicant, by account or by the code that the browser holds. */
async function party(
  asking: Asking,
  state: State,
  given: Given = {},
): Promise<{ file: Laid } & Pick<Sample, 'headers'>> {
  const { t, who, relation } = asking
  if (relation !== 'own') return { file: await laid(asking, state, given) }
  const hash = receiptOf(t, newReceiptCode())
  const mine = who.account === '' ? { code_hash: hash } : { account: who.account }
  const file = await laid(asking, state, { ...given, applicant: { ...mine, ...given.applicant } })
  return who.account === '' ? { file, headers: holding(t, { id: file.id, receiptHash: hash }).headers } : { file }
}
const own =
  (state: State, body?: object, given: Given = {}, params: (file: Laid) => Record<string, string> = () => ({})) =>
  async (asking: Asking): Promise<Sample> => {
    const { file, headers } = await party(asking, state, given)
    return { params: { id: file.id, ...params(file) }, ...(body ? { body } : {}), ...(headers ? { headers } : {}) }
  }

export const ownSamples: Samples<typeof ownContract> = {
  openCode: async (asking) => {
    const code = newReceiptCode()
    await laid(asking, 'registered', { applicant: { code_hash: receiptOf(asking.t, code) } })
    return { body: { code, county: asking.place.county } }
  },
  mine: async (asking) => {
    const { file, headers } = await party(asking, 'registered')
    return { hidden: file.id, ...(headers ? { headers } : {}) }
  },
  own: own('consentAsked'),
  ownRights: own('consentAsked', {}),
  ownConsent: own('consentAsked', { agree: true }),
  ownMediator: own('mediating', { accept: true }, {}, ({ mediator }) => ({ mediator })),
  ownWithdraw: own('consentAsked', { reason }),
  ownObjection: async (asking) => {
    const { file, headers } = await party(asking, 'mediating')
    await asking.t.sql(
      `insert into levels.level (county, id, area, subject_kind, subject, colour, state, reason, since, expires, updated_at)
       values ($1, $2, $3, 'matter', $4, 'orange', 'active', '样例', now(), now() + interval '30 days', now())`,
      [Number(asking.place.county), newId(asking.place.county).slice(7), file.area, file.id.slice(7)],
    )
    return { params: { id: file.id }, body: { text: '我不同意' }, ...(headers ? { headers } : {}) }
  },
}
/** Rooms are the county's; a code opens its case wherever it is typed; a party's own rows are nobody else's. */
export const ownPeculiar = { rooms: { outside: 'same' }, openCode: { outside: 'same' } } as const

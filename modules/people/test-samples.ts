import { newId, type Role } from '@doorstep/contract'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import { Secret, TOTP } from 'otpauth'
import { hashPassword, makeAccount, openSession } from './accounts.ts'
import type { entry } from './contract-entry.ts'
import type { factors } from './contract-factors.ts'
import { authenticator, type Options } from './test-authenticator.ts'

/** Samples of what changes how somebody signs in: on a twin of the asker, whose own sessions other samples still need. */
const password = 'sample-pass-42'
const passwordHash = hashPassword(password)
const origin = 'http://localhost'
let last = 0
const tag = () => `${Date.now().toString(36)}${(++last).toString(36)}`
const phone = () => `138${String(Date.now() + ++last).slice(-8)}`
const ticket = 'x'.repeat(43)

type Twin = { account: string; headers: Record<string, string>; phone: string }
/** Somebody with the asker's posts, signed in. Nobody for a visitor. */
export async function twin({ t, who, place }: Asking, kind: 'password' | 'phone'): Promise<Twin> {
  const number = phone()
  if (!who.account) return { account: '', headers: {}, phone: number }
  const postings = await t.sql<{ role: Role; area: string; unit: string | null }>(
    'select role, area, unit from people.posting where account = $1',
    [who.account],
  )
  const account = await makeAccount(t.parts, {
    county: Number(who.account.slice(0, 6)) || Number(place.county),
    name: '样例',
    ...(kind === 'password' ? { username: `twin-${tag()}`, passwordHash: await passwordHash } : {}),
    postings,
  })
  if (kind === 'phone')
    await t.sql('update people.account set phone_blind = $2, phone_sealed = $3 where id = $1', [
      account,
      t.parts.vault.blind(`phone ${number}`),
      t.parts.vault.seal(number),
    ])
  return { account, headers: { cookie: await openSession(t.parts, account) }, phone: number }
}

async function withTotp(asking: Asking, one: Twin): Promise<TOTP> {
  const secret = new Secret()
  if (one.account)
    await asking.t.sql(
      `insert into people.totp (account, sealed, step, confirmed_at) values ($1, $2, 0, now())
       on conflict (account) do nothing`,
      [one.account, asking.t.parts.vault.seal(secret.base32)],
    )
  return new TOTP({ secret })
}

async function withPasskey({ t }: Asking, one: Twin) {
  const device = authenticator(origin)
  if (!one.account) return device
  const begun = await t.post(one, '/api/people/me/passkeys/challenge')
  const { ticket: mine, options } = begun.json<{ ticket: string; options: Options }>()
  const body = { ticket: mine, name: '手机', response: device.register(options) }
  await t.post(one, '/api/people/me/passkeys', body)
  return device
}
/** A code, and the headers of the browser that asked for it: it opens nowhere else. */
async function codeFrom({ t }: Asking, headers: Record<string, string>, url: string, body: unknown) {
  const reply = await t.post({ account: '', headers }, url, body)
  const device = [reply.headers['set-cookie'] ?? []].flat().map((line) => line.split(';')[0])
  const cookie = [...device, headers.cookie ?? ''].filter(Boolean).join('; ')
  return { code: reply.json<{ demoCode?: string }>().demoCode ?? '000000', headers: { cookie } }
}

const now = ({ t }: Asking) => ({ timestamp: t.clock.now() })
const reason = '手机丢失'

export const factorSamples: Samples<typeof factors> = {
  security: async () => ({ hidden: 'no ids of others are told' }),
  proof: async () => ({ hidden: 'no ids of others are told' }),
  proven: async () => ({ hidden: 'no ids of others are told' }),
  newSecondFactor: async (asking) => ({ headers: (await twin(asking, 'password')).headers }),
  confirmSecondFactor: async (asking) => {
    const one = await twin(asking, 'password')
    const begun = one.account ? (await asking.t.post(one, '/api/people/me/second-factor')).json() : { ticket, key: 'A' }
    const code = new TOTP({ secret: Secret.fromBase32(begun.key.replaceAll(' ', '')) }).generate(now(asking))
    return { headers: one.headers, body: { ticket: begun.ticket, code } }
  },
  newRecoveryCodes: async (asking) => {
    const one = await twin(asking, 'password')
    await withTotp(asking, one)
    return { headers: one.headers }
  },
  dropSecondFactor: async (asking) => {
    const one = await twin(asking, 'password')
    await withTotp(asking, one)
    return { headers: one.headers }
  },
  newPasskey: async (asking) => ({ headers: (await twin(asking, 'phone')).headers }),
  addPasskey: async (asking) => {
    const one = await twin(asking, 'phone')
    const device = authenticator(origin)
    if (!one.account) return { body: { ticket, name: '手机', response: { id: 'x' } } }
    const begun = (await asking.t.post(one, '/api/people/me/passkeys/challenge')).json()
    return {
      headers: one.headers,
      body: { ticket: begun.ticket, name: '手机', response: device.register(begun.options) },
    }
  },
  dropPasskey: async (asking) => {
    const one = await twin(asking, 'phone')
    await withPasskey(asking, one)
    const [row] = await asking.t.sql<{ id: string }>('select id from people.passkey where account = $1', [one.account])
    // Of somebody else's passkey only the id is known.
    const headers = asking.relation === 'own' ? one.headers : asking.who.headers
    return { headers, params: { id: row?.id ?? newId(asking.place.county) } }
  },
  askProofCode: async (asking) => ({ headers: (await twin(asking, 'phone')).headers }),
  prove: async (asking) => ({ headers: (await twin(asking, 'password')).headers, body: { password } }),
  askPhoneCode: async (asking) => ({ headers: (await twin(asking, 'phone')).headers, body: { phone: phone() } }),
  changePhone: async (asking) => {
    const one = await twin(asking, 'phone')
    const to = phone()
    const { code, headers } = await codeFrom(asking, one.headers, '/api/people/me/phone/code', { phone: to })
    return { headers, body: { phone: to, code } }
  },
}

/** A person of the place that is asked about. */
const somebody = async ({ t, place }: Asking, kind: 'officer' | 'resident'): Promise<Twin> => {
  const number = phone()
  const account = await makeAccount(t.parts, {
    county: Number(place.county),
    name: '样例',
    ...(kind === 'officer'
      ? {
          username: `some-${tag()}`,
          passwordHash: await passwordHash,
          postings: [{ role: 'officer', area: place.area }],
        }
      : { phone: number }),
  })
  return { account, headers: { cookie: await openSession(t.parts, account) }, phone: number }
}

export const entrySamples: Samples<typeof entry> = {
  signInSecond: async (asking) => {
    const one = await somebody(asking, 'officer')
    const totp = await withTotp(asking, one)
    const [row] = await asking.t.sql<{ username: string }>('select username from people.account where id = $1', [
      one.account,
    ])
    const first = await asking.t.post(asking.t.visitor, '/api/people/sign-in', { username: row?.username, password })
    const second = first.json<{ second: { ticket: string } }>().second
    return { body: { ticket: second.ticket, code: totp.generate(now(asking)) }, headers: { cookie: '' } }
  },
  passkeyChallenge: async () => ({ body: { for: 'signIn' } }),
  signInWithPasskey: async (asking) => {
    const device = await withPasskey(asking, await somebody(asking, 'resident'))
    const begun = (await asking.t.post(asking.t.visitor, '/api/people/passkeys/challenge', { for: 'signIn' })).json()
    return { body: { ticket: begun.ticket, response: device.answer(begun.options) }, headers: { cookie: '' } }
  },
  agencyStart: async () => ({ query: { client: 'officer' } }),
  agencyReturn: async () => ({ query: { state: 'officer.x', code: 'x' } }),
  askDeskCode: async () => ({ body: { from: phone(), to: phone() } }),
  movePhone: async (asking) => {
    const one = await somebody(asking, 'resident')
    const to = phone()
    const url = '/api/people/desk/phone/code'
    const { code, headers } = await codeFrom(asking, asking.who.headers, url, { from: one.phone, to })
    return { headers, body: { from: one.phone, to, code, reason } }
  },
  signInStates: async (asking) => ({ hidden: (await somebody(asking, 'officer')).account }),
  unlock: async (asking) => ({ params: { id: (await somebody(asking, 'officer')).account } }),
  resetFactors: async (asking) => ({ params: { id: (await somebody(asking, 'officer')).account }, body: { reason } }),
  policy: async () => ({ hidden: 'no ids are told' }),
  setPolicy: async () => ({ body: { secondFactorRoles: [], latelyMinutes: 240 } }),
}

export const peculiarSign = {
  // There is no way to ask for another's; what is of another county is not found.
  newSecondFactor: { outside: 'same' },
  confirmSecondFactor: { outside: 'same' },
  newRecoveryCodes: { outside: 'same' },
  newPasskey: { outside: 'same' },
  addPasskey: { outside: 'same' },
  askProofCode: { outside: 'same' },
  prove: { outside: 'same' },
  askPhoneCode: { outside: 'same' },
  changePhone: { outside: 'same' },
  dropSecondFactor: { outside: 'same' },
  revokeOthers: { outside: 'same' },
  movePhone: { outside: 404 },
  // A code goes to whoever is asked for; whether there is an account is not told.
  askDeskCode: { outside: 'same' },
  setPolicy: { outside: 'same' },
} as const

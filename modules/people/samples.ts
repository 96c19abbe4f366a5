import { newId, type Role, splitId } from '@doorstep/contract'
import type { Asking, Samples } from '@doorstep/testkit/sample.ts'
import sharp from 'sharp'
import { hashPassword, makeAccount, openSession } from './accounts.ts'
import type { people } from './contract.ts'
import { newToken } from './identify.ts'
import { entrySamples, factorSamples, peculiarSign, twin } from './test-samples.ts'

const password = 'sample-pass-42'
const passwordHash = hashPassword(password)
const portrait = sharp({ create: { width: 16, height: 16, channels: 3, background: '#888888' } })
  .jpeg()
  .toBuffer()
let last = 0
const next = () => `${Date.now().toString(36)}${(++last).toString(36)}`
const phone = () => `139${String(Date.now() + ++last).slice(-8)}`
const reason = '组织安排'

/** Somebody posted where the question is asked about. */
async function person({ t, place }: Asking, role: Role = 'officer'): Promise<string> {
  const tag = next()
  return makeAccount(t.parts, {
    county: Number(place.county),
    name: '样例',
    username: `sample-${tag}`,
    passwordHash: await passwordHash,
    postings: [{ role, area: place.area }],
    profile: { badge: tag },
  })
}
/** A session of its own: the one that the tests share must not end. */
const ownSession = async ({ t, who }: Asking) => ({
  cookie: who.account ? await openSession(t.parts, who.account) : '',
})
async function invitation(asking: Asking) {
  const { t, place } = asking
  const account = await person(asking)
  const { token: secret, hash } = newToken()
  const id = newId(place.county)
  await t.sql(
    `insert into people.invitation (county, id, account, secret, role, area, expires_at)
     values ($1, $2, $3, $4, 'officer', $5, $6)`,
    [Number(place.county), splitId(id).uuid, account, hash, place.area, new Date(t.clock.now() + 60_000).toISOString()],
  )
  return { id, secret }
}
const withPhoto = async (asking: Asking): Promise<string> => {
  const { t, place } = asking
  const id = await person(asking)
  const photo = newId(place.county)
  const upload = await t.parts.files.receive(new Blob([new Uint8Array(await portrait)]).stream() as never, {
    types: ['image/jpeg'],
    maxBytes: 1e6,
  })
  await t.parts.files.keep(upload, photo)
  await t.parts.files.discard(upload)
  await t.sql('update people.profile set photo = $2, duty_visible = true where account = $1', [id, splitId(photo).uuid])
  return id
}
const nothingHidden = { hidden: 'no ids of others are told' }
/** Gives the asker a password, whatever it was before. */
async function withPassword({ t, who }: Asking): Promise<void> {
  if (!who.account) return
  await t.sql('update people.account set username = coalesce(username, $2) where id = $1', [
    who.account,
    `own-${next()}`,
  ])
  await t.sql(
    `insert into people.credential (id, account, provider, provider_account, password) values ($1, $2, 'credential', $2, $3)
     on conflict (provider, provider_account) do update set password = $3`,
    [newId(who.account.slice(0, 6)), who.account, await passwordHash],
  )
}
/** Asked for and entered in the same browser. */
async function sentCode(asking: Asking) {
  const { t, place } = asking
  const number = phone()
  const reply = await t.post(t.visitor, '/api/people/codes', { phone: number, county: place.county })
  const { cookie } = await ownSession(asking)
  const { demoCode: code } = reply.json<{ demoCode: string }>()
  return {
    body: { phone: number, code, consent: '2026-11', county: place.county },
    headers: { cookie: [cookie, ...reply.cookies.map(({ name, value }) => `${name}=${value}`)].join('; ') },
  }
}

export const samples: Samples<typeof people> = {
  ...factorSamples,
  ...entrySamples,
  revokeOthers: async (asking) => ({ headers: (await twin(asking, 'phone')).headers }),
  signIn: async (asking) => {
    const id = await person(asking)
    const [row] = await asking.t.sql<{ username: string }>('select username from people.account where id = $1', [id])
    return { body: { username: row?.username, password }, headers: await ownSession(asking) }
  },
  requestCode: async ({ place }) => ({ body: { phone: phone(), county: place.county } }),
  signInWithCode: sentCode,
  signOut: async (asking) => ({ body: {}, headers: await ownSession(asking) }),
  session: async () => nothingHidden,
  sessions: async () => nothingHidden,
  revokeSession: async (asking) => {
    const { t, who, relation } = asking
    const account = relation === 'own' && who.account ? who.account : await person(asking)
    await openSession(t.parts, account)
    const [row] = await t.sql<{ id: string }>(
      'select id from people.session where account = $1 order by created_at desc, id desc limit 1',
      [account],
    )
    return { params: { id: row?.id ?? '' } }
  },
  changePassword: async (asking) => {
    await withPassword(asking)
    return { body: { current: password, next: 'another-pass-43' } }
  },
  shelfKey: async () => nothingHidden,
  me: async () => nothingHidden,
  preferences: async () => ({ body: { elder: true, language: 'en-US' } }),
  list: async (asking) => ({ hidden: await person(asking) }),
  create: async ({ place }) => ({
    body: {
      id: newId(place.county),
      name: '赵新人',
      username: `new-${next()}`,
      posting: { role: 'officer', area: place.area },
    },
  }),
  get: async (asking) => ({ params: { id: await person(asking) } }),
  edit: async (asking) => ({ params: { id: await person(asking) }, body: { dutyText: '每周二上午' } }),
  invite: async (asking) => ({ params: { id: await person(asking) }, body: {} }),
  readInvitation: async (asking) => ({ body: await invitation(asking) }),
  acceptInvitation: async (asking) => ({ body: { ...(await invitation(asking)), password: 'my-own-pass-7' } }),
  post: async (asking) => ({
    params: { id: await person(asking) },
    body: { role: 'mediator', area: asking.place.area },
  }),
  endPosting: async (asking) => {
    const id = await person(asking)
    const [row] = await asking.t.sql<{ id: string }>('select id from people.posting where account = $1', [id])
    return { params: { id, posting: `${asking.place.county}-${row?.id}` }, body: { reason } }
  },
  suspend: async (asking) => ({ params: { id: await person(asking) }, body: { reason } }),
  restore: async (asking) => {
    const id = await person(asking)
    await asking.t.sql(`update people.account set state = 'suspended' where id = $1`, [id])
    return { params: { id }, body: { reason } }
  },
  handOver: async (asking) => ({
    params: { id: await person(asking) },
    body: { to: await person(asking), reason },
  }),
  photo: async (asking) => ({ params: { id: await withPhoto(asking) } }),
  setPhoto: async (asking) => ({
    params: { id: await person(asking) },
    body: new Uint8Array(await portrait),
    type: 'image/jpeg',
  }),
  roles: async () => ({}),
}

export const peculiar = {
  ...peculiarSign,
  // There is no way to ask for another's.
  preferences: { outside: 'same' },
  changePassword: { outside: 'same' },
  // The posting is refused before the person is looked up.
  post: { outside: 403 },
} as const

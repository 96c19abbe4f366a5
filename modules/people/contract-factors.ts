import { Choice, contract, Done, Id, Instant, Line, Nullable, t } from '@doorstep/contract'
import * as shapes from './contract-shapes.ts'

const password = t.String({ minLength: 1, maxLength: 200 })
const SixDigits = t.String({ pattern: '^\\d{6}$' })
/** What the browser's authenticator answers; the server looks at every part of it. */
const Credential = t.Object({ id: t.String({ maxLength: 2000 }) }, { additionalProperties: true })
const Answer = t.Object({ ticket: shapes.Secret, response: Credential })
const RecoveryCodes = t.Object({ codes: t.Array(t.String()) })
const CodeSent = t.Object({ validSeconds: t.Integer(), demoCode: t.Optional(t.String()) })
const ProofWay = Choice(['password', 'code', 'passkey', 'phoneCode', 'agency'] as const)

/** How somebody proves who they are: second factor, passkeys, a proof in between, a new phone number. */
export const factors = contract({
  security: {
    get: '/people/me/security',
    summary: 'How I sign in: second factor, passkeys, the agency.',
    may: 'people.me',
    reply: t.Object({
      secondFactor: Nullable(t.Object({ since: Instant, recoveryLeft: t.Integer() })),
      required: t.Boolean(),
      /** This server's address can have passkeys. */
      passkeysWork: t.Boolean(),
      passkeys: t.Array(
        t.Object({
          id: Id,
          name: t.String(),
          backedUp: t.Boolean(),
          createdAt: Instant,
          usedAt: Nullable(Instant),
        }),
      ),
      agency: Nullable(t.Object({ label: t.String(), linked: t.Boolean() })),
      phoneChangeable: t.Boolean(),
    }),
    fails: [],
  },
  newSecondFactor: {
    post: '/people/me/second-factor',
    summary: 'Begin to set up a second factor: a secret for an authenticator app, as picture and as text.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 20,
    reply: t.Object({ ticket: shapes.Secret, key: t.String(), uri: t.String(), qr: t.String() }),
    fails: ['people.noPassword'],
  },
  confirmSecondFactor: {
    post: '/people/me/second-factor/confirm',
    summary:
      'Show that the app makes the right codes; from now on signing in asks for one. Answers ten recovery codes, once.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 20,
    body: t.Object({ ticket: shapes.Secret, code: SixDigits }),
    reply: RecoveryCodes,
    fails: ['people.stepOver', 'people.factorWrong'],
  },
  newRecoveryCodes: {
    post: '/people/me/recovery-codes',
    summary: 'Ten new recovery codes; the earlier ones end.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 10,
    reply: RecoveryCodes,
    fails: ['people.noFactor'],
  },
  dropSecondFactor: {
    delete: '/people/me/second-factor',
    summary: 'Sign in without a second factor again; not where the post requires one.',
    may: 'people.me',
    fresh: 'now',
    reply: Done,
    fails: ['people.noFactor', 'people.factorRequired'],
  },
  newPasskey: {
    post: '/people/me/passkeys/challenge',
    summary: 'Begin to register a passkey.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 20,
    reply: t.Object({ ticket: shapes.Secret, options: t.Unknown() }),
    fails: ['people.passkeysOff', 'people.tooManyPasskeys'],
  },
  addPasskey: {
    post: '/people/me/passkeys',
    summary: 'Keep the passkey that the device has made, under a name.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 20,
    body: t.Object({ ...Answer.properties, name: Line(60) }),
    reply: t.Object({ id: Id }),
    fails: ['people.stepOver', 'people.passkeyRefused', 'people.passkeysOff'],
  },
  dropPasskey: {
    delete: '/people/me/passkeys/:id',
    summary: 'Forget a passkey; not the last one where the post requires a second factor and there is no other.',
    may: 'people.me',
    fresh: 'now',
    reply: Done,
    fails: ['people.passkeyMissing', 'people.factorRequired'],
  },
  proof: {
    get: '/people/me/proof',
    summary: 'In which ways I can prove now that it is me.',
    may: 'people.me',
    reply: t.Object({
      ways: t.Array(ProofWay),
      phone: Nullable(t.String({ description: 'masked' })),
      agency: Nullable(t.String()),
    }),
    fails: [],
  },
  askProofCode: {
    post: '/people/me/proof/code',
    summary: 'Send a code to my own phone.',
    may: 'people.me',
    repeat: 'natural',
    perMinute: 10,
    reply: CodeSent,
    fails: ['people.codeTooSoon', 'people.codeUnavailable', 'people.wayMissing'],
  },
  prove: {
    post: '/people/me/proof',
    summary: 'Prove that it is me, in one of the ways; what is shown only to a fresh session is shown from now on.',
    may: 'people.me',
    repeat: 'natural',
    perMinute: 20,
    body: t.Object({
      password: t.Optional(password),
      code: t.Optional(t.String({ minLength: 6, maxLength: 20 })),
      phoneCode: t.Optional(SixDigits),
      passkey: t.Optional(Answer),
    }),
    reply: Done,
    fails: [
      'people.wrongPassword',
      'people.factorWrong',
      'people.codeWrongHere',
      'people.passkeyRefused',
      'people.stepOver',
      'people.wayMissing',
      'people.locked',
    ],
  },
  proven: {
    get: '/people/me/proof/now',
    summary: 'Nothing but whether this session has proved itself within ten minutes: asked before a file is fetched.',
    may: 'people.me',
    fresh: 'now',
    reply: Done,
    fails: [],
  },
  askPhoneCode: {
    post: '/people/me/phone/code',
    summary: 'Send a code to the phone that shall be mine from now on.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 10,
    body: t.Object({ phone: shapes.MobilePhone }),
    reply: CodeSent,
    fails: ['people.codeTooSoon', 'people.codeUnavailable', 'people.phoneOfPost'],
  },
  changePhone: {
    put: '/people/me/phone',
    summary: 'Sign in with another phone from now on; every other session of mine ends, the old phone is told.',
    may: 'people.me',
    fresh: 'now',
    repeat: 'natural',
    perMinute: 10,
    body: t.Object({ phone: shapes.MobilePhone, code: SixDigits }),
    reply: Done,
    fails: ['people.codeWrongHere', 'people.phoneTaken', 'people.phoneOfPost'],
  },
})

import { AreaCode, Choice, Id, Instant, Line, Nullable, roles, type Static, t } from '@doorstep/contract'
import { type StaffRole, staffRoles } from './rules.ts'
import { lately } from './rules-factor.ts'

/** The shapes that people, sessions and postings have on the wire. */
export const RoleCode = Choice(roles)
export const StaffRoleCode = t.Unsafe<StaffRole>(Choice(staffRoles))
export const Language = Choice(['zh-CN', 'en-US'] as const)
/** Department or desk within an area, e.g. `housing`; rows are handed to it by this code. */
const UnitCode = t.String({ pattern: '^[a-zA-Z0-9][a-zA-Z0-9-]{0,39}$' })
/** Letters, digits, dot, dash: what people can say over the phone. */
export const Username = t.String({ pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{2,39}$' })
/** As typed at sign-in; anything else than a user name is simply unknown. */
export const Typed = t.String({ minLength: 1, maxLength: 100 })
export const NewPassword = t.String({ minLength: 1, maxLength: 200 })
export const MobilePhone = t.String({ pattern: '^1[3-9]\\d{9}$' })
export const Badge = t.String({ pattern: '^[A-Za-z0-9-]{2,20}$' })
/** A real name: 50 signs and more, with the dots of many languages. */
export const PersonName = Line(100)
/** Version of the privacy notice that was shown, e.g. `2026-01`. */
export const ConsentVersion = t.String({ pattern: '^[0-9A-Za-z.-]{1,20}$' })
export const Secret = t.String({ pattern: '^[A-Za-z0-9_-]{43}$' })

const Grant = t.Object({
  everyone: t.Boolean(),
  own: t.Boolean(),
  asked: t.Boolean(),
  scopes: t.Array(t.String()),
  units: t.Array(t.String()),
})

/** Who am I: screens read from it what to show. */
export const Session = t.Object({
  kind: Choice(['visitor', 'account'] as const),
  account: Nullable(Id),
  name: Nullable(t.String()),
  county: t.String(),
  roles: t.Array(RoleCode),
  postings: t.Array(t.Object({ role: RoleCode, area: t.String(), unit: Nullable(t.String()) })),
  permissions: t.Record(t.String(), Grant),
  elder: t.Boolean(),
  language: Language,
  /** Ways to sign in that this server offers now. */
  ways: t.Array(Choice(['password', 'phoneCode', 'passkey', 'agency'] as const)),
  /** What the way through the agency is called here. */
  agency: Nullable(t.String()),
  /** What has to be done before anything else. */
  must: Nullable(Choice(['secondFactor'] as const)),
  /** The password was right, and a second step follows: with a code, or with a passkey. */
  second: t.Optional(
    t.Object({ ticket: t.String(), ways: t.Array(Choice(['code', 'passkey'] as const)), validSeconds: t.Integer() }),
  ),
  /** No text messages are sent here: codes are shown instead. Never in production. */
  demo: t.Boolean(),
})
export type Session = Static<typeof Session>

export const Posting = t.Object({
  id: Id,
  role: StaffRoleCode,
  area: t.String(),
  unit: Nullable(t.String()),
  from: Instant,
  to: Nullable(Instant),
  createdBy: Nullable(t.String()),
  endedBy: Nullable(t.String()),
  endReason: Nullable(t.String()),
})
export type Posting = Static<typeof Posting>

const AccountState = Choice(['invited', 'active', 'suspended'] as const)
export const PersonRow = t.Object({
  id: Id,
  name: t.String(),
  initials: t.String(),
  badge: Nullable(t.String()),
  state: AccountState,
  photo: t.Boolean(),
  dutyVisible: t.Boolean(),
  /** Postings that hold now. */
  postings: t.Array(
    t.Object({ id: Id, role: StaffRoleCode, area: t.String(), unit: Nullable(t.String()), from: Instant }),
  ),
})
export type PersonRow = Static<typeof PersonRow>

export const Person = t.Object({
  ...PersonRow.properties,
  username: Nullable(t.String()),
  stateReason: Nullable(t.String()),
  /** Duty phone; masked unless it is public by post or the reader manages this person. */
  phone: Nullable(t.String()),
  dutyText: Nullable(t.String()),
  /** Every posting the reader may see, newest first. */
  history: t.Array(Posting),
  /** What the reader may do here. */
  manage: t.Boolean(),
})
export type Person = Static<typeof Person>

export const Me = t.Object({
  id: Id,
  name: t.String(),
  username: Nullable(t.String()),
  /** Masked. */
  phone: Nullable(t.String()),
  badge: Nullable(t.String()),
  dutyText: Nullable(t.String()),
  photo: t.Boolean(),
  elder: t.Boolean(),
  language: Language,
  hasPassword: t.Boolean(),
  postings: t.Array(Posting),
  consents: t.Array(
    t.Object({ title: t.String(), version: t.String(), givenAt: Instant, withdrawnAt: Nullable(Instant) }),
  ),
})
export type Me = Static<typeof Me>

export const OpenSession = t.Object({
  id: Id,
  device: t.String(),
  openedAt: Instant,
  usedAt: Instant,
  way: Nullable(Choice(['password', 'phoneCode', 'passkey', 'agency'] as const)),
  current: t.Boolean(),
})
export const Policy = t.Object({
  secondFactorRoles: t.Array(StaffRoleCode, { maxItems: 20 }),
  latelyMinutes: t.Integer({ minimum: lately.least, maximum: lately.most }),
})
export const Invitation = t.Object({ id: Id, secret: Secret, expiresAt: Instant })
export const NewPosting = t.Object({
  role: StaffRoleCode,
  area: AreaCode,
  unit: t.Optional(UnitCode),
  from: t.Optional(Instant),
  to: t.Optional(Instant),
})

import type { ReplyOf } from '@doorstep/contract'
import type { Tone } from '@doorstep/ui-base/tone.ts'
import type { people } from '../contract.ts'
import { canGrant, type StaffRole, staffRoles } from '../rules.ts'
import { session } from '../shared/session.ts'

export type Row = ReplyOf<typeof people.list>['items'][number]
export type Person = ReplyOf<typeof people.get>
export type Posting = Person['history'][number]
export type Invitation = ReplyOf<typeof people.invite>

export const toneOf: Record<Row['state'], Tone> = { active: 'done', invited: 'waiting', suspended: 'problem' }

/** Roles the person at the screen may give somewhere. */
export const givenRoles = (): StaffRole[] =>
  staffRoles.filter((role) =>
    session.value?.postings.some(({ role: own, area }) => canGrant([{ role: own, area, unit: null }], role, area)),
  )
export const mayGive = (role: string, area: string): boolean =>
  canGrant(
    (session.value?.postings ?? []).map(({ role: own, area: ownArea }) => ({ role: own, area: ownArea, unit: null })),
    role,
    area,
  )

/** The link that goes to the person; the secret stands behind the `#`, which no server ever sees or logs. */
export const linkOf = ({ id, secret }: Invitation): string =>
  `${location.origin}${import.meta.env.BASE_URL}join#${id}.${secret}`

/** `2026-03-01` of a date field → the beginning of that day here; nothing typed → nothing sent. */
export const instantOf = (day: string): string | undefined =>
  day ? new Date(`${day}T00:00:00`).toISOString() : undefined

/** Proofs beyond a password, and how lately somebody must have given one. Browser-safe. */
const minute = 60_000

/** Six digits every thirty seconds, as every authenticator app makes them; clocks may be one step apart. */
export const totp = { digits: 6, period: 30, window: 1, secretBytes: 20 } as const
export const recovery = { count: 10, length: 8 } as const
/** No 0, 1, I, L, O, U: written on paper and read out on the phone. */
const recoverySigns = '23456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Steps that were begun are finished within this time, after at most so many tries. */
export const ceremony = { validMs: 5 * minute, agencyMs: 10 * minute, tries: 5 } as const
export const maxPasskeys = 20

/** For how long a proof is enough to see one person's name and number; a county chooses within the bounds. */
export const lately = { initial: 240, least: 10, most: 720 } as const
export type Policy = { secondFactorRoles: readonly string[]; latelyMinutes: number }
export const initialPolicy: Policy = { secondFactorRoles: [], latelyMinutes: lately.initial }

/** What is left to whoever must set up a second factor first: their own account, and the way out. */
export const enrolOnly = ['people.signIn', 'people.whoAmI', 'people.me', 'people.roles'] as const
export const requiresFactor = (policy: Policy, held: readonly { role: string }[]): boolean =>
  held.some(({ role }) => policy.secondFactorRoles.includes(role))

/** `ABCD-EFGH` from random bytes; the few that would favour a sign are left out. */
export function recoveryCode(bytes: Uint8Array): string {
  const fair = [...bytes].filter((byte) => byte < recoverySigns.length * Math.floor(256 / recoverySigns.length))
  const text = fair
    .slice(0, recovery.length)
    .map((byte) => recoverySigns[byte % recoverySigns.length])
    .join('')
  return `${text.slice(0, 4)}-${text.slice(4)}`
}
/** As people type it: lower case, spaces, no dash. */
export const plainCode = (typed: string): string => typed.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
export const isTotpCode = (typed: string): boolean => /^\d{6}$/.test(plainCode(typed))

/** Passkeys belong to a name, not to a number, and to a safe line: `localhost` counts as one. */
export function passkeyHome(publicUrl: string): { id: string; origin: string } | null {
  const { hostname, origin, protocol } = new URL(publicUrl)
  const named = !/^[\d.]+$|^\[/.test(hostname)
  return named && (protocol === 'https:' || hostname === 'localhost') ? { id: hostname, origin } : null
}

/** Why the way through the agency ended at the door again; words for each. */
export const agencyTroubles = ['off', 'over', 'refused', 'failed', 'unreachable', 'unknown', 'closed', 'other'] as const

/** Only a path of a client: an address from elsewhere must not lead people away after they signed in. */
export const innerPath = (to: unknown): string => (typeof to === 'string' && /^\/(?![/\\])/.test(to) ? to : '/')

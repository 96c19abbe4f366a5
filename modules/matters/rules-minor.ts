/** Matters about somebody under 18: who reads what without an approval, and how long an approval holds. */

export const accessHours = 24
export const consentWays = ['present', 'phone', 'paper', 'none'] as const
export type Guardian = { name: string; how: (typeof consentWays)[number]; at: string; by: string | null }

/**
 * Staff of the area see what sort of matter it is, so that somebody takes it on; what it says of a child is for whoever
 * handles it, and for others once a leader has let them. Helpers and departments were brought in by the one who handles it.
 */
export const needsAccess = (
  matter: { minor?: boolean; assignee: string | null; registeredBy: string | null },
  reader: { account: string | null; reached: string | undefined },
): boolean =>
  matter.minor === true &&
  reader.reached === 'area' &&
  (reader.account === null ||
    (reader.account !== matter.assignee && !(matter.assignee === null && reader.account === matter.registeredBy)))

/** Nobody lets themselves in, and nothing is decided twice. */
export const mayDecide = (request: { account: string; decidedAt: string | null }, by: string | null): boolean =>
  request.decidedAt === null && request.account !== by

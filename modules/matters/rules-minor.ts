/** Matters about somebody under 18: who reads what without an approval, and how long an approval holds. */

export const accessHours = 24
export const withdrawalWays = ['present', 'phone', 'paper'] as const
export const consentWays = [...withdrawalWays, 'none'] as const
/** What the record itself keeps of it; who gave it, and whether it still holds, stands with the consents. */
export type Guardian = { how: (typeof consentWays)[number]; at: string; by: string | null }

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

/** Who a person can be. `visitor` has not signed in; everyone signed in is also a `resident`. */
export const roles = [
  'visitor',
  'resident',
  'volunteer',
  'gridWorker',
  'mediator',
  'keeper',
  'ally',
  'auxiliary',
  'officer',
  'deputyChief',
  'chief',
  'commandRoom',
  'centreClerk',
  'departmentClerk',
  'countyAdmin',
  'auditor',
] as const
export type Role = (typeof roles)[number]

/**
 * How far a permission reaches for a role:
 * `everyone` public, no case data · `own` rows the person made · `asked` rows the person was asked to help with ·
 * `unit` rows of the posting's area that were handed to the posting's unit · `area` rows inside the posting's area ·
 * `county` rows of the posting's whole county.
 */
export const reaches = ['everyone', 'own', 'asked', 'unit', 'area', 'county'] as const
export type Reach = (typeof reaches)[number]

/** A module's rows of the role matrix: permission → role → reach. What is not named is denied. */
export type Rights = Readonly<Record<string, Readonly<Partial<Record<Role, Reach | readonly Reach[]>>>>>

/** Anyone: visitors, and every account through its `resident` row. */
export const anyone = (reach: Reach): Partial<Record<Role, Reach>> => ({ visitor: reach, resident: reach })

export type Posting = { role: Role; area: string; unit: string | null }
export type Matrix = ReadonlyMap<string, Readonly<Partial<Record<Role, Reach | readonly Reach[]>>>>

export function matrixOf(modules: readonly { rights: Rights }[]): Matrix {
  const matrix = new Map<string, Rights[string]>()
  for (const { rights } of modules)
    for (const [permission, row] of Object.entries(rights)) {
      if (matrix.has(permission)) throw new Error(`permission ${permission} is granted by two modules`)
      matrix.set(permission, row)
    }
  return matrix
}

/** What one actor may reach through one permission; screens and the server read the same answer. */
export type Grant = { everyone: boolean; own: boolean; asked: boolean; scopes: string[]; units: string[] }

/** @returns `undefined` when no posting of the actor grants the permission. */
export function grantOf(matrix: Matrix, permission: string, postings: readonly Posting[]): Grant | undefined {
  const row = matrix.get(permission)
  if (!row) return undefined
  const grant: Grant = { everyone: false, own: false, asked: false, scopes: [], units: [] }
  let granted = false
  for (const posting of postings) {
    const cell = row[posting.role]
    for (const reach of cell === undefined ? [] : Array.isArray(cell) ? (cell as Reach[]) : [cell as Reach]) {
      granted = true
      if (reach === 'everyone') grant.everyone = true
      else if (reach === 'own') grant.own = true
      else if (reach === 'asked') grant.asked = true
      else if (reach === 'unit') grant.units.push(`${posting.unit ?? ''}@${posting.area}`)
      else grant.scopes.push(reach === 'area' ? posting.area : posting.area.slice(0, 6))
    }
  }
  return granted ? grant : undefined
}

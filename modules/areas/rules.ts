/**
 * Area codes: what a code says by itself. The code is the hierarchy : 2 digits province, 4 city,
 * 6 county, 9 township, 12 community or village, 15 grid; inside means "starts with". The first twelve digits are the
 * statistical codes of the National Bureau of Statistics (统计用区划代码); the last three are ours.
 */

export const levels = ['province', 'city', 'county', 'township', 'community', 'grid'] as const
export type Level = (typeof levels)[number]

export const digitsOf = { province: 2, city: 4, county: 6, township: 9, community: 12, grid: 15 } as const

/**
 * The 13th digit of a grid code. Basic grids tile their community; special ones (专属网格) are drawn over them, because
 * a school has its own guardians whichever street it lies in.
 */
export const gridKinds = { basic: '0', school: '1', market: '2', hospital: '3' } as const
export type GridKind = keyof typeof gridKinds

const kindByDigit: Readonly<Record<string, GridKind>> = Object.fromEntries(
  Object.entries(gridKinds).map(([kind, digit]) => [digit, kind as GridKind]),
)

const shape = /^(?:[1-9]\d)(?:\d\d(?:\d\d(?:\d{3}(?:\d{3}(?:\d{3})?)?)?)?)?$/

export function levelOf(code: string): Level | undefined {
  return levels.find((level) => digitsOf[level] === code.length)
}

/**
 * Whether the digits can be an area's. Not whether such an area exists. `441900` passes: some cities have no
 * counties, and their townships hang on a county code that ends in 00.
 */
export function isValidCode(code: string): boolean {
  if (!shape.test(code)) return false
  if (code.length >= 4 && code.slice(2, 4) === '00') return false
  if (code.length >= 9 && code.slice(6, 9) === '000') return false
  if (code.length >= 12 && code.slice(9, 12) === '000') return false
  return code.length < 15 || code.charAt(12) in kindByDigit
}

/**
 * The shortest code for one that was padded with zeros to twelve digits, as the Bureau prints it: `620922000000` is the
 * county `620922`. Undefined where no valid code is left. A padded `441900000000` becomes the city `4419`.
 */
export function trimCode(text: string): string | undefined {
  let code = text.trim()
  if (code.length === 12) code = code.replace(/^(\d{9})000$/, '$1').replace(/^(\d{6})000$/, '$1')
  if (text.trim().length === 12 && code.length === 6)
    code = code.replace(/^(\d{4})00$/, '$1').replace(/^(\d\d)00$/, '$1')
  return isValidCode(code) ? code : undefined
}

/** The code one level up; undefined for a province. */
export function parentOf(code: string): string | undefined {
  const level = levelOf(code)
  const above = level && levels[levels.indexOf(level) - 1]
  return above && code.slice(0, digitsOf[above])
}

/** Every code above, the province first. */
export function ancestorsOf(code: string): string[] {
  return levels
    .map((level) => code.slice(0, digitsOf[level]))
    .filter((above, at) => above.length === digitsOf[levels[at] as Level] && above !== code)
}

/** An area is inside itself. */
export function isInside(code: string, scope: string): boolean {
  return code.startsWith(scope)
}

/** The county an area lies in (GB/T 2260), which is also its shard; undefined above the county. */
export function countyOf(code: string): string | undefined {
  return code.length >= digitsOf.county ? code.slice(0, digitsOf.county) : undefined
}

/**
 * @param community twelve digits
 * @param order 1–99 within its kind, west to east, then north to south; 0 for a community that is not split (CJ/T 349)
 */
export function gridCode(community: string, kind: GridKind, order: number): string {
  if (levelOf(community) !== 'community' || !isValidCode(community))
    throw new RangeError(`not a community: ${community}`)
  if (!Number.isInteger(order) || order < 0 || order > 99) throw new RangeError(`not a grid order: ${order}`)
  return community + gridKinds[kind] + String(order).padStart(2, '0')
}

export function parseGridCode(code: string): { community: string; kind: GridKind; order: number } | undefined {
  const kind = kindByDigit[code.charAt(12)]
  if (levelOf(code) !== 'grid' || !isValidCode(code) || !kind) return undefined
  return { community: code.slice(0, 12), kind, order: Number(code.slice(13)) }
}

/** From the 7th to 9th digit: 001–099 街道, 100–199 镇, 200–399 乡, 400–599 政企合一 (farms, mines, development zones). */
export const townshipKinds = [
  { kind: 'street', from: 1, to: 99 },
  { kind: 'town', from: 100, to: 199 },
  { kind: 'township', from: 200, to: 399 },
  { kind: 'enterprise', from: 400, to: 599 },
] as const
export type TownshipKind = (typeof townshipKinds)[number]['kind']

export function townshipKindOf(code: string): TownshipKind | undefined {
  return kindOf(townshipKinds, code, 'township')
}

/**
 * From the 10th to 12th digit. Seen in all 620,573 of the 2023 edition: below 200 the names end in 居委会, below 400 in
 * 村委会; the rest are the same two kinds of places that have no elected committee (类似居委会, 类似村委会).
 */
export const communityKinds = [
  { kind: 'community', from: 1, to: 199 },
  { kind: 'village', from: 200, to: 399 },
  { kind: 'community_like', from: 400, to: 499 },
  { kind: 'village_like', from: 500, to: 599 },
] as const
export type CommunityKind = (typeof communityKinds)[number]['kind']

export function communityKindOf(code: string): CommunityKind | undefined {
  return kindOf(communityKinds, code, 'community')
}

function kindOf<T extends { kind: string; from: number; to: number }>(
  table: readonly T[],
  code: string,
  level: 'township' | 'community',
): T['kind'] | undefined {
  if (code.length < digitsOf[level]) return undefined
  const number = Number(code.slice(digitsOf[level] - 3, digitsOf[level]))
  return table.find(({ from, to }) => number >= from && number <= to)?.kind
}

/** The Bureau's urban–rural class of a community (城乡分类代码), three digits; 1xx counts as urban. */
export const urbanRuralClasses = {
  '111': 'main_city',
  '112': 'city_fringe',
  '121': 'town_centre',
  '122': 'town_fringe',
  '123': 'special_area',
  '210': 'township_centre',
  '220': 'village',
} as const
export type UrbanRuralClass = keyof typeof urbanRuralClasses

export function isUrban(urbanRural: UrbanRuralClass): boolean {
  return urbanRural.startsWith('1')
}

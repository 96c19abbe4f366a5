import type { Contract } from '@doorstep/contract'
import type { TestApp, Who } from './app.ts'
import { world } from './world.ts'

/**
 * How the asker stands to the thing that is asked for: `own` inside the asker's posting (or made by them, handed to
 * them, asked of them), `neighbouring` the next community of the same county, `foreign` another county.
 */
export const relations = ['own', 'neighbouring', 'foreign'] as const
export type Relation = (typeof relations)[number]
export type Place = { area: string; grid: string; county: string; point: { lat: number; lon: number } }
export type Asking = { t: TestApp; who: Who; relation: Relation; place: Place }

export type Sample = {
  params?: Record<string, string>
  query?: Record<string, string | number | boolean>
  /** JSON, or bytes for uploads. */
  body?: unknown
  type?: string
  /** An id that a list must not contain when the asker may not see it. */
  hidden?: string
  headers?: Record<string, string>
}
/** A valid request of every operation, with whatever it is about made first. One function per operation, same name. */
export type Samples<C extends Contract> = { [K in keyof C]: (asking: Asking) => Promise<Sample> }
export type AnySamples = Record<string, (asking: Asking) => Promise<Sample>>

/** Names what the generated tests cannot read from the contract. */
export type Peculiar = {
  /** What an asker with the permission, but outside of its reach, is answered: a status, or `empty` for lists. */
  outside?: number | 'empty' | 'same'
  /** The role may not do it although the matrix grants the permission; says why. */
  except?: Partial<Record<string, string>>
}

export const placeOf = (relation: Relation): Place =>
  relation === 'own'
    ? { area: world.community, grid: world.grid, county: world.county, point: world.point }
    : relation === 'neighbouring'
      ? {
          area: world.otherTownshipCommunity,
          grid: `${world.otherTownshipCommunity}001`,
          county: world.county,
          point: { lat: 40.005, lon: 100.022 },
        }
      : {
          area: world.foreignCommunity,
          grid: world.foreignGrid,
          county: world.foreignCounty,
          point: world.foreignPoint,
        }

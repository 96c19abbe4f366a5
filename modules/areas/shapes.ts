import { AreaCode, Choice, Day, Nullable, Point, t } from '@doorstep/contract'
import { gridKinds, levels } from './rules.ts'

export const LevelCode = Choice(levels)
export const GridKindCode = Choice(Object.keys(gridKinds) as (keyof typeof gridKinds)[])

/** One line of a list or a tree. */
export const AreaRow = t.Object({
  code: AreaCode,
  name: t.String(),
  level: LevelCode,
  kind: Nullable(
    t.String({
      description: 'street, town, township, enterprise; community, village, …; basic, school, market, hospital',
    }),
  ),
  urbanRural: Nullable(t.String({ description: 'urban–rural class of the statistical code, three digits' })),
  validFrom: Day,
  validTo: Nullable(t.String({ description: 'first day on which it no longer exists' })),
  supersededBy: t.Array(AreaCode),
  centre: Nullable(Point),
  version: t.Integer(),
})

/** An area with where it lies and what it is today. */
export const Area = t.Object({
  ...AreaRow.properties,
  inForce: t.Boolean(),
  /** province first */
  above: t.Array(t.Object({ code: AreaCode, name: t.String(), level: LevelCode })),
  /** the codes that stand for it today: itself, or its heirs */
  today: t.Array(AreaCode),
  parts: t.Integer({ description: 'areas one level below that are in force' }),
})

export const Located = t.Object({
  area: AreaCode,
  name: t.String(),
  basic: Nullable(AreaCode),
  community: AreaCode,
  place: t.String({ description: 'township · community · grid' }),
})

export const ImportReport = t.Object({
  features: t.Integer(),
  fresh: t.Integer(),
  changed: t.Integer(),
  unchanged: t.Integer(),
  rejected: t.Integer(),
  written: t.Boolean(),
  problems: t.Array(
    t.Object({
      feature: Nullable(t.Integer({ description: 'place in the file, from 0; null: the whole file' })),
      name: Nullable(t.String()),
      code: t.String({ description: 'key of its words' }),
      severity: Choice(['rejected', 'repaired', 'noted'] as const),
      detail: t.Record(t.String(), t.Union([t.String(), t.Number()])),
    }),
  ),
  moreProblems: t.Integer({ description: 'left out of this report' }),
})

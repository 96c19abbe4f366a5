import { AreaCode, Choice, Id, Instant, Nullable, Point, type Static, t } from '@doorstep/contract'
import { ways } from './defaults.ts'
import { families, sources, states, verbs } from './states.ts'

const Because = t.Object({
  code: t.String(),
  count: t.Integer(),
  days: t.Integer(),
  metres: Nullable(t.Integer()),
  atLeast: t.Integer(),
})
export const Sign = t.Object({
  id: Id,
  source: Choice(sources),
  ref: Id,
  area: AreaCode,
  areaName: t.String(),
  family: Nullable(Choice(families)),
  place: Nullable(t.String()),
  at: Instant,
  words: Nullable(t.String({ description: 'of a call; what a visit or a report says stands there' })),
  phone: Nullable(t.String({ description: 'masked' })),
  number: Nullable(t.String({ description: 'of the call in its own system' })),
  matter: Nullable(Id),
})
export type Sign = Static<typeof Sign>
export const FindingRow = t.Object({
  id: Id,
  area: AreaCode,
  areaName: t.String(),
  state: Choice(states),
  family: Nullable(Choice(families)),
  place: Nullable(t.String()),
  point: Nullable(Point),
  count: t.Integer(),
  because: t.Array(Because),
  newestAt: Instant,
  matter: Nullable(Id),
  matterCode: Nullable(t.String()),
  decidedAt: Nullable(Instant),
  reason: Nullable(t.String()),
})
export type FindingRow = Static<typeof FindingRow>
export const Finding = t.Object({
  ...FindingRow.properties,
  decidedBy: Nullable(t.String()),
  signs: t.Array(Sign),
  allowed: t.Array(Choice(verbs)),
})
export type Finding = Static<typeof Finding>

export const Table = t.Object({
  rules: t.Array(
    t.Object({
      code: t.String({ pattern: '^[a-zA-Z]{2,40}$' }),
      by: Choice(ways),
      metres: t.Integer({ minimum: 0, maximum: 1000 }),
      days: t.Integer({ minimum: 1, maximum: 90 }),
      atLeast: t.Integer({ minimum: 2, maximum: 50 }),
      sameFamily: t.Boolean(),
      on: t.Boolean(),
    }),
    { minItems: 1, maxItems: 12 },
  ),
})

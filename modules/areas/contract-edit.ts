import { AreaCode, Choice, Day, Line, Nullable, Text, t, upload } from '@doorstep/contract'
import { urbanRuralClasses } from './rules.ts'
import { AreaRow, GridKindCode, ImportReport } from './shapes.ts'

const code = t.Object({ code: AreaCode })
const Reason = Text(500)
const Name = Line(60)
/** Checked by the same reader as a file; here only so that it is an object. */
const Geometry = t.Object({ type: Choice(['Polygon', 'MultiPolygon'] as const), coordinates: t.Array(t.Unknown()) })
const ChangeProblem = t.Object({ code: t.String({ description: 'key of its words' }), area: t.String() })

/** What the county's own people do with its areas; every one of them is logged with its reason. */
export const edits = {
  add: {
    post: '/areas/:code/parts',
    may: 'areas.edit',
    summary: 'Makes an area one level below: a grid gets the next free number of its kind unless one is given.',
    params: code,
    body: t.Object({
      name: Name,
      kind: t.Optional(GridKindCode),
      code: t.Optional(AreaCode),
      geometry: t.Optional(Geometry),
      from: t.Optional(Day),
    }),
    reply: AreaRow,
    fails: [
      'areas.missing',
      'areas.ended',
      'areas.noSuchPart',
      'areas.codeUsed',
      'areas.numbersUsedUp',
      'areas.badShape',
    ],
  },
  rename: {
    put: '/areas/:code/name',
    may: 'areas.edit',
    summary: 'Gives an area another name or class; the old one stays in its history.',
    params: code,
    body: t.Object({
      name: Name,
      urbanRural: t.Optional(Nullable(Choice(Object.keys(urbanRuralClasses) as (keyof typeof urbanRuralClasses)[]))),
      reason: Reason,
    }),
    reply: AreaRow,
    fails: ['areas.missing', 'areas.ended'],
  },
  redraw: {
    put: '/areas/:code/shape',
    may: 'areas.edit',
    summary: 'Gives an area another border, WGS-84; the old one stays in its history.',
    params: code,
    body: t.Object({ geometry: Geometry, reason: Reason }),
    reply: AreaRow,
    fails: ['areas.missing', 'areas.ended', 'areas.badShape'],
  },
  close: {
    post: '/areas/:code/close',
    may: 'areas.edit',
    summary: 'Ends an area without heir from a day on; nothing inside may still be in use.',
    params: code,
    body: t.Object({ from: Day, reason: Reason }),
    reply: AreaRow,
    fails: ['areas.missing', 'areas.ended', 'areas.hasParts', 'areas.changeRefused', 'areas.noSuchPart'],
  },
  change: {
    post: '/areas/:code/changes',
    may: 'areas.edit',
    summary:
      'Recodes, merges, splits or regroups areas inside this one from a day on; their parts go with them. A trial run writes nothing.',
    params: code,
    body: t.Object({
      from: Day,
      ends: t.Array(AreaCode, { minItems: 1, maxItems: 50 }),
      begins: t.Array(t.Object({ code: AreaCode, name: t.Optional(Name), geometry: t.Optional(Geometry) }), {
        minItems: 1,
        maxItems: 50,
      }),
      reason: Reason,
      trial: t.Optional(t.Boolean()),
    }),
    reply: t.Object({
      kind: t.String({ description: 'recode, merge, split or regroup' }),
      moved: t.Array(t.Object({ from: AreaCode, to: t.Array(AreaCode) })),
      problems: t.Array(ChangeProblem),
      written: t.Boolean(),
    }),
    fails: ['areas.missing', 'areas.changeRefused', 'areas.badShape'],
  },
  importShapes: {
    post: '/areas/:code/import',
    may: 'areas.edit',
    summary: 'Brings in borders and grids of a county from GeoJSON; a trial run reports and writes nothing.',
    params: code,
    query: t.Object({
      trial: t.Optional(t.Boolean()),
      partly: t.Optional(t.Boolean({ description: 'also when some features are rejected' })),
    }),
    body: upload({ types: ['application/geo+json'], maxBytes: 50_000_000 }),
    reply: ImportReport,
    fails: ['areas.missing', 'areas.noSuchPart'],
  },
} as const

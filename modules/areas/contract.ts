import {
  AreaCode,
  anyone,
  Choice,
  County,
  contract,
  download,
  type Failures,
  Instant,
  Line,
  Nullable,
  Point,
  type Rights,
  t,
} from '@doorstep/contract'
import { edits } from './contract-edit.ts'
import { levels } from './rules.ts'
import { Area, AreaRow, ImportReport, LevelCode, Located } from './shapes.ts'

/** Areas are public; the county's own people keep them. */
export const rights = {
  'areas.read': anyone('everyone'),
  'areas.edit': { countyAdmin: 'area' },
} as const satisfies Rights

export const failures = {
  'areas.missing': 'missing',
  'areas.nowhere': 'missing',
  'areas.ended': 'conflict',
  'areas.hasParts': 'conflict',
  'areas.noSuchPart': 'invalid',
  'areas.codeUsed': 'conflict',
  'areas.numbersUsedUp': 'conflict',
  'areas.badShape': 'invalid',
  'areas.changeRefused': 'conflict',
} as const satisfies Failures

const code = t.Object({ code: AreaCode })
export const areas = contract({
  counties: {
    get: '/areas',
    may: 'areas.read',
    summary: 'The counties that this server holds.',
    reply: t.Object({ items: t.Array(AreaRow) }),
    fails: [],
  },
  search: {
    get: '/areas/search',
    may: 'areas.read',
    summary: 'Areas of a county by name, pinyin, initials or the start of the code; the best answers first.',
    query: t.Object({
      q: Line(60),
      county: t.Optional(County),
      level: t.Optional(Choice(levels)),
      limit: t.Optional(t.Integer({ minimum: 1, maximum: 100, default: 20 })),
    }),
    reply: t.Object({ items: t.Array(t.Object({ ...AreaRow.properties, place: t.String() })) }),
    fails: [],
  },
  locate: {
    get: '/areas/locate',
    may: 'areas.read',
    summary: 'The grid or community that a point lies in.',
    query: t.Object({ ...Point.properties, county: t.Optional(County) }),
    reply: Located,
    fails: ['areas.nowhere'],
  },
  get: {
    get: '/areas/:code',
    may: 'areas.read',
    summary: 'One area, where it lies, and what it became.',
    params: code,
    reply: Area,
    fails: ['areas.missing'],
  },
  parts: {
    get: '/areas/:code/parts',
    may: 'areas.read',
    summary: 'The areas one level below, in the order of their codes.',
    params: code,
    query: t.Object({
      ended: t.Optional(t.Boolean({ default: false, description: 'also those that no longer exist' })),
    }),
    reply: t.Object({ items: t.Array(AreaRow) }),
    fails: ['areas.missing'],
  },
  history: {
    get: '/areas/:code/history',
    may: 'areas.read',
    summary: 'How an area was named and bordered before, what it came from and what it became.',
    params: code,
    reply: t.Object({
      before: t.Array(AreaRow),
      after: t.Array(AreaRow),
      revisions: t.Array(
        t.Object({
          version: t.Integer(),
          name: t.String(),
          until: Instant,
          reason: Nullable(t.String()),
          shaped: t.Boolean({ description: 'it had a border' }),
        }),
      ),
    }),
    fails: ['areas.missing'],
  },
  shapes: {
    get: '/areas/:code/shapes',
    may: 'areas.read',
    summary: 'Borders of an area and what is inside, GeoJSON in WGS-84; answers 304 to whoever has them already.',
    params: code,
    query: t.Object({
      level: t.Optional(Choice(levels)),
      file: t.Optional(t.Boolean({ description: 'as a file to save' })),
    }),
    reply: download('application/geo+json'),
    fails: ['areas.missing'],
  },
  check: {
    get: '/areas/:code/check',
    may: 'areas.edit',
    summary: 'Areas whose history does not add up, that have no border, that overlap, or leave ground to nobody.',
    params: code,
    reply: t.Object({
      areas: t.Integer(),
      history: t.Array(t.Object({ code: t.String(), area: t.String(), heir: Nullable(t.String()) })),
      borderless: t.Array(t.Object({ level: LevelCode, count: t.Integer() })),
      misfits: ImportReport.properties.problems,
    }),
    fails: ['areas.missing'],
    perMinute: 20,
  },
  ...edits,
})

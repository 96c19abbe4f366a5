import {
  AreaCode,
  anyone,
  Choice,
  County,
  contract,
  type Failures,
  Line,
  Point,
  type Rights,
  t,
} from '@doorstep/contract'
import { levels } from './rules.ts'
import { Area, AreaRow, Located } from './shapes.ts'

/** Areas are public; the county's own people keep them. */
export const rights = {
  'areas.read': anyone('everyone'),
} as const satisfies Rights

export const failures = {
  'areas.missing': 'missing',
  'areas.nowhere': 'missing',
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
})

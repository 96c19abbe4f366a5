import {
  AreaCode,
  Choice,
  contract,
  Day,
  download,
  Id,
  Line,
  Page,
  Paging,
  type Rights,
  Text,
  t,
} from '@doorstep/contract'
import type { failures } from './failures.ts'
import { Hazard, HazardRow, Looked, NoticeBody } from './shapes.ts'
import { bodies, classes, states, ways } from './states.ts'

const police = { officer: 'area', deputyChief: 'area', chief: 'area' } as const
const readers = { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' } as const
export const rights = {
  'hazards.read': readers,
  'hazards.list': readers,
  'hazards.handle': police,
  'hazards.lead': { deputyChief: 'area', chief: 'area' },
  'hazards.configure': { countyAdmin: 'area' },
} as const satisfies Rights

const verb = <const F extends readonly (keyof typeof failures)[]>(fails: F) =>
  ['hazards.missing' as const, 'hazards.wrongState' as const, ...fails] as const
const Settings = t.Object({ spotMetres: t.Integer({ minimum: 5, maximum: 1000 }) })

const filters = {
  area: t.Optional(AreaCode),
  state: t.Optional(Choice(states)),
  class: t.Optional(Choice(classes)),
  sort: t.Optional(t.String({ pattern: '^[a-zA-Z]{1,40}$' })),
  open: t.Optional(t.Boolean()),
  late: t.Optional(t.Boolean()),
  q: t.Optional(Line(40)),
}

export const hazards = contract({
  list: {
    get: '/hazards',
    may: 'hazards.list',
    summary: 'Hazards of an area, the newest first; walked by key.',
    query: t.Object({ ...filters, ...Paging }),
    reply: Page(HazardRow),
    fails: [],
  },
  counts: {
    get: '/hazards/counts',
    may: 'hazards.list',
    summary: 'How many hazards of an area stand in each state, and how many are late.',
    query: t.Object({ area: t.Optional(AreaCode) }),
    reply: t.Object({
      states: t.Array(t.Object({ state: Choice(states), count: t.Integer() })),
      late: t.Integer(),
    }),
    fails: [],
  },
  export: {
    get: '/hazards/export',
    may: 'hazards.list',
    summary: 'The ledger of hazards, filtered as on the list, as CSV or XLSX. It names bodies, not persons.',
    query: t.Object({ ...filters, format: t.Optional(Choice(['csv', 'xlsx'] as const)) }),
    reply: download('text/csv; charset=utf-8', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'),
    fails: ['hazards.tooMany'],
    perMinute: 6,
  },
  settings: {
    get: '/hazards/settings',
    may: 'hazards.list',
    summary: 'How near a photo must be taken to be of the same spot.',
    reply: Settings,
    fails: [],
  },
  setSettings: {
    put: '/hazards/settings',
    may: 'hazards.configure',
    summary: 'Changes that for the county.',
    body: Settings,
    reply: Settings,
    fails: [],
  },
  get: {
    get: '/hazards/:id',
    may: 'hazards.read',
    summary: 'The file of a hazard: its notices, its rechecks, what comes next. It has the id of its matter.',
    reply: Hazard,
    fails: ['hazards.missing'],
  },
  open: {
    post: '/hazards/:id/open',
    may: 'hazards.handle',
    summary: 'Opens the file of a matter that is a hazard; it is opened by itself otherwise.',
    body: t.Object({}),
    reply: Hazard,
    fails: ['hazards.missing', 'hazards.noHazard'],
  },
  clear: {
    post: '/hazards/:id/clear',
    may: 'hazards.handle',
    summary: 'Put right at once, shown by a photo; closes the matter.',
    body: t.Object(Looked),
    reply: Hazard,
    fails: verb(['hazards.photoMissing', 'hazards.photoUnknown', 'hazards.elsewhere', 'hazards.notAccepted']),
  },
  notify: {
    post: '/hazards/:id/notify',
    may: 'hazards.handle',
    summary: 'A notice to put it right by a day; from now on only this file closes the matter.',
    body: NoticeBody,
    reply: Hazard,
    fails: verb(['hazards.photoMissing', 'hazards.photoUnknown', 'hazards.dayPast', 'hazards.notAccepted']),
  },
  serve: {
    post: '/hazards/:id/serve',
    may: 'hazards.handle',
    summary: 'The notice has reached whoever must put it right; the recheck stands in the calendar.',
    body: t.Object({ way: Choice(ways) }),
    reply: Hazard,
    fails: verb([]),
  },
  extend: {
    post: '/hazards/:id/extend',
    may: 'hazards.lead',
    summary: 'A leader gives more time.',
    body: t.Object({ due: Day, reason: Text(500) }),
    reply: Hazard,
    fails: verb(['hazards.dayPast', 'hazards.notLater']),
  },
  recheck: {
    post: '/hazards/:id/recheck',
    may: 'hazards.handle',
    summary: 'Somebody looked: gone, shown by a photo of the same spot, or still there.',
    body: t.Object({ gone: t.Boolean(), ...Looked }),
    reply: Hazard,
    fails: verb(['hazards.photoMissing', 'hazards.photoUnknown', 'hazards.elsewhere']),
  },
  notifyAgain: {
    post: '/hazards/:id/notify-again',
    may: 'hazards.handle',
    summary: 'Another notice, because it was still there.',
    body: NoticeBody,
    reply: Hazard,
    fails: verb(['hazards.photoMissing', 'hazards.photoUnknown', 'hazards.dayPast', 'hazards.isGone']),
  },
  strikeOff: {
    post: '/hazards/:id/strike-off',
    may: 'hazards.handle',
    summary: 'Struck off; closes the matter. A major one is struck off by a leader.',
    body: t.Object({ words: t.Optional(Text(1000)) }),
    reply: Hazard,
    fails: verb(['hazards.stillThere', 'hazards.forLeaders', 'hazards.notAccepted']),
  },
  refer: {
    post: '/hazards/:id/refer',
    may: 'hazards.handle',
    summary: 'Handed over to the body that can order it; closes the matter and tells the person who has it now.',
    body: t.Object({ to: Choice(bodies), reason: Text(500) }),
    reply: Hazard,
    fails: verb(['hazards.notAccepted']),
  },
  notice: {
    get: '/hazards/:id/notices/:n',
    may: 'hazards.read',
    summary: 'A notice (整改通知书) as PDF, to print and hand over.',
    params: t.Object({ id: Id, n: t.String({ pattern: '^[1-9]\\d?$' }) }),
    personal: true,
    reply: download('application/pdf'),
    fails: ['hazards.missing', 'hazards.noticeMissing'],
  },
})

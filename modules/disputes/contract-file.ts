import { AreaCode, contract, Day, Line, Nullable, Page, Paging, type Rights, Text, t } from '@doorstep/contract'
import {
  Cents,
  ClassCode,
  Colour,
  Dispute,
  DisputeRow,
  FamilyCode,
  People,
  Police,
  StateCode,
  TierCode,
  TypeCode,
  WayCode,
} from './shapes.ts'

/** The file itself: what is in the ledger, who is in it, how mediation goes. */

const police = { officer: 'area', deputyChief: 'area', chief: 'area' } as const
/** Auxiliaries, volunteers and grid workers never see a file: the law and design §7 keep them away from parties. */
export const fileRights = {
  'disputes.list': { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
  'disputes.read': { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
  'disputes.open': { ...police, commandRoom: 'area' },
  'disputes.handle': police,
  'disputes.lead': { deputyChief: 'area', chief: 'area' },
  'disputes.configure': { countyAdmin: 'area' },
  'disputes.arrange': { ...police, centreClerk: 'area' },
} as const satisfies Rights

const needed = { type: TypeCode, class: ClassCode, way: WayCode, people: People }
const description = {
  tier: t.Optional(TierCode),
  amountCents: t.Optional(Cents),
  happenedOn: t.Optional(Day),
  place: t.Optional(Line(120)),
  facts: t.Optional(Text(4000)),
  police: t.Optional(Police),
}
const Types = t.Object({
  types: t.Array(t.Object({ code: TypeCode, family: FamilyCode, name: Nullable(Line(30)), inUse: t.Boolean() }), {
    minItems: 1,
    maxItems: 60,
  }),
})
const Settings = t.Object({
  followUpDays: t.Array(t.Integer({ minimum: 1, maximum: 365 }), { minItems: 1, maxItems: 6 }),
})
const changing = [
  'disputes.missing',
  'disputes.wrongState',
  'disputes.notYours',
  'disputes.typeUnknown',
  'disputes.policeActUnfit',
  'disputes.policeExcluded',
] as const

export const fileContract = contract({
  list: {
    get: '/disputes',
    may: 'disputes.list',
    summary: 'The ledger of an area, the newest first or by deadline; walked by key.',
    query: t.Object({
      area: t.Optional(AreaCode),
      state: t.Optional(StateCode),
      family: t.Optional(FamilyCode),
      type: t.Optional(TypeCode),
      colour: t.Optional(Colour),
      view: t.Optional(t.Union([t.Literal('open'), t.Literal('mine'), t.Literal('overdue'), t.Literal('all')])),
      q: t.Optional(Line(60)),
      ...Paging,
    }),
    reply: Page(DisputeRow),
    fails: [],
  },
  get: {
    get: '/disputes/:id',
    may: 'disputes.read',
    summary: 'One file, by the id of its matter; parties are masked.',
    reply: Dispute,
    fails: ['disputes.missing'],
    personal: true,
  },
  open: {
    post: '/disputes/:id/open',
    may: 'disputes.open',
    summary: 'Opens the file of a matter of the kind dispute; one that is there is answered as it is.',
    body: t.Object({}),
    reply: Dispute,
    fails: ['disputes.missing', 'disputes.notADispute', 'disputes.matterClosed'],
  },
  register: {
    post: '/disputes/:id/register',
    may: 'disputes.handle',
    summary: 'Fills in the register; from now on the matter is settled through its file.',
    body: t.Object({ ...needed, ...description }),
    reply: Dispute,
    fails: [...changing, 'disputes.matterNotAccepted', 'disputes.matterClosed'],
  },
  describe: {
    post: '/disputes/:id/describe',
    may: 'disputes.handle',
    summary: 'Sets the register right; another class is another limit.',
    body: t.Partial(t.Object({ ...needed, ...description })),
    reply: Dispute,
    fails: changing,
  },
  types: {
    get: '/disputes/types',
    may: 'disputes.list',
    summary: 'The county’s list of types, in its order.',
    reply: Types,
    fails: [],
  },
  setTypes: {
    put: '/disputes/types',
    may: 'disputes.configure',
    summary:
      'Changes the list: order, families, names of the county’s own types. A type that was used is put out of use, not removed.',
    body: Types,
    reply: Types,
    fails: ['disputes.typesWrong'],
  },
  settings: {
    get: '/disputes/settings',
    may: 'disputes.list',
    summary: 'What the county has chosen for its disputes.',
    reply: Settings,
    fails: [],
  },
  setSettings: {
    put: '/disputes/settings',
    may: 'disputes.configure',
    summary: 'Changes what the county has chosen.',
    body: Settings,
    reply: Settings,
    fails: [],
  },
})

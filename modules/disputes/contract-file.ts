import { AreaCode, contract, Line, Page, Paging, type Rights, t } from '@doorstep/contract'
import { Colour, Dispute, DisputeRow, FamilyCode, StateCode, TypeCode } from './shapes.ts'

/** The file itself: what is in the ledger, who is in it, how mediation goes. */

const police = { officer: 'area', deputyChief: 'area', chief: 'area' } as const
/** Auxiliaries, volunteers and grid workers never see a file: the law and design §7 keep them away from parties. */
export const fileRights = {
  'disputes.list': { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
  'disputes.read': { ...police, commandRoom: 'area', centreClerk: 'area', countyAdmin: 'area', auditor: 'area' },
  'disputes.open': { ...police, commandRoom: 'area' },
  'disputes.handle': police,
  'disputes.lead': { deputyChief: 'area', chief: 'area' },
  'disputes.arrange': { ...police, centreClerk: 'area' },
} as const satisfies Rights

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
})

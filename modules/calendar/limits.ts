/**
 * The time limits and quotas that a county starts with. All of them can be edited: only those marked L are law, and even
 * these are changed by the next revision. The first line of each group is the item as it stands in the handbook's table.
 */
import type { Limit } from './rules.ts'

/** S reported by an agency or the press, L law or rule, C seen in a real grid-governance system, I our own proposal. */
export type Mark = 'S' | 'L' | 'C' | 'I'

export interface DefaultLimit {
  code: string
  limit: Limit
  mark: Mark
  /** key of its words under `calendar.sources` */
  source: string
  /** how often it may be granted, for extensions; once where nothing is said */
  times?: number
  /** counted back from a fixed date instead of on from an event */
  before?: true
}

export interface DefaultQuota {
  code: string
  atLeast: number
  /** where practice names a range */
  upTo?: number
  unit: 'visits' | 'halfDays' | 'hours' | 'classHours' | 'meetings' | 'notices'
  per: 'week' | 'month' | 'quarter' | 'year'
  mark: Mark
  /** key of its words under `calendar.sources` */
  source: string
}

export const defaultLimits: readonly DefaultLimit[] = [
  // matters at the doorstep: the classes of the hotlines, put to work
  { code: 'matter.accept', limit: { workingDays: 1 }, mark: 'C', source: 'gridProduct' },
  { code: 'matter.urgent', limit: { hours: 24 }, mark: 'S', source: 'beijing' },
  { code: 'matter.general', limit: { days: 7 }, mark: 'S', source: 'beijing' },
  { code: 'matter.complex', limit: { days: 15 }, mark: 'S', source: 'beijing' },
  { code: 'matter.advice', limit: { workingDays: 5 }, mark: 'S', source: 'shenyang' },
  { code: 'matter.complaint', limit: { workingDays: 10 }, mark: 'S', source: 'shenyang' },
  { code: 'matter.extension', limit: { workingDays: 5 }, times: 2, mark: 'S', source: 'shenyang' },
  // hotline pick-up / online acceptance
  { code: 'hotline.pickUp', limit: { seconds: 15 }, mark: 'S', source: 'beijing' },
  { code: 'online.accept', limit: { hours: 2 }, mark: 'S', source: 'beijing' },
  // danger / utilities / general / complex ticket
  { code: 'ticket.danger', limit: { hours: 2 }, mark: 'S', source: 'beijing' },
  { code: 'ticket.utilities', limit: { hours: 24 }, mark: 'S', source: 'beijing' },
  { code: 'ticket.general', limit: { days: 7 }, mark: 'S', source: 'beijing' },
  { code: 'ticket.complex', limit: { days: 15 }, mark: 'S', source: 'beijing' },
  // police "cannot get it done" window
  { code: 'stuck.simple', limit: { workingDays: 3 }, mark: 'S', source: 'suzhou' },
  { code: 'stuck.complex', limit: { workingDays: 7 }, mark: 'S', source: 'suzhou' },
  // mayor line
  { code: 'mayorLine.forward', limit: { workingDays: 1 }, mark: 'S', source: 'shenyang' },
  { code: 'mayorLine.advice', limit: { workingDays: 5 }, mark: 'S', source: 'shenyang' },
  { code: 'mayorLine.complaint', limit: { workingDays: 10 }, mark: 'S', source: 'shenyang' },
  { code: 'mayorLine.extension', limit: { workingDays: 5 }, times: 2, mark: 'S', source: 'shenyang' },
  // overdue cards
  { code: 'card.accept.yellow', limit: { workingDays: 1 }, mark: 'C', source: 'gridProduct' },
  { code: 'card.accept.red', limit: { workingDays: 2 }, mark: 'C', source: 'gridProduct' },
  { code: 'card.handle.yellow', limit: { workingDays: 5 }, mark: 'C', source: 'gridProduct' },
  { code: 'card.handle.red', limit: { workingDays: 10 }, mark: 'C', source: 'gridProduct' },
  // late by so much after the deadline: reminder at once, then the cards
  { code: 'card.late.yellow', limit: { workingDays: 1 }, mark: 'I', source: 'proposal' },
  { code: 'card.late.red', limit: { workingDays: 5 }, mark: 'I', source: 'proposal' },
  { code: 'card.dueSoon', limit: { workingDays: 1 }, before: true, mark: 'I', source: 'proposal' },
  { code: 'card.answer', limit: { workingDays: 2 }, mark: 'I', source: 'proposal' },
  // handed on: taken by whoever gets it, or it shows itself
  { code: 'handover.take', limit: { workingDays: 1 }, mark: 'I', source: 'proposal' },
  { code: 'handover.department', limit: { workingDays: 1 }, mark: 'I', source: 'proposal' },
  { code: 'handover.urgent', limit: { hours: 2 }, mark: 'I', source: 'proposal' },
  // dispute simple / general / complex
  { code: 'dispute.simple', limit: { days: 1 }, mark: 'S', source: 'dongzhi' },
  { code: 'dispute.general', limit: { days: 7 }, mark: 'S', source: 'dongzhi' },
  { code: 'dispute.complex', limit: { days: 20 }, mark: 'S', source: 'dongzhi' },
  // mediation term if none agreed, extendable by consent
  { code: 'mediation.term', limit: { days: 30 }, mark: 'L', source: 'shenzhen' },
  // wrong-agency dispute transferred / admin-mediation acceptance
  { code: 'dispute.transfer', limit: { workingDays: 3 }, mark: 'L', source: 'shenzhen' },
  { code: 'adminMediation.accept', limit: { workingDays: 5 }, mark: 'L', source: 'shenzhen' },
  { code: 'adminMediation.acceptComplex', limit: { workingDays: 10 }, mark: 'L', source: 'shenzhen' },
  // police mediation first / second
  { code: 'policeMediation.first', limit: { workingDays: 3 }, mark: 'S', source: 'policeMediation' },
  { code: 'policeMediation.second', limit: { workingDays: 7 }, mark: 'L', source: 'policeMediation' },
  // judicial confirmation: apply / accept / rule
  { code: 'confirmation.apply', limit: { days: 30 }, mark: 'L', source: 'court' },
  { code: 'confirmation.accept', limit: { days: 3 }, mark: 'L', source: 'court' },
  { code: 'confirmation.rule', limit: { days: 15 }, mark: 'L', source: 'court' },
  { code: 'confirmation.ruleExtension', limit: { days: 10 }, mark: 'L', source: 'court' },
  // revisits after mediation
  { code: 'revisit.first', limit: { days: 1 }, mark: 'S', source: 'suizhong' },
  { code: 'revisit.second', limit: { days: 3 }, mark: 'S', source: 'suizhong' },
  { code: 'revisit.third', limit: { days: 7 }, mark: 'S', source: 'suizhong' },
  // a level: the answer to an objection
  { code: 'level.objection', limit: { workingDays: 5 }, mark: 'I', source: 'proposal' },
  // a hazard put right after a notice, and looked at again after its day
  { code: 'hazard.general', limit: { days: 15 }, mark: 'I', source: 'proposal' },
  { code: 'hazard.major', limit: { days: 3 }, mark: 'I', source: 'proposal' },
  { code: 'hazard.recheck', limit: { workingDays: 3 }, mark: 'I', source: 'proposal' },
  // petition: notify / decide / review / recheck
  { code: 'petition.notify', limit: { days: 15 }, mark: 'L', source: 'petition' },
  { code: 'petition.decide', limit: { days: 60 }, mark: 'L', source: 'petition' },
  { code: 'petition.decideExtension', limit: { days: 30 }, mark: 'L', source: 'petition' },
  { code: 'petition.review', limit: { days: 30 }, mark: 'L', source: 'petition' },
  { code: 'petition.recheck', limit: { days: 30 }, mark: 'L', source: 'petition' },
  // residence permit issue / endorse
  { code: 'residencePermit.issue', limit: { days: 15 }, mark: 'L', source: 'residencePermit' },
  { code: 'residencePermit.issueRemote', limit: { days: 30 }, mark: 'L', source: 'residencePermit' },
  { code: 'residencePermit.endorse', limit: { months: 1 }, before: true, mark: 'L', source: 'residencePermit' },
  // tip verify / decide / collect
  { code: 'tip.verify', limit: { months: 3 }, mark: 'S', source: 'anhuiTips' },
  { code: 'tip.decide', limit: { workingDays: 10 }, mark: 'S', source: 'anyangTips' },
  { code: 'tip.collect', limit: { days: 30 }, mark: 'S', source: 'tipRules' },
  // street arrival classes
  { code: 'arrival.keySite', limit: { minutes: 1 }, mark: 'S', source: 'rapidCircles' },
  { code: 'arrival.keyArea', limit: { minutes: 3 }, mark: 'S', source: 'rapidCircles' },
  { code: 'arrival.street', limit: { minutes: 5 }, mark: 'S', source: 'rapidCircles' },
  // alarm sign-off / dispatch / feedback buckets
  { code: 'alarm.signOff', limit: { seconds: 30 }, mark: 'S', source: 'ankang' },
  { code: 'alarm.dispatch', limit: { minutes: 5 }, mark: 'S', source: 'ankang' },
  { code: 'alarm.feedback', limit: { minutes: 30 }, mark: 'S', source: 'ankang' },
  // fraud alert relay
  { code: 'fraud.relay', limit: { minutes: 1 }, mark: 'S', source: 'wujiang' },
  // safe point: police arrival
  { code: 'safePoint.arrival', limit: { minutes: 3 }, mark: 'S', source: 'lanzhou' },
  // impact-assessment record, kept at least
  { code: 'privacy.assessmentRecord', limit: { months: 36 }, mark: 'L', source: 'pipl' },
]

export const defaultQuotas: readonly DefaultQuota[] = [
  {
    code: 'safePoint.visits',
    atLeast: 2,
    upTo: 3,
    unit: 'visits',
    per: 'week',
    mark: 'S',
    source: 'lanzhou',
  },
  {
    code: 'secondment.attendance',
    atLeast: 4,
    unit: 'halfDays',
    per: 'week',
    mark: 'S',
    source: 'xiqingSecondment',
  },
  {
    code: 'community.time',
    atLeast: 20,
    unit: 'hours',
    per: 'week',
    mark: 'S',
    source: 'localRule',
  },
  {
    code: 'community.desk',
    atLeast: 2,
    unit: 'halfDays',
    per: 'week',
    mark: 'S',
    source: 'localRule',
  },
  {
    code: 'publicReport.meeting',
    atLeast: 1,
    unit: 'meetings',
    per: 'quarter',
    mark: 'S',
    source: 'xiqingMeeting',
  },
  {
    code: 'crimeNotice.posted',
    atLeast: 1,
    upTo: 2,
    unit: 'notices',
    per: 'month',
    mark: 'S',
    source: 'nanning',
  },
  {
    code: 'lecture.vicePrincipal',
    atLeast: 4,
    unit: 'classHours',
    per: 'year',
    mark: 'L',
    source: 'vicePrincipals',
  },
]

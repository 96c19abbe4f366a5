import type { Demo, DemoMatter } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour } from '@doorstep/demo/time.ts'
import { defaults } from '../defaults.ts'
import * as rules from '../rules.ts'
import { advise } from '../rules-advice.ts'
import { below, type Colour } from '../states.ts'
import { actOf, decided, objected, type Tale, type Told, toldOf } from './tale.ts'
import { facts, otherReasons, reasons, said } from './words.ts'

/** One colour from its raising to today, or to the end of its matter. */

function staffOf(demo: Demo, { area, assignee }: DemoMatter): Tale['staff'] | undefined {
  const one = (role: string) =>
    demo.people.find((person) => person.role === role && area.startsWith(person.area))?.account
  const [leader, chief] = [one('deputyChief'), one('chief')]
  return leader && chief ? { officer: assignee ?? leader, leader, chief } : undefined
}
const signs = (colour: Colour): boolean => colour === 'orange' || colour === 'red'
const reasonFor = ({ kind }: DemoMatter, colour: Colour, dice: Dice): rules.Decision => {
  const { terms, points } = advise(facts[colour], defaults)
  return { colour, reason: dice.pick((kind === 'dispute' ? reasons : otherReasons)[colour]), terms, points }
}

/** @returns nothing where the matter is too young for it */
export function tellOf(demo: Demo, dice: Dice, matter: DemoMatter, colour: Colour, unsigned = false): Told | undefined {
  const staff = staffOf(demo, matter)
  const accepted = Date.parse(matter.acceptedAt ?? matter.reportedAt)
  const closed = matter.resolvedAt === null ? null : Date.parse(matter.resolvedAt) + 8 * day
  const last = Math.min(closed ?? demo.now, demo.now)
  const start = Math.max(accepted + 2 * hour, last - (unsigned ? 0.4 : defaults.expires[colour] * 0.8) * day)
  if (!staff || start > last - hour) return undefined
  const tale = beginning({ demo, dice, matter, staff }, colour, start, last)
  if (closed !== null) ending(tale, last)
  else today(tale, last)
  return toldOf(tale)
}

/** Some were lower before; an orange or a red has its second name, unless it is of the last hours. */
function beginning(
  who: Pick<Tale, 'demo' | 'dice' | 'matter' | 'staff'>,
  colour: Colour,
  start: number,
  last: number,
): Tale {
  const { demo, dice, matter, staff } = who
  const lower = below(colour)
  const firstColour = lower && dice.chance(0.6) ? lower : colour
  const subject: rules.Subject = {
    id: demo.id(dice, start),
    ...{ area: matter.area, subjectKind: 'matter', subject: matter.id, kind: matter.kind, place: null, point: null },
  }
  const first = reasonFor(matter, firstColour, dice)
  const level = rules.begin(subject, actOf(staff.officer, start), first, defaults, false)
  const tale: Tale = { ...who, level, changes: [], objections: [] }
  decided(tale, 'raise', staff.officer, start, first.reason, level)
  let at = start
  if (firstColour !== colour) {
    at = start + (last - start) * 0.3
    const why = reasonFor(matter, colour, dice)
    decided(
      tale,
      'raise',
      staff.officer,
      at,
      why.reason,
      rules.raise(tale.level, actOf(staff.officer, at), why, defaults, false),
    )
  }
  const fresh = demo.now - at < 20 * hour
  if (!signs(colour) || fresh) return tale
  const signer = staff.officer === staff.leader || colour === 'red' ? staff.chief : staff.leader
  if (signer !== staff.officer) {
    at = Math.min(at + (1 + dice.next() * 15) * hour, last)
    decided(tale, 'sign', signer, at, null, rules.sign(tale.level, actOf(signer, at)))
  }
  return tale
}

/** How things stand now: some wait for a decision, some people do not agree. */
function today(tale: Tale, last: number): void {
  const { dice, staff, matter } = tale
  const since = Date.parse(tale.level.since)
  const at = (share: number) => since + (last - since) * share
  if (matter.reporter && dice.chance(0.25))
    objected(tale, dice.pick([said.objection, said.again]), at(0.5), dice.chance(0.5) ? at(0.7) : null)
  if (dice.chance(0.25))
    decided(
      tale,
      'confirm',
      staff.officer,
      at(0.75),
      said.confirm,
      rules.confirm(tale.level, actOf(staff.officer, at(0.75)), said.confirm, defaults),
    )
  if (tale.level.signDue === null && dice.chance(0.3)) propose(tale, at(0.9))
}
function propose(tale: Tale, at: number): void {
  const meeting = tale.level.colour === 'red' ? said.meeting : null
  const { officer } = tale.staff
  decided(
    tale,
    'proposeLower',
    officer,
    at,
    said.evidence,
    rules.proposeLower(tale.level, actOf(officer, at), said.evidence, meeting),
  )
}

/** One step down by a second person, then closed with its matter. */
function ending(tale: Tale, last: number): void {
  const { dice, staff } = tale
  const since = Date.parse(tale.level.since)
  const decider = [staff.leader, staff.chief].find((one) => one !== staff.officer)
  if (decider && tale.level.colour !== 'blue' && dice.chance(0.7)) {
    propose(tale, since + (last - since) * 0.5)
    const at = since + (last - since) * 0.6
    decided(
      tale,
      'agreeLower',
      decider,
      at,
      said.agree,
      rules.decideLower(tale.level, actOf(decider, at), true, said.agree, defaults),
    )
  }
  decided(tale, 'closed', null, last, null, rules.finish(tale.level, actOf(null, last), 'closed'))
}

import { splitId } from '@doorstep/contract'
import type { Demo, DemoResident } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { nameOnce } from '@doorstep/demo/names.ts'
import { phrase } from '@doorstep/demo/phrases.ts'
import { day, hour, iso } from '@doorstep/demo/time.ts'
import type { Matter } from '../rules.ts'
import { blank } from '../rules-blank.ts'
import type { Cast } from './cast.ts'
import type { Clock } from './clock.ts'
import type { Life } from './life.ts'
import { placeWords, type Spot } from './places.ts'
import type { Scenario } from './scenario.ts'
import { fitting, happenedBefore, likenessTo, nearest, whenWords } from './words.ts'

/** Somebody of the story who reports it. */
export type Teller = { account: string; phone: string | null; channel: 'web' | 'volunteer' }
export type Chosen = {
  kind: string
  scenario: Scenario
  spot: Spot
  at: number
  teller?: Teller
  /** the same matter as somebody else has told it */
  like?: string
}
type Stage = { demo: Demo; dice: Dice; clock: Clock; cast: Cast }

const signs = [...'23456789ABCDEFGHJKMNPQRSTVWXYZ']
const codeSigns = (dice: Dice, count: number): string => Array.from({ length: count }, () => dice.pick(signs)).join('')

const channels = [
  { channel: 'web', weight: 62 },
  { channel: 'phone', weight: 12 },
  { channel: 'visit', weight: 9 },
  { channel: 'onTheSpot', weight: 8 },
  { channel: 'volunteer', weight: 6 },
  { channel: 'hotline', weight: 2 },
  { channel: 'paper', weight: 1 },
] as const
const seenByHelpers = ['hazard', 'suggestion', 'help', 'lostItem']
const personal = ['praise', 'consult', 'appointment']

/** A matter as it comes in, with its first line in the flow log. */
export function intake({ demo, dice, clock, cast }: Stage, chosen: Chosen): Life {
  const { kind, scenario, spot, at } = chosen
  const id = demo.id(dice, at)
  const happened = happenedBefore(demo.zone, dice, at, scenario.hours)
  const slots: Record<string, string> = {
    ...spot.slots,
    when: whenWords(demo.zone, dice, happened, at),
    officer: cast.officer.name.slice(0, 1),
  }
  Object.assign(spot.slots, slots)
  const channel = chosen.teller?.channel ?? channelFor(dice, kind, cast)
  const teller = tellerOf(demo, dice, channel, cast, chosen)
  const urgency = kind === 'help' && dice.chance(0.3) ? 'urgent' : dice.chance(0.02) ? 'urgent' : 'normal'
  const due = clock.acceptDue({ kind, urgency }, iso(at))
  const none = scenario.place === 'none'
  const matter: Matter = {
    ...blank,
    ...teller.columns,
    id,
    code: `${demo.zone.day(at).replaceAll('-', '')}-${codeSigns(dice, 5)}`,
    area: none || dice.chance(0.12) ? spot.community : spot.area,
    kind,
    channel,
    urgency,
    description: told(dice, chosen, slots),
    place: placeWords(scenario.place, spot, dice),
    point: null,
    happenedAt: dice.chance(0.45) && !personal.includes(kind) ? iso(happened) : null,
    extra: extraOf(demo, dice, scenario, at),
    receiptHash: '',
    reportedAt: iso(at),
    acceptDue: due,
    dueAt: due,
    clockFrom: iso(at),
    updatedAt: iso(at),
  }
  if (!none && matter.area.length === 15 && dice.chance(0.88)) matter.point = spot.point
  const registered = matter.registeredBy !== null
  return {
    matter,
    teller: { ...teller.person, receipt: codeSigns(dice, 12) },
    steps: [
      {
        at: iso(at),
        verb: registered ? 'register' : 'report',
        by: matter.registeredBy ?? matter.reporter,
        role: registered ? teller.role : 'reporter',
        from: null,
        to: 'submitted',
        text: null,
        reason: null,
        data: { due },
        public: true,
      },
    ],
    about: likenessTo(matter.description),
    visits: [],
    files: [],
    // the clock looks a few minutes after midnight, and every six hours after that
    watched: demo.zone.atHour(at, 0) + hour / 12,
    clock,
    now: demo.now,
  }
}

function told(dice: Dice, { scenario, spot, like }: Chosen, slots: Readonly<Record<string, string>>): string {
  const patterns = fitting(scenario.say, spot.urban, (pattern) => pattern)
  if (like === undefined) return phrase(dice.pick(patterns), slots, dice)
  const ways = patterns.flatMap((pattern) => [1, 2, 3, 4].map(() => phrase(pattern, slots, dice)))
  return nearest(
    dice,
    ways.filter((way) => way !== like),
    likenessTo(like),
  )
}

function extraOf(demo: Demo, dice: Dice, { extra }: Scenario, at: number): Record<string, unknown> {
  if (typeof extra === 'function') return extra(dice, demo.zone.day(at + dice.whole(-1, 2) * day))
  // Not everybody fills in what may be left empty; what must be there is in every scenario.
  return dice.chance(0.75) || 'sort' in extra || 'about' in extra ? { ...extra } : {}
}

function channelFor(dice: Dice, kind: string, cast: Cast): Matter['channel'] {
  const open = channels.filter(({ channel }) => {
    if (channel === 'volunteer') return cast.helpers.length > 0 && seenByHelpers.includes(kind)
    if (channel === 'onTheSpot') return !personal.includes(kind)
    return channel !== 'hotline' || kind !== 'appointment'
  })
  return dice.weighted(open, ({ weight }) => weight).channel
}

type Columns = Pick<Matter, 'reporter' | 'registeredBy' | 'reporterName' | 'reporterPhone' | 'phoneBlind' | 'board'>
type Person = { name: string | null; phone: string | null }
const nobody: Person = { name: null, phone: null }
const blankTeller: Columns = {
  reporter: null,
  registeredBy: null,
  reporterName: null,
  reporterPhone: null,
  phoneBlind: null,
  board: null,
}

/** Who says it, and who writes it down. A third of those without an account leave no name. */
function tellerOf(demo: Demo, dice: Dice, channel: string, cast: Cast, { at, teller, spot }: Chosen) {
  if (channel === 'volunteer') {
    const account = teller?.account ?? dice.pick(cast.helpers).account
    return { role: 'reporter', person: nobody, columns: { ...blankTeller, reporter: account } }
  }
  if (channel !== 'web') {
    const staff =
      channel === 'phone' ? cast.command : ['hotline', 'paper'].includes(channel) ? cast.centre : cast.officer
    const person = channel === 'onTheSpot' && dice.chance(0.5) ? nobody : stranger(dice)
    return { role: staff.role, person, columns: { ...blankTeller, registeredBy: staff.account } }
  }
  const known = cast.residents.filter((one) => madeAt(one) <= at)
  const resident = teller ?? (known.length > 0 && dice.chance(0.45) ? dice.pick(known) : undefined)
  const boards = demo.boards.filter((board) => board.area.startsWith(spot.area) && board.from < at)
  const board = boards.length > 0 && dice.chance(0.5) ? dice.pick(boards).id : null
  const named = dice.chance(0.8) ? { name: nameOnce(dice).name, phone: resident?.phone ?? null } : nobody
  return {
    role: 'reporter',
    person: resident ? named : stranger(dice),
    columns: { ...blankTeller, reporter: resident?.account ?? null, board },
  }
}

function stranger(dice: Dice): Person {
  const named = dice.chance(0.68)
  return {
    name: named ? nameOnce(dice).name : null,
    phone: named || dice.chance(0.3) ? `154${String(dice.whole(20_000_000, 89_999_999))}` : null,
  }
}

/** Ids begin with the moment of their making: an account does not report before it exists. */
const madeAt = ({ account }: DemoResident): number =>
  Number.parseInt(splitId(account).uuid.replace('-', '').slice(0, 12), 16)

import type { ReplyOf } from '@doorstep/contract'
import { type Ctx, maskName, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import type { matters } from './contract.ts'
import type { Matter } from './rules.ts'
import { allowed, type Reached } from './rules-allowed.ts'
import { summaryOf } from './rules-text.ts'
import { isWithheld, isWithheldInLists } from './service-minor.ts'
import { namesFor, reachOfReader, titled, type Voice, whoOf } from './service-voice.ts'
import type { Found } from './store.ts'

/** Matters as replies show them: each reader sees what is theirs to see, and what they may do next. */

type Reply = ReplyOf<typeof matters.get>
type Row = ReplyOf<typeof matters.list>['items'][number]
type Names = { people: ReadonlyMap<string, string>; places: ReadonlyMap<string, string> }

/** `community · grid`: the township is known where lists are read. */
const shortPlace = (place: string | undefined, code: string): string => {
  if (!place) return code
  const parts = place.split(' · ')
  return parts.length > 2 ? parts.slice(1).join(' · ') : place
}

const staff = (ctx: Ctx, names: Names, voice: Voice, account: string | null, role = 'officer') => {
  if (account === null) return null
  const name = names.people.get(account) ?? ''
  return { account, name: voice === 'full' || name === '' ? name : titled(ctx, name, role) }
}

function rowOf(ctx: Ctx, matter: Matter, names: Names, voice: Voice, hidden: boolean): Row {
  return {
    id: matter.id,
    code: matter.code,
    kind: matter.kind,
    state: matter.state,
    area: matter.area,
    areaName: shortPlace(names.places.get(matter.area), matter.area),
    summary: hidden ? ctx.say('matters.minor.withheld') : summaryOf(matter.description),
    place: hidden ? null : matter.place,
    point: hidden ? null : matter.point,
    urgency: matter.urgency,
    supervision: voice === 'full' ? matter.supervision : 'none',
    assignee: staff(ctx, names, voice, matter.assignee),
    unit: matter.unit,
    reportedAt: matter.reportedAt,
    dueAt: matter.dueAt,
    paused: matter.pausedAt !== null,
    updatedAt: matter.updatedAt,
  }
}

export async function viewRows(ctx: Ctx, found: readonly Matter[], voice: Voice): Promise<Row[]> {
  if (found.length === 0) return []
  const names = {
    people: await namesFor(
      ctx,
      found.map(({ assignee }) => assignee),
    ),
    places: await placeNames(ctx, [...new Set(found.map(({ area }) => area))]),
  }
  return found.map((matter) => rowOf(ctx, matter, names, voice, isWithheldInLists(ctx, matter)))
}

/** Never for helpers and departments; masked for everyone else until an officer says why it is needed. */
function personOf(ctx: Ctx, matter: Matter, reached: Reached | undefined): Reply['reporter'] {
  const { reporterName, reporterPhone } = matter
  if (reached !== 'area' && reached !== 'own') return null
  if (reporterName === null && reporterPhone === null) return null
  return {
    name: reporterName && maskName(ctx.vault.open(reporterName)),
    phone: reporterPhone && maskPhone(ctx.vault.open(reporterPhone)),
    masked: true,
  }
}

/** What hangs on it, as this reader sees it. */
function hangingOf({ matter, visits, attachments }: Found, voice: Voice) {
  return {
    visits: visits
      .filter(({ round }) => round === matter.reopened)
      .map(({ day, dueAt, doneAt, outcome, note }) => ({
        day,
        dueAt,
        doneAt,
        outcome,
        note: voice === 'full' ? note : null,
      })),
    // Pictures that staff took may show others: the person sees what they sent themselves.
    attachments: attachments
      .filter(({ byStaff }) => voice === 'full' || !byStaff)
      .map(({ id, type, bytes, at, byStaff, seconds }) => ({
        id,
        type,
        bytes,
        at,
        by: byStaff ? ('staff' as const) : ('reporter' as const),
        seconds,
      })),
  }
}

/** @param as how the reader stands to it, where that has changed by what they did just now */
export async function view(ctx: Ctx, found: Found, as = reachOfReader(ctx, found.matter)): Promise<Reply> {
  const { matter } = found
  const withheld = await isWithheld(ctx, matter)
  const voice: Voice = as === 'own' || as === undefined ? 'plain' : 'full'
  const names = {
    people: await namesFor(ctx, [matter.assignee, matter.firstReceiver, ...matter.helpers]),
    places: await placeNames(ctx, [matter.area]),
  }
  return {
    ...rowOf(ctx, matter, names, voice, withheld),
    description: withheld ? '' : matter.description,
    minor: matter.minor ?? false,
    withheld,
    channel: matter.channel as Reply['channel'],
    happenedAt: matter.happenedAt,
    extra: withheld ? {} : matter.extra,
    reporter: withheld ? null : personOf(ctx, matter, as),
    helpers: matter.helpers.flatMap((helper) => staff(ctx, names, voice, helper, 'auxiliary') ?? []),
    firstReceiver: staff(ctx, names, voice, matter.firstReceiver),
    acceptDue: matter.acceptDue,
    handleDue: matter.handleDue,
    acceptedAt: matter.acceptedAt,
    resolvedAt: matter.resolvedAt,
    grade: matter.grade,
    result: withheld ? null : matter.result,
    rating: matter.rating,
    ratingText: matter.ratingText,
    reopened: matter.reopened,
    extension:
      voice === 'full' && matter.extension
        ? { days: matter.extension.days, reason: matter.extension.reason, askedAt: matter.extension.askedAt }
        : null,
    ...hangingOf(withheld ? { ...found, attachments: [] } : found, voice),
    duplicateOf: matter.duplicateOf,
    heldBy: matter.heldBy ?? null,
    allowed: allowed(matter, whoOf(ctx, matter)),
    voice,
  }
}

import { randomInt } from 'node:crypto'
import { countyOf, Failure, type InputOf } from '@doorstep/contract'
import { type Ctx, dayIn, holdReceipt, newReceiptCode, receiptHash } from '@doorstep/kernel'
import { areaInForce, locate } from '@doorstep/modules/areas/index.ts'
import type { matters } from './contract.ts'
import { kindOf } from './kinds/index.ts'
import { accept, fail, type Instant, type Matter } from './rules.ts'
import { reachOf } from './rules-allowed.ts'
import { blank } from './rules-blank.ts'
import { checkExtra } from './rules-extra.ts'
import { actOf, doneOn, record } from './service-change.ts'
import { acceptDue, handleDue } from './service-clock.ts'
import { keepGuardian, sealGuardian } from './service-minor.ts'
import { view } from './service-view.ts'
import { roleFor, whoOf } from './service-voice.ts'
import * as store from './store.ts'

/** How a matter comes in: from a person, or written down by staff for one. */

type Body = InputOf<typeof matters.report>['body']
const signs = '23456789ABCDEFGHJKMNPQRSTVWXYZ' // the same as of receipt codes: said over the phone, copied by hand
const quarter: readonly string[] = ['volunteer', 'gridWorker', 'mediator', 'keeper', 'ally']

/** The grid or community of a point, else the one named; inside the county of the id, and in force. */
async function placeOf(ctx: Ctx, body: Pick<Body, 'area' | 'point'>): Promise<string> {
  const { area, point } = body
  if (!area && !point) fail('matters.placeMissing')
  const located = point && (await locate(ctx, point))
  if (located && (!area || located.area.startsWith(area))) return located.area
  // Where a board or a room names the community, a point outside of it is a mistake of the device.
  if (!area) return fail('matters.placeOutside')
  if (area.length < 12 || countyOf(area) !== ctx.county) fail('matters.placeOutside')
  return (await areaInForce(ctx, area))?.code ?? fail('matters.placeOutside')
}

/** `yyyymmdd-XXXXX`, the day of the county. */
function newCode(ctx: Ctx, at: Instant): string {
  const day = dayIn(ctx.settings.zone, at).replaceAll('-', '')
  return `${day}-${Array.from({ length: 5 }, () => signs[randomInt(signs.length)]).join('')}`
}

/** As the database keeps it; a day that no calendar has, or one that nobody remembers, is refused. */
function instantOf(typed: string | undefined): Instant | null {
  if (typed === undefined) return null
  const at = new Date(typed)
  if (Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1900)
    throw new Failure('invalid', 'request.invalid', {
      errors: [{ path: 'body/happenedAt', message: 'is no such moment' }],
    })
  return at.toISOString()
}

/** A new matter, its deadline running. */
async function newMatter(
  ctx: Ctx,
  body: Body,
  given: Pick<Matter, 'channel' | 'urgency' | 'reporter' | 'registeredBy'>,
): Promise<{ matter: Matter; receipt: string }> {
  if (countyOf(body.id) !== ctx.county) fail('matters.placeOutside')
  checkExtra(body.kind, body.extra ?? {})
  const at = ctx.done?.at ?? ctx.now()
  const [area, due] = await Promise.all([
    placeOf(ctx, body),
    acceptDue(ctx, { kind: body.kind, urgency: given.urgency }, at),
  ])
  const receipt = newReceiptCode()
  const matter: Matter = {
    ...blank,
    ...given,
    id: body.id,
    code: newCode(ctx, at),
    area,
    kind: body.kind,
    description: body.description,
    place: body.place ?? null,
    point: body.point ?? null,
    happenedAt: instantOf(body.happenedAt),
    extra: body.extra ?? {},
    reporterName: body.name ? ctx.vault.seal(body.name) : null,
    reporterPhone: body.phone ? ctx.vault.seal(body.phone) : null,
    phoneBlind: body.phone ? ctx.vault.blind(`phone ${body.phone}`) : null,
    receiptHash: receiptHash(ctx.vault, receipt),
    board: body.board ?? null,
    reportedAt: at,
    acceptDue: due,
    dueAt: due,
    clockFrom: at,
    updatedAt: ctx.now(),
  }
  return { matter, receipt }
}

/** Writes it and says so; jobs.ts tells the officers on duty. A code that chance gave twice is tried again by the kernel. */
function open(ctx: Ctx, matter: Matter, verb: 'report' | 'register', role: string | null): void {
  const { doneAt, ...clock } = doneOn(ctx, null)
  const step: store.NewStep = {
    at: ctx.now(),
    doneAt,
    verb,
    by: ctx.actor.account,
    role,
    from: null,
    to: 'submitted',
    text: null,
    reason: null,
    data: { due: matter.acceptDue, ...clock },
    public: true,
  }
  const refused = (error: unknown): never => {
    const taken = store.takenOf(error)
    if (taken === 'id') fail('matters.idTaken')
    throw taken === 'code' ? Object.assign(new Error('the code is taken', { cause: error }), { code: '40001' }) : error
  }
  ctx.later(store.insert(ctx, matter, [step]).catch(refused))
  ctx.publish({
    type: 'matters.reported',
    subject: matter.id,
    area: matter.area,
    accounts: matter.reporter ? [matter.reporter] : [],
    payload: {
      kind: matter.kind,
      state: matter.state,
      channel: matter.channel,
      urgency: matter.urgency,
      by: ctx.actor.account,
    },
  })
}

export async function report(ctx: Ctx, { body }: InputOf<typeof matters.report>) {
  if (!kindOf(body.kind)?.reportable) fail('matters.kindNotReportable')
  const fromQuarter = ctx.actor.postings.some(({ role }) => quarter.includes(role))
  const { matter, receipt } = await newMatter(ctx, body, {
    channel: fromQuarter ? 'volunteer' : 'web',
    urgency: 'normal',
    reporter: ctx.actor.account,
    registeredBy: null,
  })
  open(ctx, matter, 'report', 'reporter')
  const shown = await view(ctx, bare(matter), 'own')
  holdReceipt(ctx, matter.id, matter.receiptHash)
  return { matter: shown, receipt }
}

export async function register(ctx: Ctx, { body }: InputOf<typeof matters.register>) {
  const { channel, urgency = 'normal', acceptNow = false, minor, ...told } = body
  const registeredBy = ctx.actor.account
  const made = await newMatter(ctx, told, { channel, urgency, reporter: null, registeredBy })
  if (minor) Object.assign(made.matter, { minor: true, guardian: sealGuardian(ctx, minor) })
  const role = roleFor(ctx, made.matter, 'matters.register')
  open(ctx, made.matter, 'register', role)
  if (minor) await keepGuardian(ctx, made.matter, minor)
  const matter = acceptNow ? await acceptedBy(ctx, made.matter) : made.matter
  return { matter: await view(ctx, bare(matter)), receipt: made.receipt }
}
/** Whoever may accept takes it on in the same breath, and is its first receiver. */
async function acceptedBy(ctx: Ctx, matter: Matter): Promise<Matter> {
  if (!reachOf(matter, ctx.may('matters.accept'), whoOf(ctx, matter))) return matter
  const act = actOf(ctx, matter)
  const after = accept(matter, act, await handleDue(ctx, matter, act.at))
  await record(ctx, 'accept', matter, after, { data: { due: after.handleDue } })
  return after
}
const bare = (matter: Matter): store.Found => ({ matter, visits: [], attachments: [] })

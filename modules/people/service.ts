import { failing, joinId, newId, type Service, splitId } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import { phoneKey } from './accounts.ts'
import { failures, type people } from './contract.ts'
import type { Person } from './contract-shapes.ts'
import { forget, newToken } from './identify.ts'
import { spellingOf } from './initials.ts'
import { managed, personOf } from './managed.ts'
import { checkPosting, givePosting, handOne, takePosting } from './postings.ts'
import { canGrant, covers, endOf, holds, isOver, startsFrom } from './rules.ts'
import { invitationMs, normalUsername } from './rules-sign.ts'
import { service as entry } from './service-entry.ts'
import { service as factors } from './service-factors.ts'
import { service as own } from './service-own.ts'
import * as store from './store.ts'
import * as identity from './store-identity.ts'
import { dropSessions } from './store-sign.ts'
import { heldBy, personView, postingView, rowView } from './views.ts'

const fail = failing(failures)

const view = async (ctx: Ctx, id: string): Promise<Person> => personView(ctx, await personOf(ctx, id))

export const service: Service<typeof people, Ctx> = {
  ...own,
  ...factors,
  ...entry,

  async list(ctx, { query }) {
    const limit = query.limit ?? 50
    const after = keyOf(query.after, 2)
    const { q, role, area, state } = query
    const rows = await store.list(ctx, {
      limit,
      ...(after ? { after } : {}),
      ...(q ? { q } : {}),
      ...(role ? { role } : {}),
      ...(area ? { area } : {}),
      ...(state ? { state } : {}),
    })
    const postings = await store.postingsOf(
      ctx,
      rows.map((row) => row.account),
    )
    return pageOf(
      rows,
      limit,
      (row) => [row.spelling, row.account],
      (row) => rowView(ctx, row, postings),
    )
  },

  get: (ctx, { params }) => view(ctx, params.id),

  async create(ctx, { body }) {
    checkPosting(ctx, body.posting)
    const username = normalUsername(body.username)
    const added = await identity.addAccount(ctx, {
      id: body.id,
      county: ctx.county,
      name: body.name,
      username,
      state: 'invited',
    })
    if (!added)
      return fail((await identity.findAccount(ctx, 'id', body.id)) ? 'people.idTaken' : 'people.usernameTaken')
    await givePosting(ctx, body.id, body.posting)
    const profile = await store.addProfile(ctx, {
      county: ctx.county,
      account: body.id,
      name: body.name,
      ...spellingOf(body.name),
      badge: body.badge ?? null,
      ...sealedPhone(ctx, body.phone ?? null),
      duty_visible: false,
    })
    if (!profile) return fail('people.badgeTaken')
    const invitation = await makeInvitation(ctx, body.id, body.posting)
    return { person: await view(ctx, body.id), invitation }
  },

  async edit(ctx, { params, body }) {
    await managed(ctx, params.id)
    const changed = await store.changeProfile(ctx, params.id, {
      ...(body.name === undefined ? {} : { name: body.name, ...spellingOf(body.name) }),
      ...(body.badge === undefined ? {} : { badge: body.badge }),
      ...(body.phone === undefined ? {} : sealedPhone(ctx, body.phone)),
      ...(body.dutyVisible === undefined ? {} : { duty_visible: body.dutyVisible }),
      ...(body.dutyText === undefined ? {} : { duty_text: body.dutyText }),
    })
    if (!changed) return fail('people.badgeTaken')
    if (body.name !== undefined) await identity.changeAccount(ctx, params.id, { name: body.name })
    forget(ctx.settings, params.id)
    await tellProfile(ctx, params.id)
    return view(ctx, params.id)
  },

  async invite(ctx, { params }) {
    const person = await managed(ctx, params.id)
    const held = (await heldBy(ctx, params.id))[0]
    if (!held || !startsFrom.invite.some((state) => state === person.state))
      return fail('people.wrongState', { state: person.state })
    return makeInvitation(ctx, params.id, held)
  },

  async post(ctx, { params, body }) {
    if (params.id === ctx.actor.account) return fail('people.notYourself')
    checkPosting(ctx, body)
    // Whoever may give the posting may give it to anyone of the county, also to those they do not see yet.
    const person = (await ctx.asSystem((system) => store.find(system, params.id))) ?? fail('people.missing')
    if (!startsFrom.post.some((state) => state === person.state))
      return fail('people.wrongState', { state: person.state })
    await givePosting(ctx, params.id, body)
    return view(ctx, params.id)
  },

  async endPosting(ctx, { params, body }) {
    await personOf(ctx, params.id)
    if (params.id === ctx.actor.account) return fail('people.notYourself')
    const row = (await store.lockPosting(ctx, params.id, params.posting)) ?? fail('people.postingMissing')
    if (!canGrant(ctx.actor.postings, row.role, row.area)) return fail('people.roleAboveYours')
    const span = { from: row.valid_from, to: row.valid_to }
    if (isOver(span, ctx.now())) return fail('people.alreadyEnded')
    const at = endOf(span, body.at, ctx.now()) ?? fail('people.wrongDates')
    await takePosting(ctx, row, at, body.reason)
    return view(ctx, params.id)
  },

  suspend: (ctx, { params, body }) => changeState(ctx, params.id, 'suspend', body.reason),
  restore: (ctx, { params, body }) => changeState(ctx, params.id, 'restore', body.reason),

  async handOver(ctx, { params, body }) {
    const from = await personOf(ctx, params.id)
    if (params.id === ctx.actor.account) return fail('people.notYourself')
    if (body.to === params.id) return fail('people.notCovering')
    const given = (await heldBy(ctx, params.id)).filter(
      (row) =>
        holds({ from: row.valid_from, to: row.valid_to }, ctx.now()) &&
        covers(body.area ?? '', row.area) &&
        canGrant(ctx.actor.postings, row.role, row.area),
    )
    if (given.length === 0) return fail('people.nothingToHandOver')
    const to = (await ctx.asSystem((system) => store.find(system, body.to))) ?? fail('people.missing')
    if (to.state !== 'active') return fail('people.wrongState', { state: to.state })
    for (const row of given) await handOne(ctx, row, from.account, body)
    const ended = await store.postingsOf(ctx, [params.id])
    return { ended: ended.filter((row) => given.some(({ id }) => id === row.id)).map(postingView) }
  },

  async photo(ctx, { params }) {
    const person = await ctx.asSystem((system) => store.find(system, params.id))
    if (!person?.photo) return fail('people.noPhoto')
    const shown = person.duty_visible && person.state === 'active'
    if (!shown && !(await maySee(ctx, params.id))) return fail('people.noPhoto')
    const file = (await ctx.files.open(joinId(ctx.county, person.photo))) ?? fail('people.noPhoto')
    return {
      type: 'image/jpeg',
      body: file.stream,
      headers: { 'cache-control': shown ? 'public, max-age=300' : 'private, no-store' },
    }
  },

  async setPhoto(ctx, { params, body }) {
    const person = await managed(ctx, params.id)
    const id = newId(ctx.county)
    await ctx.files.keep(body, id)
    await store.changeProfile(ctx, params.id, { photo: splitId(id).uuid })
    await tellProfile(ctx, params.id, person.photo ? joinId(ctx.county, person.photo) : undefined)
    return view(ctx, params.id)
  },
}

async function makeInvitation(
  ctx: Ctx,
  account: string,
  posting: { role: string; area: string; unit?: string | null },
) {
  const { token: secret, hash } = newToken()
  const id = newId(ctx.county)
  const expiresAt = new Date(Date.parse(ctx.now()) + invitationMs).toISOString()
  await store.addInvitation(ctx, {
    county: ctx.county,
    id: splitId(id).uuid,
    account,
    secret: hash,
    role: posting.role,
    area: posting.area,
    unit: posting.unit ?? null,
    created_by: ctx.actor.account,
    expires_at: expiresAt,
  })
  return { id, secret, expiresAt }
}

async function changeState(ctx: Ctx, id: string, verb: 'suspend' | 'restore', reason: string): Promise<Person> {
  const person = await managed(ctx, id)
  if (!startsFrom[verb].some((state) => state === person.state))
    return fail('people.wrongState', { state: person.state })
  if (verb === 'suspend') await dropSessions(ctx, id)
  await identity.changeAccount(ctx, id, { state: verb === 'suspend' ? 'suspended' : 'active', state_reason: reason })
  forget(ctx.settings, id)
  await tell(ctx, verb === 'suspend' ? 'people.suspended' : 'people.restored', id)
  return view(ctx, id)
}

/** One event per place where the person stands, so that each place's people hear of it. */
async function tell(ctx: Ctx, type: string, account: string, payload: Record<string, unknown> = {}): Promise<void> {
  const areas = [...new Set((await heldBy(ctx, account)).map((row) => row.area))]
  for (const area of areas)
    ctx.publish({ type, subject: account, area, accounts: [account], payload: { account, area, ...payload } })
}
const tellProfile = async (ctx: Ctx, account: string, oldPhoto?: string): Promise<void> => {
  await tell(ctx, 'people.profileChanged', account)
  if (oldPhoto) ctx.publish({ type: 'people.photoReplaced', subject: account, payload: { file: oldPhoto } })
}

async function maySee(ctx: Ctx, account: string): Promise<boolean> {
  const grant = ctx.may('people.read')
  if (account === ctx.actor.account) return true
  return (
    grant !== undefined &&
    (await heldBy(ctx, account)).some((row) => grant.scopes.some((scope) => covers(scope, row.area)))
  )
}

function sealedPhone(ctx: Ctx, phone: string | null) {
  return phone === null
    ? { phone_sealed: null, phone_blind: null }
    : { phone_sealed: ctx.vault.seal(phone), phone_blind: phoneKey(ctx.vault, phone) }
}

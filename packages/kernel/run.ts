import { randomUUID } from 'node:crypto'
import type { Failure, Grant } from '@doorstep/contract'
import { grantOf } from '@doorstep/contract'
import type pg from 'pg'
import { sendAudit } from './audit.ts'
import type { Actor, AuditEntry, Ctx, NewEvent, Parts } from './ctx.ts'
import { type RowContext, settingsOf, transaction } from './db.ts'
import { doneOf } from './done.ts'
import type { Files } from './files.ts'
import { claim, firstAnswer, type Keyed, keepAnswer } from './idempotency.ts'
import { sendEvents } from './outbox.ts'
import { localeOf } from './words.ts'

export type Cookie = { name: string; value: string; maxAgeSeconds: number }
export type RunRequest = {
  actor: Actor
  grant: Grant
  county: number
  /** Of a write that may be repeated: its first answer is given again. */
  keyed?: Keyed
  headers?: Ctx['headers']
  address?: string
}
export type RunResult<T> = { value: T; cookies: Cookie[]; published: boolean }

export const systemActor = (county: number): Actor => ({
  kind: 'system',
  account: null,
  name: null,
  county,
  postings: [],
  receipt: null,
  session: null,
})
export const systemGrant = (county: number): Grant => ({
  everyone: true,
  own: false,
  asked: false,
  scopes: [String(county)],
  units: [],
})

function rowContext(actor: Actor, grant: Grant, county: number): RowContext {
  return {
    county,
    scopes: grant.scopes,
    units: grant.units,
    own: grant.own ? actor.account : null,
    asked: grant.asked ? actor.account : null,
    receipt: grant.own ? (actor.receipt?.hash ?? null) : null,
    visiting: actor.kind === 'visitor',
  }
}

const transient = new Set(['40001', '40P01', '55P03'])
const attempts = 4

/**
 * Runs `work` in one transaction with the actor's rows; events and audit entries are written in it. A deadlock or a
 * serialization failure is tried again, which is safe because nothing outside the transaction happens in `work`.
 */
export async function runOnce<T>(
  parts: Parts,
  request: RunRequest,
  work: (ctx: Ctx) => Promise<T>,
): Promise<RunResult<T>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce(parts, request, work)
    } catch (error) {
      if (error === usedBefore) return await repeatOf<T>(parts, request)
      if (attempt >= attempts || !transient.has((error as { code?: string }).code ?? '')) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 20 * attempt))
    }
  }
}

/** Ends a transaction whose key was used before: what the work did meanwhile goes with it. */
const usedBefore = new Error('the key was used before')

async function repeatOf<T>({ database, vault }: Parts, { county, keyed }: RunRequest): Promise<RunResult<T>> {
  const value = await transaction(database.app, { county }, (_db, client) =>
    firstAnswer(client, vault, county, keyed as Keyed),
  )
  return { value: value as T, cookies: [], published: false }
}

/**
 * The work begins without waiting for the key: its first question leaves in the same message as the claim, and is
 * answered after it. Whether the key was free is known before anything that the work says counts.
 */
async function whenFree<T>(claimed: Promise<boolean>, work: () => Promise<T>): Promise<T> {
  const [free, done] = await Promise.allSettled([claimed, work()])
  if (free.status === 'rejected') throw free.reason
  if (!free.value) throw usedBefore
  if (done.status === 'rejected') throw done.reason
  return done.value
}

/** Files are not part of the transaction: one is written only once it is known that the key was free. */
const keptWhenFree = (files: Files, claimed: Promise<boolean> | undefined): Files =>
  claimed
    ? {
        ...files,
        keep: async (upload, id) => {
          if (!(await claimed)) throw usedBefore
          return files.keep(upload, id)
        },
      }
    : files

async function attemptOnce<T>(
  parts: Parts,
  request: RunRequest,
  work: (ctx: Ctx) => Promise<T>,
): Promise<RunResult<T>> {
  const events: NewEvent[] = []
  const entries: AuditEntry[] = []
  const cookies: Cookie[] = []
  let refusal: Failure | undefined
  const { actor, grant, county } = request
  const context = rowContext(actor, grant, county)
  const value = await transaction(parts.database.app, context, async (db, client, last) => {
    const claimed = request.keyed && claim(client, county, request.keyed)
    const ctx: Ctx = {
      actor,
      grant,
      county,
      db,
      now: () => new Date(parts.clock()).toISOString(),
      done: doneOf(actor, request.headers ?? {}, parts.clock()),
      publish: (event) => events.push(event),
      audit: (entry) => entries.push(entry),
      claimReceipt: async (hash) => {
        context.receipt = hash
        sendContext(client, context)
      },
      later: last,
      asSystem: (inner) => asSystem(ctx, client, context, inner),
      may: (permission) => grantOf(parts.matrix, permission, actor.postings),
      matrix: parts.matrix,
      personal: () => parts.modules.flatMap(({ name, personal }) => (personal ? [{ ...personal, module: name }] : [])),
      keeps: async () => {
        const chosen = parts.modules.find(({ keeps }) => keeps)?.keeps
        if (chosen) return ctx.asSystem(chosen)
        const rules = ctx.personal().flatMap(({ retention }) => retention)
        return new Map(rules.map(({ kind, keepDays }) => [kind, keepDays]))
      },
      purposes: () =>
        new Map(
          parts.modules.flatMap(({ name, consents = {} }) =>
            Object.entries(consents).map(([purpose, definition]) => [`${name}.${purpose}`, definition] as const),
          ),
        ),
      refuse: (failure) => {
        refusal = failure
        throw failure
      },
      say: (key, data, language) => parts.words(language ?? localeOf(request.headers?.['accept-language']), key, data),
      setCookie: (name, content, maxAgeSeconds) => cookies.push({ name, value: content, maxAgeSeconds }),
      address: request.address ?? '',
      headers: request.headers ?? {},
      vault: parts.vault,
      files: keptWhenFree(parts.files, claimed),
      log: parts.log,
      settings: parts.settings,
    }
    const result = await (claimed ? whenFree(claimed, () => work(ctx)) : work(ctx)).catch((error: unknown) => {
      if (error !== refusal) throw error
      return undefined as T // committed below, thrown after the commit
    })
    if (events.length > 0) last(sendEvents(client, county, events))
    if (entries.length > 0) last(sendAudit(client, county, actor.account, entries))
    if (request.keyed && !refusal) last(keepAnswer(client, parts.vault, county, request.keyed, result))
    return result
  })
  if (refusal) throw refusal
  return { value, cookies, published: events.length > 0 }
}

/** What is asked next is answered with these rows. After a failed statement the transaction takes no more settings: it ends. */
const sendContext = (client: pg.ClientBase, context: RowContext) =>
  void client.query(settingsOf(context)).catch(() => {})

async function asSystem<T>(
  ctx: Ctx,
  client: pg.ClientBase,
  context: RowContext,
  inner: (ctx: Ctx) => Promise<T>,
): Promise<T> {
  sendContext(client, { county: ctx.county, scopes: [String(ctx.county)] })
  try {
    // Within, a further asSystem is the same one: only the outermost gives the actor's rows back.
    const system: Ctx = { ...ctx, grant: systemGrant(ctx.county), asSystem: (further) => further(system) }
    return await inner(system)
  } finally {
    sendContext(client, context)
  }
}

export const requestId = (): string => randomUUID()

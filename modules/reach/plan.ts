import { createHash } from 'node:crypto'
import { newId, splitId } from '@doorstep/contract'
import type { Ctx, Event } from '@doorstep/kernel'
import { placeName } from '@doorstep/modules/areas/index.ts'
import { consentsInForce } from '@doorstep/modules/consents/index.ts'
import { codeOf } from '@doorstep/modules/matters/index.ts'
import { contactsOf } from '@doorstep/modules/people/index.ts'
import { type Choices, kindOf, type Topic, usualChoices } from './rules-kinds.ts'
import { afterQuiet } from './rules-quiet.ts'
import * as store from './store.ts'
import * as deliveries from './store-deliveries.ts'

/** From what happened to one row per end: who is told, where, and when. */

type Wanted = { words: string; data?: Record<string, string | number>; urgent?: boolean }
type Row = Parameters<typeof deliveries.add>[1][number]

export const choicesFrom = (row: store.ChoiceRow | undefined, serves: boolean): Choices =>
  row
    ? { push: row.push, sms: row.sms, quiet: { on: row.quiet, from: row.quiet_from, to: row.quiet_to } }
    : usualChoices(serves)

type Said = Pick<Row, 'event' | 'words' | 'data' | 'subject' | 'kind' | 'urgent' | 'area'>
type End = Pick<Row, 'channel' | 'endpoint'> & { account?: string }
export function rowOf(ctx: Ctx, said: Said, { channel, endpoint, account }: End, dueAt: string): Row {
  return {
    county: ctx.county,
    id: splitId(newId(ctx.county)).uuid,
    ...said,
    channel,
    endpoint,
    account: account ?? null,
    state: 'waiting',
    attempts: 0,
    due_at: dueAt,
    lease: null,
    trouble: null,
    answer: null,
    made_at: ctx.now(),
    asked_at: ctx.now(),
    tried_at: null,
    done_at: null,
    done_by: null,
    reason: null,
  }
}

/** A notice on its way to persons: to their devices and telephones, as they chose. */
export async function planNotice(ctx: Ctx, event: Event): Promise<void> {
  const { words, data = {}, urgent = false } = event.payload as Wanted
  const accounts = [...new Set(event.accounts)].filter((account) => account.startsWith(`${ctx.county}-`))
  if (accounts.length === 0) return
  const devices = await store.devicesOf(ctx, accounts)
  const texting = ctx.settings.sms !== undefined
  const reachable = texting ? accounts : [...new Set(devices.map(({ account }) => account))]
  if (reachable.length === 0) return
  const contacts = await contactsOf(ctx, reachable)
  const chosen = new Map((await store.choicesOf(ctx, reachable)).map((row) => [row.account, row]))
  const toPush = await consentsInForce(ctx, 'reach.push', reachable)
  const toText = await consentsInForce(ctx, 'reach.sms', reachable)
  const kind = kindOf(words, urgent)
  const area = event.area || String(ctx.county)
  const said = { event: event.id, words, data: JSON.stringify(data), subject: event.subject, kind, urgent, area }
  const rows = reachable.flatMap((account) => {
    const contact = contacts.get(account)
    if (!contact) return []
    const choices = choicesFrom(chosen.get(account), contact.serves)
    const now = Date.parse(ctx.now())
    const dueAt = new Date(urgent ? now : afterQuiet(now, choices.quiet, ctx.settings.zone)).toISOString()
    const ends: End[] = [
      ...(choices.push.includes(kind) && toPush.has(account)
        ? devices.filter((device) => device.account === account)
        : []
      ).map(({ id }) => ({
        channel: 'push' as const,
        endpoint: id,
        account,
      })),
      ...(texting && contact.phone && choices.sms.includes(kind) && (contact.serves || toText.has(account))
        ? [{ channel: 'sms' as const, endpoint: account, account }]
        : []),
    ]
    return ends.map((end) => rowOf(ctx, said, end, dueAt))
  })
  await deliveries.add(ctx, rows)
}

/** What a station must hear, said by the robots that stand over the place. Codes and names of places; nothing of persons. */
async function planTopic(ctx: Ctx, event: Event, topic: Topic, words: string, once = event.id): Promise<void> {
  const area = event.area
  if (!area) return
  const { unit = null, kind } = event.payload as { unit?: string | null; kind?: string }
  const robots = (await store.robotsOver(ctx, area, topic)).filter((robot) => !robot.unit || robot.unit === unit)
  const code = robots.length > 0 ? await codeOf(ctx, event.subject) : undefined
  if (code === undefined) return
  const data = { code, place: await placeName(ctx, area.slice(0, 12)), ...(kind ? { kind } : {}) }
  const said = {
    event: once,
    words: `reach.robot.${words}`,
    data: JSON.stringify(data),
    subject: event.subject,
    kind: topic === 'urgent' ? ('urgent' as const) : ('deadline' as const),
    urgent: true,
    area,
  }
  const ends = robots.map(({ vendor, id }) => ({ channel: vendor, endpoint: id }))
  await deliveries.add(
    ctx,
    ends.map((end) => rowOf(ctx, said, end, ctx.now())),
  )
}

export async function planCard(ctx: Ctx, event: Event): Promise<void> {
  const { supervision } = event.payload
  if (supervision === 'yellow' || supervision === 'red') await planTopic(ctx, event, 'overdue', supervision)
}
export async function planUrgent(ctx: Ctx, event: Event): Promise<void> {
  if (event.payload.urgency === 'urgent') await planTopic(ctx, event, 'urgent', 'urgent')
}
/** Told for the area it came from and for the one it went to: a robot that stands over both says it once. */
export function planStuck(ctx: Ctx, event: Event): Promise<void> {
  const hash = createHash('sha256')
    .update(`${event.type} ${event.subject} ${event.at.slice(0, 13)}`)
    .digest('hex')
  const once = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
  return planTopic(ctx, event, 'stuckHandOver', 'stuckHandOver', once)
}

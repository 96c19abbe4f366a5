import { createHash } from 'node:crypto'
import { type Parts, type Posted, post, postSms } from '@doorstep/kernel'
import webPush from 'web-push'
import { isPushAddress, isRobotAddress } from './hosts.ts'
import type { Vendor } from './rules-kinds.ts'
import { minute, type Outcome, retryAfter } from './rules-retry.ts'
import { readRobot, robotRequest, wayLost } from './vendors.ts'

/** One attempt, out in the world: no database, no exception. */

export type Target =
  | { channel: 'push'; subscription: Subscription; payload: string; urgent: boolean }
  | { channel: 'sms'; phone: string; text: string }
  | { channel: Vendor; address: string; secret: string | null; text: string }
  /** Nobody to send to: seen when it was claimed. */
  | { channel: 'none'; outcome: Outcome }
export type Subscription = { endpoint: string; keys: { p256dh: string; auth: string } }
export type Task = { id: string; lease: string; now: number; target: Target }
type Outside = Pick<Parts, 'settings' | 'log'>

export async function send({ settings, log }: Outside, { id, now, target }: Task): Promise<Outcome> {
  try {
    if (target.channel === 'none') return target.outcome
    if (target.channel === 'push') return await sendPush(settings, id, target, now)
    if (target.channel === 'sms') return await sendText(settings, id, target, now)
    return await sayInGroup(settings, target.channel, target, now)
  } catch (error) {
    // Nothing was sent: what can throw here is what makes the message.
    log.warn({ delivery: id, error: error instanceof Error ? error.name : 'unknown' }, 'a message could not be made')
    return { kind: 'refused', code: 'badMessage' }
  }
}

/** Without news of ours the device keeps a message for a day; a newer one of the same delivery takes its place. */
const dayInSeconds = 86_400
/** At most 32 base64url signs, the same at every attempt. */
const topicOf = (id: string): string => createHash('sha256').update(id).digest('base64url').slice(0, 32)

async function sendPush(
  settings: Outside['settings'],
  id: string,
  { subscription, payload, urgent }: Extract<Target, { channel: 'push' }>,
  now: number,
): Promise<Outcome> {
  if (!isPushAddress(subscription.endpoint, settings)) return { kind: 'gone', code: 'badAddress' }
  if (!settings.push) return { kind: 'refused', code: 'pushOff' }
  const { publicKey, privateKey, contact } = settings.push
  const request = webPush.generateRequestDetails(subscription, payload, {
    TTL: dayInSeconds,
    urgency: urgent ? 'high' : 'normal',
    topic: topicOf(id),
    contentEncoding: 'aes128gcm',
    vapidDetails: { subject: contact, publicKey, privateKey },
  })
  const headers = request.headers as Record<string, string | number>
  const posted = await post(
    request.endpoint,
    { headers: withoutLength(headers), body: request.body ?? '' },
    settings.posting?.patience,
  )
  if (posted.outcome === 'answered' && (posted.status === 404 || posted.status === 410))
    return { kind: 'gone', code: 'deviceGone', answer: String(posted.status) }
  return readPlain(posted, now)
}
const withoutLength = (headers: Record<string, string | number>) =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'content-length'))

async function sendText(
  { sms, posting }: Outside['settings'],
  id: string,
  { phone, text }: Extract<Target, { channel: 'sms' }>,
  now: number,
): Promise<Outcome> {
  if (!sms) return { kind: 'refused', code: 'noGateway' }
  const posted = await postSms(sms, { id, phone, text }, posting?.patience)
  // "I have that one already": so it was sent.
  if (posted.outcome === 'answered' && posted.status === 409) return { kind: 'sent' }
  return readPlain(posted, now)
}

async function sayInGroup(
  settings: Outside['settings'],
  vendor: Vendor,
  { address, secret, text }: { address: string; secret: string | null; text: string },
  now: number,
): Promise<Outcome> {
  if (!isRobotAddress(vendor, address, settings)) return { kind: 'refused', code: 'badAddress' }
  const { url, body } = robotRequest(vendor, { address, secret, text, now: Date.now() })
  const message = { headers: { 'content-type': 'application/json' }, body }
  return readRobot(vendor, await post(url, message, settings.posting?.patience), now)
}

/** Services that say by their status how it went. Their body may repeat what was sent: it is not kept. */
function readPlain(posted: Posted, now: number): Outcome {
  if (posted.outcome !== 'answered')
    return { kind: posted.outcome === 'unsent' ? 'failed' : 'unclear', code: wayLost(posted.why) }
  const { status, headers } = posted
  const answer = String(status)
  const wait = retryAfter(headers['retry-after'], now)
  if (status >= 200 && status < 300) return { kind: 'sent' }
  if (status === 429) return { kind: 'later', code: 'tooMany', wait: wait ?? minute, answer }
  if (status >= 500 || status === 408)
    return { kind: 'failed', code: 'serviceDown', answer, ...(wait === undefined ? {} : { wait }) }
  if (status === 401 || status === 403) return { kind: 'refused', code: 'badSignature', answer }
  return { kind: 'refused', code: 'refused', answer }
}

import { createHmac } from 'node:crypto'
import type { Posted } from '@doorstep/kernel'
import type { Vendor } from './rules-kinds.ts'
import { minute, type Outcome, retryAfter } from './rules-retry.ts'

/**
 * What the robots of the three vendors want to hear and how they answer.
 * WeCom: developer.work.weixin.qq.com/document/path/91770 · DingTalk: open.dingtalk.com/document/robots/custom-robot-access ·
 * Feishu: open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
type Told = { address: string; secret: string | null; text: string; now: number }
type Request = { url: string; body: string }

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64')

const requests: Readonly<Record<Vendor, (told: Told) => Request>> = {
  /** The key in the address is all there is. */
  wecom: ({ address, text }) => ({ url: address, body: JSON.stringify({ msgtype: 'text', text: { content: text } }) }),
  /** Milliseconds; the secret signs `timestamp\nsecret`; both in the address. */
  dingtalk: ({ address, secret, text, now }) => ({
    url: secret ? `${address}&timestamp=${now}&sign=${encodeURIComponent(hmac(secret, `${now}\n${secret}`))}` : address,
    body: JSON.stringify({ msgtype: 'text', text: { content: text } }),
  }),
  /** Seconds; `timestamp\nsecret` is the key and signs nothing; both in the body. */
  feishu({ address, secret, text, now }) {
    const timestamp = String(Math.floor(now / 1000))
    const signed = secret ? { timestamp, sign: hmac(`${timestamp}\n${secret}`, '') } : {}
    return { url: address, body: JSON.stringify({ ...signed, msg_type: 'text', content: { text } }) }
  },
}
export const robotRequest = (vendor: Vendor, told: Told): Request => requests[vendor](told)

type Codes = {
  tooMany: readonly number[]
  wait: number
  busy: readonly number[]
  why: Readonly<Record<number, string>>
}
/** Errors come with status 200; zero is good. */
const codes: Readonly<Record<Vendor, Codes>> = {
  wecom: {
    tooMany: [45009, 45033],
    wait: minute,
    busy: [-1],
    why: { 93000: 'robotGone', 93004: 'robotGone', 93008: 'robotGone', 40008: 'badMessage', 44004: 'badMessage' },
  },
  dingtalk: {
    tooMany: [130101, 410100, 660026],
    wait: 10 * minute,
    busy: [-1],
    why: { 300001: 'robotGone', 400013: 'robotGone', 400101: 'robotGone', 400102: 'robotGone', 310000: 'badSignature' },
  },
  feishu: {
    tooMany: [11232, 11233, 99991400],
    wait: minute,
    busy: [-1, 10000],
    why: {
      19001: 'robotGone',
      19021: 'badSignature',
      19022: 'badSignature',
      19024: 'badSignature',
      9499: 'badMessage',
    },
  },
}

/** The body of an answer, cut to what a person may want to read. */
const short = (body: string): string => body.replace(/\s+/g, ' ').slice(0, 200)

export function readRobot(vendor: Vendor, posted: Posted, now: number): Outcome {
  if (posted.outcome !== 'answered')
    return { kind: posted.outcome === 'unsent' ? 'failed' : 'unclear', code: wayLost(posted.why) }
  const { status, headers, body } = posted
  const answer = `${status} ${short(body)}`
  const { tooMany, wait, busy, why } = codes[vendor]
  const after = retryAfter(headers['retry-after'], now)
  if (status === 429) return { kind: 'later', code: 'tooMany', wait: after ?? wait, answer }
  // A gateway in between lost patience or its line: what stands behind it may have done it all the same.
  if (status === 502 || status === 504) return { kind: 'unclear', code: 'noAnswer', answer }
  if (status >= 500 || status === 408)
    return { kind: 'failed', code: 'serviceDown', answer, ...(after === undefined ? {} : { wait: after }) }
  if (status === 404 || status === 410) return { kind: 'refused', code: 'robotGone', answer }
  if (status !== 200) return { kind: 'refused', code: 'refused', answer }
  const code = codeIn(body)
  if (code === 0) return { kind: 'sent' }
  if (code === undefined) return { kind: 'unclear', code: 'oddAnswer', answer }
  if (tooMany.includes(code) || /too many|too fast|freq/i.test(body))
    return { kind: 'later', code: 'tooMany', wait: after ?? wait, answer }
  if (busy.includes(code)) return { kind: 'failed', code: 'serviceDown', answer }
  return { kind: 'refused', code: why[code] ?? 'refused', answer }
}

export const wayLost = (why: string): string => (why === 'timeout' ? 'noAnswer' : 'noLine')

/** `errcode` (WeCom, DingTalk), `code` (Feishu), `StatusCode` (Feishu, older). */
function codeIn(body: string): number | undefined {
  try {
    const told = JSON.parse(body) as Record<string, unknown> | null
    const code = told?.errcode ?? told?.code ?? told?.StatusCode
    return typeof code === 'number' ? code : undefined
  } catch {
    return undefined
  }
}

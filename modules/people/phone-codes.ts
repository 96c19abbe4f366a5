import { randomInt } from 'node:crypto'
import { Failure, failing, newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { phoneKey } from './accounts.ts'
import { countSource, waitForSource } from './code-sources.ts'
import { failures } from './contract.ts'
import { askedCode, countedAs, rememberCode } from './device.ts'
import { phoneCode, waitForCode } from './rules-sign.ts'
import { sameText, sendsCodes, showsCodes } from './sign.ts'
import * as store from './store-sign.ts'

/** Codes sent to phones. What a code is for is part of its hash: one for signing in changes no number, and the other way round. */
export type Purpose = 'signIn' | 'proof' | `move ${string}`
const fail = failing(failures)
const dayMs = 86_400_000
const hashOf = (ctx: Ctx, id: string, purpose: Purpose, code: string) =>
  ctx.vault.blind(`code ${id} ${purpose} ${code}`)

/** Who asks for the code of a new number is bound to the number it takes the place of. */
export const moveFrom = (ctx: Ctx, oldPhone: string): Purpose => `move ${phoneKey(ctx.vault, oldPhone)}`

export async function sendCode(ctx: Ctx, phone: string, purpose: Purpose) {
  if (!sendsCodes(ctx)) return fail('people.codeUnavailable')
  const { key: identifier, known } = countedAs(ctx, phoneKey(ctx.vault, phone))
  const now = Date.parse(ctx.now())
  const sent = await store.codesSentSince(ctx, identifier, new Date(now - dayMs).toISOString())
  const seconds = Math.max(waitForCode(sent, now), known ? 0 : waitForSource(ctx, identifier))
  if (seconds > 0) return fail('people.codeTooSoon', { seconds })
  if (!known && (await tooManyInAll(ctx, now))) return fail('people.codeUnavailable')
  const id = newId(ctx.county)
  const code = String(randomInt(1_000_000)).padStart(6, '0')
  const shown = showsCodes(ctx)
  const words = purpose === 'signIn' ? 'people.sms.code' : purpose === 'proof' ? 'people.sms.proof' : 'people.sms.move'
  await store.addCode(ctx, {
    id,
    identifier,
    value: hashOf(ctx, id, purpose, code),
    sealed: shown ? null : ctx.vault.seal(JSON.stringify({ phone, text: ctx.say(words, { code }) })),
    expires_at: new Date(now + phoneCode.validMs).toISOString(),
  })
  rememberCode(ctx, id)
  if (!known) countSource(ctx, identifier)
  if (!shown) ctx.publish({ type: 'people.codeAsked', subject: id })
  return { validSeconds: phoneCode.validMs / 1000, ...(shown ? { demoCode: code } : {}) }
}

/** Many numbers, a code each: somebody lets us pay for messages. Browsers that came in before are not held back by it. */
async function tooManyInAll(ctx: Ctx, now: number): Promise<boolean> {
  const sent = await store.countCodes(ctx, new Date(now - 3_600_000).toISOString())
  if (sent < phoneCode.perHourInAll * ctx.settings.rateFactor) return false
  ctx.log.warn('too many sign-in codes in one hour: none are sent to browsers that never signed in')
  return true
}

/** Uses a code up. A wrong one is counted although the operation fails. @throws the failure `wrong` */
export async function useCode(
  ctx: Ctx,
  phone: string,
  purpose: Purpose,
  typed: string,
  wrong: 'people.codeWrong' | 'people.codeWrongHere',
): Promise<void> {
  // Only where it was asked for: a stranger's tries, or codes they ask for, take nothing from somebody else's code.
  const asked = askedCode(ctx)
  const code = asked ? await store.lockCode(ctx, asked, countedAs(ctx, phoneKey(ctx.vault, phone)).key) : undefined
  if (!code || code.tries >= phoneCode.tries || code.expires_at <= ctx.now()) return fail(wrong)
  if (!sameText(code.value, hashOf(ctx, code.id, purpose, typed))) {
    await store.countTry(ctx, code.id, code.tries + 1)
    return ctx.refuse(new Failure(failures[wrong], wrong))
  }
  await store.countTry(ctx, code.id, phoneCode.tries) // used up
}

/** A line of words to a phone, where a gateway is set. */
export async function tellPhone(ctx: Ctx, phone: string, text: string): Promise<void> {
  if (!ctx.settings.sms) return
  const id = newId(ctx.county)
  const sealed = ctx.vault.seal(JSON.stringify({ phone, text }))
  await store.addCode(ctx, { id, identifier: 'note', value: '', sealed, expires_at: ctx.now() })
  ctx.publish({ type: 'people.codeAsked', subject: id })
}

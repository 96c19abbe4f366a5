import { randomInt, timingSafeEqual } from 'node:crypto'
import type { Ctx } from '@doorstep/kernel'

// No 0/O, 1/I/L, U: a scratched board is read out over the phone.
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ'
const shortSigns = 8
const markSigns = 8

/**
 * What a board's QR code holds: county, a random short name, and a mark made with the server's key, so that nobody can
 * print a token that this server would take for its own. The whole token stays with the board, so boards that hang
 * outside survive a change of the key.
 */
export function newToken(ctx: Pick<Ctx, 'vault' | 'county'>): string {
  const short = Array.from({ length: shortSigns }, () => alphabet[randomInt(alphabet.length)]).join('')
  return signed(ctx, short)
}

function signed(ctx: Pick<Ctx, 'vault' | 'county'>, short: string): string {
  const bytes = Buffer.from(ctx.vault.blind(`board ${ctx.county} ${short}`), 'base64url')
  const mark = Array.from(bytes.subarray(0, markSigns), (byte) => alphabet[byte % alphabet.length]).join('')
  return `${ctx.county}${short}${mark}`
}

/** As people type it: any case, with dashes or spaces. Undefined when it cannot be one of ours. */
export function readToken(typed: string): string | undefined {
  const token = typed.toUpperCase().replace(/[\s-]/g, '')
  const shape = new RegExp(`^[1-9]\\d{5}[${alphabet}]{${shortSigns + markSigns}}$`)
  return shape.test(token) ? token : undefined
}

/** Was this token made with the server's key of today? One of an older key is still known by its board. */
export function isSigned(ctx: Pick<Ctx, 'vault' | 'county'>, token: string): boolean {
  const made = Buffer.from(signed(ctx, token.slice(6, 6 + shortSigns)))
  const given = Buffer.from(token)
  return made.length === given.length && timingSafeEqual(made, given)
}

export const boardLink = (ctx: Pick<Ctx, 'settings'>, token: string): string =>
  `${ctx.settings.publicUrl.replace(/\/$/, '')}/b/${token}`

import { randomInt } from 'node:crypto'
import { readCookie } from './cookies.ts'
import type { Actor, Ctx } from './ctx.ts'
import type { Vault } from './vault.ts'

const cookie = 'doorstep_receipt'
const hours = 4
const alphabet = '23456789ABCDEFGHJKMNPQRSTVWXYZ' // no 0/O, 1/I/L, U: read over the phone and copied by hand

/** A new receipt code, e.g. `7KQ4-M2XP-9TRB`: 12 signs of 30, about 59 bits; only its blind hash is stored. */
export function newReceiptCode(): string {
  const signs = Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
  return signs.replace(/(.{4})(?=.)/g, '$1-')
}
/** As people type it: any case, with or without dashes and spaces. */
const normalReceipt = (typed: string): string => typed.toUpperCase().replace(/[^0-9A-Z]/g, '')
export const receiptHash = (vault: Vault, code: string): string => vault.blind(`receipt ${normalReceipt(code)}`)

/** Lets this browser follow the receipt's record for some hours, so that the code itself stays out of addresses and logs. */
export function holdReceipt(ctx: Ctx, subject: string, hash: string): void {
  const until = Date.parse(ctx.now()) + hours * 3_600_000
  ctx.setCookie(cookie, ctx.vault.seal(JSON.stringify({ subject, hash, until })), hours * 3600)
}
export const dropReceipt = (ctx: Ctx): void => ctx.setCookie(cookie, '', 0)

/** The receipt a browser holds, if its cookie is ours and still fresh. */
export function heldReceipt(vault: Vault, cookies: string | undefined, now: number): Actor['receipt'] {
  const sealed = readCookie(cookies, cookie)
  if (!sealed) return null
  try {
    const { subject, hash, until } = JSON.parse(vault.open(sealed)) as { subject: string; hash: string; until: number }
    return until > now ? { subject, hash } : null
  } catch {
    return null
  }
}

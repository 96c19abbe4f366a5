import { isIPv6 } from 'node:net'
import type { Ctx, Settings } from '@doorstep/kernel'
import { phoneCode } from './rules-sign.ts'

/**
 * From where codes for a number were asked for, by browsers that never came in with it: one stranger gets a few a day, so the
 * rest of what the number may be sent is left for its holder. In memory and for a day: addresses are kept nowhere. Where
 * several processes serve, each counts for itself; what the number gets in all is counted in the database.
 */
type Asked = { until: number; n: number }
const sources = new WeakMap<Settings, Map<string, Asked>>()
const mostRemembered = 50_000
const dayMs = 86_400_000

/** A household's line has one IPv4 address, or a whole /64 of IPv6. */
export function lineOf(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '')
  if (!isIPv6(plain)) return plain
  const [head = '', tail = ''] = plain.split('::')
  const [before, after] = [head.split(':').filter(Boolean), tail.split(':').filter(Boolean)]
  const gap = Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return [...before, ...gap, ...after]
    .slice(0, 4)
    .map((part) => Number.parseInt(part, 16).toString(16))
    .join(':')
}

function askedFrom(ctx: Ctx, identifier: string): { asked: Asked; all: Map<string, Asked>; key: string } {
  const all = sources.get(ctx.settings) ?? new Map<string, Asked>()
  sources.set(ctx.settings, all)
  const key = ctx.vault.blind(`${identifier} from ${lineOf(ctx.address)}`)
  const now = Date.parse(ctx.now())
  const known = all.get(key)
  return { all, key, asked: known && known.until > now ? known : { until: now + dayMs, n: 0 } }
}

/** @returns seconds until this line may ask for the number again, or 0. */
export function waitForSource(ctx: Ctx, identifier: string): number {
  const { asked } = askedFrom(ctx, identifier)
  if (asked.n < phoneCode.perLineAndDay * ctx.settings.rateFactor) return 0
  return Math.ceil((asked.until - Date.parse(ctx.now())) / 1000)
}
export function countSource(ctx: Ctx, identifier: string): void {
  const { asked, all, key } = askedFrom(ctx, identifier)
  all.delete(key) // the newest stand last
  all.set(key, { ...asked, n: asked.n + 1 })
  if (all.size > mostRemembered) all.delete(all.keys().next().value as string)
}

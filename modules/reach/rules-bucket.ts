import type { Vendor } from './rules-kinds.ts'

/**
 * What a vendor's robots may say. A full bucket and what drips into it within a minute together stay below the vendor's
 * limit in any minute, however they fall. Limits: WeCom and DingTalk 20 a minute (DingTalk then keeps the robot silent for
 * ten), Feishu 5 a second and 100 a minute.
 */
const limits: Readonly<Record<Vendor, { full: number; perMinute: number }>> = {
  wecom: { full: 5, perMinute: 15 },
  dingtalk: { full: 5, perMinute: 15 },
  feishu: { full: 3, perMinute: 95 },
}

export type Bucket = { tokens: number; at: number; closedUntil: number | null }
export const fullBucket = (vendor: Vendor, at: number): Bucket => ({
  tokens: limits[vendor].full,
  at,
  closedUntil: null,
})

/** Takes one. @returns the bucket afterwards, and how long to wait where there was none. */
export function take(vendor: Vendor, bucket: Bucket, now: number): { bucket: Bucket; wait: number } {
  const { full, perMinute } = limits[vendor]
  const tokens = Math.min(full, bucket.tokens + (Math.max(0, now - bucket.at) * perMinute) / 60_000)
  const filled = { tokens, at: Math.max(now, bucket.at), closedUntil: bucket.closedUntil }
  if (bucket.closedUntil !== null && bucket.closedUntil > now) return { bucket: filled, wait: bucket.closedUntil - now }
  // A hair less than one is one: thirds of a token do not add up in binary.
  if (tokens > 1 - 1e-6) return { bucket: { ...filled, tokens: tokens - 1, closedUntil: null }, wait: 0 }
  return { bucket: { ...filled, closedUntil: null }, wait: Math.ceil(((1 - tokens) * 60_000) / perMinute) }
}
/** The vendor says: too much. Empty until then. */
export const close = (now: number, wait: number): Bucket => ({ tokens: 0, at: now, closedUntil: now + wait })

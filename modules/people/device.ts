import { randomBytes } from 'node:crypto'
import { type Ctx, readCookie } from '@doorstep/kernel'

/**
 * What a browser remembers of signing in, sealed with our key and stored nowhere else: under which names and numbers it
 * has come in before, and which code it asked for. Whoever only knows somebody's name or number and tries from elsewhere
 * uses up tries of strangers, never those of the browsers that person already came in with (OWASP: device cookies).
 */
const cookie = 'doorstep_device'
const keepSeconds = 400 * 86_400
const mostKnown = 6
type Device = { device: string; knows: string[]; code: string | null }

function read(ctx: Ctx): Device | undefined {
  const sealed = readCookie(ctx.headers.cookie, cookie)
  if (!sealed) return undefined
  try {
    const held = JSON.parse(ctx.vault.open(sealed)) as Partial<Device>
    return typeof held.device === 'string' && Array.isArray(held.knows) ? (held as Device) : undefined
  } catch {
    return undefined
  }
}

function write(ctx: Ctx, change: Partial<Device>): void {
  const held = read(ctx) ?? { device: randomBytes(16).toString('base64url'), knows: [], code: null }
  ctx.setCookie(cookie, ctx.vault.seal(JSON.stringify({ ...held, ...change })), keepSeconds)
}

/** The key under which tries and messages are counted: a browser that came in under `key` before has its own. */
export function countedAs(ctx: Ctx, key: string): { key: string; known: boolean } {
  const held = read(ctx)
  return held?.knows.includes(key)
    ? { key: ctx.vault.blind(`${key} ${held.device}`), known: true }
    : { key, known: false }
}

export const rememberCode = (ctx: Ctx, code: string): void => write(ctx, { code })
/** The code this browser asked for last. */
export const askedCode = (ctx: Ctx): string | null => read(ctx)?.code ?? null

/** After the right password or code. */
export function rememberDevice(ctx: Ctx, key: string): void {
  const knows = (read(ctx)?.knows ?? []).filter((known) => known !== key)
  write(ctx, { knows: [key, ...knows].slice(0, mostKnown), code: null })
}

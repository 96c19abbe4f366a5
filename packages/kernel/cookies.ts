import type { Settings } from './ctx.ts'
import type { Cookie } from './run.ts'

/** Cookies of ours: not readable by scripts, not sent by other sites; `Secure` wherever the public address is https. */
export function writeCookie({ name, value, maxAgeSeconds }: Cookie, settings: Settings): string {
  const secure = settings.publicUrl.startsWith('https:') ? '; Secure' : ''
  return `${name}=${encodeURIComponent(value)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`
}

export function readCookie(header: string | undefined, name: string): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const at = part.indexOf('=')
    if (at > 0 && part.slice(0, at).trim() === name) {
      try {
        return decodeURIComponent(part.slice(at + 1).trim())
      } catch {
        return undefined
      }
    }
  }
  return undefined
}

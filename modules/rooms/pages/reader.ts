import { join } from 'node:path'
import { type Ctx, loadWords, localeOf, readCookie } from '@doorstep/kernel'

type Locale = ReturnType<typeof localeOf>
/** How this reader wants to see a page. Remembered in two cookies that say nothing else. */
export type Reader = { locale: Locale; elder: boolean; say: (key: string, data?: Record<string, unknown>) => string }
const year = 365 * 86_400
const languages: Readonly<Record<string, Locale>> = { 'zh-CN': 'zh-CN', zh: 'zh-CN', 'en-US': 'en-US', en: 'en-US' }
const words = loadWords([{ name: 'rooms', folder: join(import.meta.dirname, '..') }])

export function readerOf(ctx: Ctx, query: { elder?: string; lang?: string }): Reader {
  const { cookie } = ctx.headers
  const asked = languages[query.lang ?? '']
  const locale =
    asked ?? languages[readCookie(cookie, 'doorstep_lang') ?? ''] ?? localeOf(ctx.headers['accept-language'])
  const elder = (query.elder ?? readCookie(cookie, 'doorstep_elder')) === '1'
  if (asked) ctx.setCookie('doorstep_lang', asked, year)
  if (query.elder !== undefined) ctx.setCookie('doorstep_elder', elder ? '1' : '0', year)
  return { locale, elder, say: (key, data) => words(locale, `rooms.page.${key}`, data) }
}

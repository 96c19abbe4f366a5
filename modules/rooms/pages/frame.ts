import { type Html, html } from './html.ts'
import type { Reader } from './reader.ts'
import { styleName } from './style.ts'

type Page = { title: string; path: string; county: string; status?: number; main: Html }

/** The whole page as the kernel sends it. Scripts are forbidden altogether, whatever the rest of the server allows. */
export function framed(reader: Reader, page: Page) {
  const { say, locale, elder } = reader
  const other = locale === 'zh-CN' ? 'en-US' : 'zh-CN'
  const marked = page.path.includes('?') ? '&' : '?'
  const body = html`<!doctype html>
<html lang="${locale}" data-theme="light"${elder && html` data-elder`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<meta name="theme-color" content="#f6f3ed">
<title>${page.title}</title>
<link rel="icon" href="/resident/icon.svg">
<link rel="stylesheet" href="/rooms-style/${styleName}">
</head>
<body>
<a class="skip" href="#main">${say('skip')}</a>
<header class="top">
<a class="brand" href="/">${say('brand', { county: page.county })}</a>
<nav class="modes" aria-label="${say('modes')}">
<a href="${page.path}${marked}elder=${elder ? '0' : '1'}">${say(elder ? 'normal' : 'elder')}</a>
<a href="${page.path}${marked}lang=${other}" lang="${other}" hreflang="${other}">${say('language')}</a>
</nav>
</header>
<main id="main">
<p class="alarm"><a href="tel:110">110</a><span>${say('emergency')}</span></p>
${page.main}
</main>
<footer class="foot">
<a href="/">${say('otherRoom')}</a>
<a href="/resident/">${say('myMatters')}</a>
<a href="/resident/privacy">${say('privacy')}</a>
</footer>
</body>
</html>`
  return {
    type: 'text/html; charset=utf-8',
    body: body.markup,
    status: page.status ?? 200,
    headers: {
      'cache-control': 'private, no-cache',
      'content-language': locale,
      vary: 'cookie, accept-language',
      'content-security-policy':
        "default-src 'none'; img-src 'self'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    },
  }
}

/** `tel:` takes digits only. */
export const telephone = (phone: string): Html =>
  html`<a class="tel" href="tel:${phone.replace(/[^\d+]/g, '')}">${phone}</a>`

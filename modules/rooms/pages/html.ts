/** Finished markup. Only `html` makes it, so text can never become markup by mistake. */
export type Html = { readonly markup: string; readonly [brand]: true }
const brand: unique symbol = Symbol('html')
type Part = Html | string | number | null | undefined | false | readonly Part[]

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => signs[sign] as string)

/** Everything that is put in is text, and is escaped; values of attributes stand in quotes. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Html {
  const markup = strings.reduce(
    (whole, string, at) => whole + string + (at < parts.length ? markupOf(parts[at]) : ''),
    '',
  )
  return { markup, [brand]: true }
}

function markupOf(part: Part): string {
  if (part === null || part === undefined || part === false) return ''
  if (typeof part === 'string') return escaped(part)
  if (typeof part === 'number') return String(part)
  if (Array.isArray(part)) return part.map(markupOf).join('')
  const { markup, [brand]: ours } = part as Html
  if (!ours) throw new TypeError('only html`…` makes markup')
  return markup
}

/** Text of several lines: an empty line begins a paragraph, a line feed stays one. */
export const paragraphs = (text: string): Html[] =>
  text
    .split(/\n\s*\n/)
    .map(
      (paragraph) =>
        html`<p>${paragraph.split('\n').flatMap((line, at) => (at === 0 ? [line] : [html`<br>`, line]))}</p>`,
    )

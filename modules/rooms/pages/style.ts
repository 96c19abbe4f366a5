import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const tokens = readFileSync(join(import.meta.dirname, '../../../packages/ui-base/styles/tokens.css'), 'utf8')
const page = readFileSync(join(import.meta.dirname, 'page.css'), 'utf8')

/** Comments and indents stay in the source. */
const small = (css: string): string =>
  css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\s*\n\s*/g, '\n')
    .trim()

/** The product's tokens and the little that public pages need; light only, so the dark values stay at home. */
export const style = small(`${tokens}\n${page}`).replace(
  /\[data-(theme="dark"|elder\]\[data-theme="dark")\] \{[^}]*\}\n?/g,
  '',
)
export const styleName = `${createHash('sha256').update(style).digest('hex').slice(0, 12)}.css`

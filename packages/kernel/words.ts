import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export type Locale = 'zh-CN' | 'en-US'
type Tree = { [key: string]: string | Tree }
export type Words = (locale: Locale, key: string, data?: Readonly<Record<string, unknown>>) => string

const read = (file: string): Tree => (existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Tree) : {})
const common = new URL('../contract/locales/', import.meta.url).pathname

/** Words of every module for the server's own use: problems, notices, public pages, PDFs. Keys begin with the module's name. */
export function loadWords(modules: readonly { name: string; folder: string }[]): Words {
  const trees = Object.fromEntries(
    (['zh-CN', 'en-US'] as const).map((locale) => [
      locale,
      {
        ...read(join(common, `${locale}.json`)),
        ...Object.fromEntries(
          modules.map(({ name, folder }) => [name, read(join(folder, 'locales', `${locale}.json`))]),
        ),
      },
    ]),
  ) as Record<Locale, Tree>
  return (locale, key, data = {}) => {
    const found = key
      .split('.')
      .reduce<string | Tree | undefined>(
        (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
        trees[locale],
      )
    if (typeof found !== 'string') return key
    return found.replace(/\{(\w+)\}/g, (whole, name: string) => (data[name] === undefined ? whole : String(data[name])))
  }
}

/** The failure codes live under `failures` of their module: `matters.wrongState` → `matters.failures.wrongState`. */
export const failureKey = (code: string): string => code.replace('.', '.failures.')

export function localeOf(header: string | undefined): Locale {
  const first = header?.split(',')[0]?.trim().toLowerCase() ?? ''
  return first.startsWith('en') ? 'en-US' : 'zh-CN'
}

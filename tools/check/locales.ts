import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { codesIn, keysOfKinds, staticUses, type Use } from './codes.ts'
import { filesOf, report, root } from './tree.ts'

export type Tree = { [key: string]: string | Tree }
/** Words of one folder, by language; `prefix` is what its keys begin with, if anything. */
export type Words = { folder: string; prefix: string; zh: Map<string, string>; en: Map<string, string> }

const han = /\p{Script=Han}/u
/** Names that stay Chinese in English sentences: our own, and the language's own name for itself. */
const sameEverywhere = /家门口|简体中文|中文|长辈版/g

export const flatten = (tree: Tree, before = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[before + key, value] as [string, string]] : flatten(value, `${before}${key}.`),
  )

const placeholders = (text: string): string =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort().join(' ')

export function wordProblems({ folder, zh, en }: Words): string[] {
  const problems: string[] = []
  for (const key of zh.keys()) if (!en.has(key)) problems.push(`${folder}: en-US lacks ${key}`)
  for (const key of en.keys()) if (!zh.has(key)) problems.push(`${folder}: zh-CN lacks ${key}`)
  for (const [key, chinese] of zh) {
    const english = en.get(key) ?? ''
    if (!chinese.trim() || (en.has(key) && !english.trim())) problems.push(`${folder}: ${key} is empty`)
    const words = chinese.replace(/\{\w+\}|English|Doorstep/g, '')
    if (chinese !== english && /\p{L}/u.test(words) && !han.test(words))
      problems.push(`${folder}: zh-CN ${key} has no Chinese: "${chinese}"`)
    if (han.test(english.replace(sameEverywhere, ''))) problems.push(`${folder}: en-US ${key} is Chinese: "${english}"`)
    if (en.has(key) && placeholders(chinese) !== placeholders(english))
      problems.push(
        `${folder}: ${key} fills {${placeholders(chinese)}} in zh-CN and {${placeholders(english)}} in en-US`,
      )
    // vue-i18n reads a bare @ as a link to another message and stops there.
    if (/@/.test(`${chinese}${english}`.replaceAll("{'@'}", '')))
      problems.push(`${folder}: ${key} has a bare @, write {'@'}`)
  }
  return problems
}

/** Does the tree know the key, or, for a key made at run time, anything that begins like it? */
function knownIn({ prefix, zh }: Words, { key, open }: Use): boolean {
  if (prefix && !key.startsWith(`${prefix}.`)) return false
  const wanted = prefix ? key.slice(prefix.length + 1) : key
  for (const each of zh.keys()) if (each === wanted || each.startsWith(open ? wanted : `${wanted}.`)) return true
  return false
}

/** A client's own words begin with `app.` in every client: what shared code asks for, each client that has it must know. */
export function known(words: readonly Words[], use: Use, path = ''): boolean {
  if (!use.key.startsWith('app.')) return words.some((each) => knownIn(each, use))
  const [, app] = /^apps\/([^/]+)\//.exec(path) ?? []
  const mobile = /^packages\/ui-mobile\//.test(path) ? 'officer|auxiliary|resident|volunteer' : undefined
  const these = new RegExp(
    `^apps/(${app ?? mobile ?? (path.startsWith('packages/ui-console/') ? 'console' : '[^/]+')})/`,
  )
  const clients = words.filter(({ folder }) => these.test(folder))
  return clients.length > 0 && clients.every((each) => knownIn(each, use))
}

const prefixes: readonly [RegExp, string][] = [
  [/^modules\/([^/]+)\/locales$/, '$1'],
  [/^apps\/[^/]+\/locales$/, 'app'],
  [/^packages\/ui-base\/locales$/, 'ui'],
]

function read(folder: string): { words: Words; problems: string[] } {
  const language = (name: string): Map<string, string> => {
    const file = join(root, folder, `${name}.json`)
    return new Map(existsSync(file) ? flatten(JSON.parse(readFileSync(file, 'utf8')) as Tree) : [])
  }
  const strangers = readdirSync(join(root, folder)).filter((name) => !['zh-CN.json', 'en-US.json'].includes(name))
  const [pattern, prefix] = prefixes.find(([each]) => each.test(folder)) ?? [/.*/, '']
  return {
    words: { folder, prefix: folder.replace(pattern, prefix), zh: language('zh-CN'), en: language('en-US') },
    problems: strangers.map((name) => `${folder}/${name}: a locales folder holds zh-CN.json and en-US.json`),
  }
}

if (import.meta.main) {
  const files = filesOf(root)
  const folders = [
    ...new Set(
      files
        .filter((path) => /^(modules|packages|apps)\/[^/]+\/locales\/[^/]+$/.test(path))
        .map((path) => dirname(path)),
    ),
  ]
  const all = folders.map(read)
  const words = all.map((each) => each.words)
  const problems = all.flatMap((each) => [...each.problems, ...wordProblems(each.words)])

  const common = await import(pathToFileURL(join(root, 'packages/contract/failure.ts')).href)
  const codes = new Map(Object.keys(common.commonFailures).map((code) => [code, 'packages/contract/failure.ts']))
  for (const path of files.filter((each) => /^modules\/[^/]+\/contract\.ts$/.test(each)))
    for (const code of codesIn(await import(pathToFileURL(join(root, path)).href))) codes.set(code, path)
  for (const [code, path] of codes)
    if (!known(words, { key: code.replace('.', '.failures.'), open: false }))
      problems.push(`${path}: no words for the failure ${code}`)

  for (const path of files.filter((each) => /^modules\/[^/]+\/kinds\/index\.ts$/.test(each)))
    for (const key of keysOfKinds((await import(pathToFileURL(join(root, path)).href)).kinds))
      if (!known(words, { key: `${path.split('/')[1]}.${key}`, open: false }))
        problems.push(`${path}: no words for ${key}`)

  for (const path of files.filter(
    (each) => /\.(vue|ts)$/.test(each) && !/\.(test|e2e)\.ts$|^tools\/|\/gallery\//.test(each),
  ))
    for (const use of staticUses(readFileSync(join(root, path), 'utf8')))
      if (!known(words, use, path)) problems.push(`${path}: no words for ${use.key}${use.open ? '…' : ''}`)
  report(problems)
}

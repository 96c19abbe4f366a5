import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'

const usage = `npm run new-module -- <name> [--one <singular>] [--zh <中文>]

Makes modules/<name>/ in working form, with one test per verb, and adds it to apps/server/modules.ts.
  <name>   plural, lower-case letters: the folder, the path in the API and the schema in the database, e.g. lectures
  --one    singular, where it is not <name> without its s, e.g. --one inquiry
  --zh     what people call it, for the README, e.g. --zh 小课堂`

export type Wanted = { many: string; one: string; zh: string }

/** @throws Error with one sentence for the person at the keyboard */
export function wantedOf(args: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { one: { type: 'string' }, zh: { type: 'string' } },
    allowPositionals: true,
  })
  const [many, ...more] = positionals
  if (!many || more.length > 0) throw new Error('One name is needed.')
  const one = values.one ?? many.replace(/ies$/, 'y').replace(/s$/, '')
  for (const name of [many, one])
    if (!/^[a-z]{3,30}$/.test(name)) throw new Error(`"${name}" must be 3 to 30 lower-case letters.`)
  if (one === many) throw new Error(`The singular of "${many}" is not clear; say it with --one.`)
  return { many, one, zh: values.zh ?? '' }
}

const filled = (text: string, { many, one, zh }: Wanted): string =>
  text
    .replaceAll('__many__', many)
    .replaceAll('__one__', one)
    .replaceAll('__One__', `${one.charAt(0).toUpperCase()}${one.slice(1)}`)
    .replaceAll(' __zh__', zh && ` ${zh}`)

/** The list is written by hand; the new line joins it at the end, above everything it may import. */
export function withModule(list: string, { many }: Wanted): string {
  const line = /^(export const modules: readonly AnyModule\[\] = \[)([^\]]*)\]/m
  const found = line.exec(list)
  if (!found) throw new Error('apps/server/modules.ts has no list of modules to add to.')
  const names = [...(found[2] as string).split(',').map((name) => name.trim()), many].filter(Boolean)
  return `import { ${many} } from '@doorstep/modules/${many}/index.ts'\n${list.replace(line, `$1${names.join(', ')}]`)}`
}

/** @returns the files it made, in the order in which one reads them. @throws Error when there is such a module */
export function newModule(root: string, wanted: Wanted): string[] {
  const folder = join(root, 'modules', wanted.many)
  if (existsSync(folder)) throw new Error(`modules/${wanted.many} exists already.`)
  const list = join(root, 'apps/server/modules.ts')
  const listed = withModule(readFileSync(list, 'utf8'), wanted)
  const template = join(import.meta.dirname, 'new-module/template')
  const made = readdirSync(template, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.txt'))
    .map((name) => {
      const path = name === 'test.ts.txt' ? `${wanted.many}.test.ts` : name.slice(0, -'.txt'.length)
      const file = join(folder, path)
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(file, filled(readFileSync(join(template, name), 'utf8'), wanted))
      return `modules/${wanted.many}/${path}`
    })
  writeFileSync(list, listed)
  // Names of another length break lines elsewhere: the formatter has the last word.
  execFileSync(join(root, 'node_modules/.bin/biome'), ['check', '--write', '--vcs-enabled=false', folder, list], {
    cwd: root,
    stdio: 'pipe',
  })
  return [...made, 'apps/server/modules.ts'].sort()
}

if (import.meta.main) {
  try {
    if (process.argv.includes('--help')) console.log(usage)
    else {
      const wanted = wantedOf(process.argv.slice(2))
      for (const path of newModule(join(import.meta.dirname, '..'), wanted)) console.log(path)
      console.log(`\nNow: npm test -- modules/${wanted.many}, npm run check, and write its README.`)
    }
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    process.exitCode = 1
  }
}

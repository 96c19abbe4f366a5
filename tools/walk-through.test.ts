import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './check/tree.ts'
import { copyOfTheHouse, runIn } from './house.ts'

// CONTRIBUTING.md says how a newcomer adds a field to a kind of matter, and a new kind. Here somebody does what it says.

const page = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const section = page.slice(page.indexOf('## Add a field'), page.indexOf('## Add a kind'))
const snippets = [...section.matchAll(/```\w+\n([\s\S]*?)```/g)].map(([, code]) => (code as string).trim())
const [field = '', chinese = '', english = ''] = snippets

type Words = { kinds: Record<string, { label: string; fields: Record<string, unknown> }> }
let base = ''
const at = (path: string) => join(base, 'modules/matters', path)
const edit = (path: string, change: (text: string) => string) => {
  const before = readFileSync(at(path), 'utf8')
  const after = change(before)
  expect(after, `nothing to change in ${path}`).not.toBe(before)
  writeFileSync(at(path), after)
}
const editWords = (language: string, change: (words: Words) => void) =>
  edit(`locales/${language}.json`, (text) => {
    const words = JSON.parse(text) as Words
    change(words)
    return `${JSON.stringify(words, null, 2)}\n`
  })
const check = (...steps: string[]) => runIn(base, 'tools/check.mjs', 'locales', ...steps)

/** What a resident does with it, through HTTP on a real database. */
const story = `import { newId } from '@doorstep/contract'
import { testApp, world } from '@doorstep/testkit'
import { expect, it } from 'vitest'

it('takes what was added', async () => {
  const t = await testApp()
  const resident = await t.as('resident')
  const report = (kind: string, floors: number) =>
    t.post(resident, '/api/matters', { id: newId(world.county), kind, description: '楼道里有煤气味。', point: world.point, extra: { sort: 'gas', floors } })
  for (const kind of ['hazard', 'flood']) {
    const taken = await report(kind, 3)
    expect(taken.statusCode, taken.body).toBe(200)
    const { id } = taken.json<{ matter: { id: string } }>().matter
    const read = (await t.get(resident, \`/api/matters/\${id}\`)).json()
    expect(read).toMatchObject({ kind, extra: { sort: 'gas', floors: 3 } })
    expect((await report(kind, 99)).json()).toMatchObject({ code: 'matters.fieldWrong' })
  }
  await t.close()
})
`

beforeAll(() => {
  base = copyOfTheHouse()
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

describe('following CONTRIBUTING.md', () => {
  test('a field: one line, and the check names the words that are missing until they are there', async () => {
    expect(snippets).toHaveLength(3)
    edit('kinds/hazard.ts', (text) => text.replace('  fields: [\n', `  fields: [\n    ${field}\n`))
    expect((await check()).output).toContain('no words for kinds.hazard.fields.floors.label')
    for (const [language, words] of [
      ['zh-CN', chinese],
      ['en-US', english],
    ] as const)
      editWords(language, ({ kinds }) => Object.assign(kinds.hazard?.fields ?? {}, JSON.parse(`{${words}}`)))
    expect((await check()).output.split('\n').filter((line) => line.includes('modules/matters'))).toEqual([])
  }, 120_000)

  test('a kind: a file, two lines in the list, and its words', async () => {
    writeFileSync(
      at('kinds/flood.ts'),
      readFileSync(at('kinds/hazard.ts'), 'utf8')
        .replace('const hazard', 'const flood')
        .replace("code: 'hazard'", "code: 'flood'"),
    )
    edit('kinds/index.ts', (text) =>
      text
        .replace('import { hazard }', "import { flood } from './flood.ts'\nimport { hazard }")
        .replace('  hazard,\n', '  hazard,\n  flood,\n'),
    )
    expect((await check()).output).toContain('no words for kinds.flood.label')
    for (const language of ['zh-CN', 'en-US'])
      editWords(language, ({ kinds }) => Object.assign(kinds, { flood: kinds.hazard }))
    expect((await check('types in .ts')).output.split('\n').filter((line) => line.includes('modules/matters'))).toEqual(
      [],
    )
    const { output } = await runIn(base, 'apps/server/cli.ts', 'openapi')
    expect(output).toContain('"const": "flood"')
  }, 120_000)

  test('both work for a resident', async () => {
    mkdirSync(at('walk'), { recursive: true })
    writeFileSync(at('walk/walk.test.ts'), story)
    const { code, output } = await runIn(base, 'node_modules/vitest/vitest.mjs', 'run', 'modules/matters/walk')
    expect(code, output).toBe(0)
  }, 120_000)
})

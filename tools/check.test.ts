import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { codesIn, keysOfKinds, staticUses } from './check/codes.ts'
import { decisionProblems } from './check/decisions.ts'
import { fileProblems, linkProblems } from './check/files.ts'
import { known, type Words, wordProblems } from './check/locales.ts'
import { lint } from './check/openapi.ts'
import { licenceProblems, manifestProblems } from './check/versions.ts'

const temporary: string[] = []
afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true })
})
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'doorstep-check-'))
  temporary.push(made)
  return made
}

const words = (zh: Record<string, string>, en: Record<string, string>): Words => ({
  folder: 'x',
  prefix: 'x',
  zh: new Map(Object.entries(zh)),
  en: new Map(Object.entries(en)),
})

describe('locales', () => {
  test('good words pass', () => {
    const good = words(
      { a: '你好，{name}', b: '110', c: '中文', d: '{by}：{n}' },
      { a: 'Hello {name}', b: '110', c: '中文', d: '{by}: {n}' },
    )
    expect(wordProblems(good)).toEqual([])
  })
  test.each([
    ['a key missing in English', words({ a: '甲', b: '乙' }, { a: 'A' }), 'en-US lacks b'],
    ['a key missing in Chinese', words({ a: '甲' }, { a: 'A', b: 'B' }), 'zh-CN lacks b'],
    ['an empty string', words({ a: '甲' }, { a: ' ' }), 'a is empty'],
    ['untranslated Chinese', words({ a: 'Alpha' }, { a: 'Beta' }), 'has no Chinese'],
    ['untranslated English', words({ a: '甲' }, { a: '甲' }), 'is Chinese'],
    ['another placeholder', words({ a: '{n} 件' }, { a: '{count} items' }), 'fills'],
    ['Latin words in Chinese', words({ a: '{n} open' }, { a: '{n} still open' }), 'has no Chinese'],
    ['a bare @', words({ a: '写信到 a@b' }, { a: 'Write to us' }), 'bare @'],
  ])('%s is found', (_, bad, said) => expect(wordProblems(bad).join('\n')).toContain(said))

  test('failure codes are found wherever a contract declares them', () => {
    const table = { failures: { 'x.missing': 'missing' } }
    const operation = { get: '/x', summary: 'reads', fails: ['x.closed'] }
    expect(codesIn({ x: { list: operation }, ...table }).sort()).toEqual(['x.closed', 'x.missing'])
    expect(codesIn({ module: { name: 'x', contract: { list: operation }, ...table } }).sort()).toEqual([
      'x.closed',
      'x.missing',
    ])
  })
  test('keys in code are found, whole or begun', () => {
    const source = `{{ t('x.title') }} {{ $t(\`x.kind.\${kind}\`) }} words(locale, 'x.mail') format('x.not') at('x.no') { label: 'x.nav.b' }`
    expect(staticUses(source)).toEqual([
      { key: 'x.title', open: false },
      { key: 'x.kind.', open: true },
      { key: 'x.mail', open: false },
      { key: 'x.nav.b', open: false },
    ])
  })
  test('a key is known or not', () => {
    const all = [words({ title: '题', 'kind.a': '甲' }, {})]
    expect(known(all, { key: 'x.title', open: false })).toBe(true)
    expect(known(all, { key: 'x.kind.', open: true })).toBe(true)
    expect(known(all, { key: 'x.tit', open: false })).toBe(false)
    expect(known(all, { key: 'x.kinds.', open: true })).toBe(false)
    const client = (name: string, zh: Record<string, string>): Words => ({
      ...words(zh, {}),
      folder: `apps/${name}/locales`,
      prefix: 'app',
    })
    const apps = [client('console', { title: '题', map: '图' }), client('officer', { title: '题' })]
    expect(known(apps, { key: 'app.title', open: false }, 'packages/ui-base/start.ts')).toBe(true)
    expect(known(apps, { key: 'app.map', open: false }, 'packages/ui-base/start.ts')).toBe(false)
    expect(known(apps, { key: 'app.map', open: false }, 'apps/console/main.ts')).toBe(true)
    expect(known(apps, { key: 'app.map', open: false }, 'packages/ui-console/TopBar.vue')).toBe(true)
    expect(known(apps, { key: 'app.map', open: false }, 'packages/ui-mobile/TabBar.vue')).toBe(false)
  })
  test('a kind needs a name, a label for each field and a word for each choice', () => {
    const fields = [{ name: 'sort', options: ['gas'] }, { name: 'floors' }]
    const keys = ['label', 'fields.sort.label', 'fields.sort.options.gas', 'fields.floors.label']
    expect(keysOfKinds([{ code: 'hazard', fields }])).toEqual(keys.map((key) => `kinds.hazard.${key}`))
  })
})

describe('decisions', () => {
  const real = new URL('../docs/adr', import.meta.url).pathname
  const copy = (): string => {
    const made = folder()
    cpSync(real, made, { recursive: true })
    return made
  }
  test('ours are in order', () => expect(decisionProblems(real)).toEqual([]))
  test('a gap, a missing section, an empty section and an unlisted record are found', () => {
    const made = copy()
    writeFileSync(join(made, '0099-late.md'), '# Late\n\n## Context\n\nx\n\n## Decision\n\n## Alternatives\n\nx\n')
    const said = decisionProblems(made).join('\n')
    for (const part of ['expected number', 'section Decision is', 'section Consequences is', 'does not list [Late]'])
      expect(said).toContain(part)
  })
  test('a listed record that does not exist is found', () => {
    const made = copy()
    rmSync(join(made, '0001-slices-not-layers.md'))
    expect(decisionProblems(made).join('\n')).toContain('lists 0001-slices-not-layers.md, which does not exist')
  })
})

describe('files', () => {
  const never = () => false
  test('a long file needs a reason', () => {
    const long = 'a\n'.repeat(301)
    expect(fileProblems('modules/x/a.ts', long, never)).toHaveLength(1)
    expect(fileProblems('modules/x/a.ts', long, () => true)).toEqual([])
    expect(fileProblems('modules/x/a.ts', 'a\n'.repeat(300), never)).toEqual([])
    expect(fileProblems('packages/x/data/a.ts', long, never)).toEqual([])
  })
  test.each([
    ['modules/x/a.ts', `const folder = '/${'home'}/someone'`],
    ['docs/a.md', `see /${'root'}/doorstep`],
    ['modules/x/a.vue', `// ${'TO'}${'DO'} later`],
    ['modules/x/migrations/1.sql', 'create table x.person (religion text)'],
    ['modules/x/contract.ts', 'ethnicity: t.String()'],
  ])('%s: %s', (path, text) => expect(fileProblems(path, text, never)).toHaveLength(1))
  test('a link that leads nowhere is found, one in code is not looked at', () => {
    const text = '[a](b.md) [c](d.md#e) [f](https://g.example) [h](#i) `[j](k.md)`\n```\n[l](m.md)\n```\n'
    expect(linkProblems('docs/x.md', text, (path) => path === 'docs/b.md')).toEqual([
      'docs/x.md: links to docs/d.md, which does not exist',
    ])
  })
  test('ordinary words pass', () =>
    expect(fileProblems('modules/x/a.ts', "get('/api/work/home')\n", never)).toEqual([]))
})

describe('manifests', () => {
  test('pinned versions pass, ranges and an eleventh script do not', () => {
    expect(
      manifestProblems('p', { dependencies: { a: '1.2.3', b: 'npm:@x/y@1.0.0-beta.1', '@doorstep/kernel': '*' } }),
    ).toEqual([])
    expect(manifestProblems('p', { devDependencies: { a: '^1.2.3', b: 'latest' } })).toHaveLength(2)
    const scripts = Object.fromEntries(Array.from({ length: 11 }, (_, i) => [`s${i}`, 'true']))
    expect(manifestProblems('p', { scripts })).toHaveLength(1)
  })
  test('a shipped package under another licence is found, a tool of ours is not', () => {
    const lock = (license: string, dev = false) => ({ packages: { '': {}, 'node_modules/a': { license, dev } } })
    expect(licenceProblems(lock('(MIT OR GPL-3.0)'))).toEqual([])
    expect(licenceProblems(lock('MIT AND GPL-3.0'))).toHaveLength(1)
    expect(licenceProblems(lock('AGPL-3.0', true))).toEqual([])
  })
})

describe('openapi', () => {
  const document = (reply: object) =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'x', version: '1', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
      servers: [{ url: '/' }],
      security: [],
      paths: {
        '/api/x': {
          get: {
            operationId: 'x',
            summary: 'x',
            responses: { 200: { description: 'x' }, 400: { description: 'y' } },
            ...reply,
          },
        },
      },
    })
  test('a sound document passes', async () => expect(await lint(document({}))).toEqual([]), 20_000)
  test('an undeclared path parameter is found', async () => {
    const bad = document({ parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }] })
    expect((await lint(bad)).join('\n')).toContain('path-parameters-defined')
  }, 20_000)
})

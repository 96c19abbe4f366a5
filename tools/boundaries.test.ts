import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { boundaries } from './boundaries/cruise.ts'
import { rules } from './boundaries/rules.ts'

const trees: string[] = []
afterEach(() => {
  for (const tree of trees.splice(0)) rmSync(tree, { recursive: true })
})

const vue = (script: string) => `<script setup lang="ts">\n${script}\n</script>\n<template><p>…</p></template>\n`
const packages = ['contract', 'kernel', 'browser', 'geo', 'ui-console', 'testkit']
const npm = ['kysely', 'fastify', 'left']

/** A house in miniature that keeps every rule. */
const house: Record<string, string> = {
  'package.json': JSON.stringify({ dependencies: { kysely: '1', fastify: '1' }, devDependencies: { left: '1' } }),
  'packages/contract/index.ts': `export const contract = 1\n`,
  'packages/kernel/index.ts': `import 'node:fs'\nimport 'kysely'\nimport 'fastify'\nexport { contract } from '@doorstep/contract'\n`,
  'packages/browser/index.ts': `export { contract } from '@doorstep/contract'\n`,
  'packages/geo/index.ts': `export const geo = 1\n`,
  'packages/ui-console/index.ts': `import '@doorstep/browser'\nexport const button = 1\n`,
  'packages/testkit/index.ts': `import '../../apps/server/main.ts'\nexport const kit = 1\n`,
  'modules/package.json': '{ "name": "@doorstep/modules" }',
  'apps/server/modules.ts': `import '../../modules/areas/index.ts'\nimport '../../modules/matters/index.ts'\nimport '../../modules/duties/index.ts'\n`,
  'apps/server/main.ts': `import './modules.ts'\nimport 'fastify'\n`,
  'apps/console/main.ts': `import '@doorstep/browser'\nimport '../../modules/matters/console/TheBoard.vue'\n`,
  'apps/officer/main.ts': `import '@doorstep/browser'\nimport '../../modules/matters/officer/TheCard.vue'\n`,
  'e2e/story.test.ts': `import '@doorstep/testkit'\nimport '../modules/matters/store.ts'\nimport 'left'\n`,
}
for (const name of ['areas', 'people', 'rooms', 'matters', 'disputes', 'findings', 'tips', 'duties', 'statistics']) {
  const lower = ['areas', 'people'].includes(name) ? '' : `import '../areas/index.ts'\n`
  house[`modules/${name}/contract.ts`] = `import '@doorstep/contract'\nimport './shapes.ts'\nexport const ${name} = 1\n`
  house[`modules/${name}/shapes.ts`] = 'export const shapes = 1\n'
  house[`modules/${name}/rules.ts`] = `import type { } from './contract.ts'\nexport const rules = 1\n`
  house[`modules/${name}/store.ts`] = `import 'kysely'\nimport '@doorstep/kernel'\nexport const store = 1\n`
  house[`modules/${name}/service.ts`] = `import './store.ts'\nimport './rules.ts'\n${lower}export const service = 1\n`
  house[`modules/${name}/jobs.ts`] = `import './service.ts'\nexport const jobs = 1\n`
  house[`modules/${name}/index.ts`] = `import './contract.ts'\nimport './jobs.ts'\n`
  house[`modules/${name}/${name}.test.ts`] = `import '@doorstep/testkit'\nimport '../people/store.ts'\nimport 'left'\n`
  house[`modules/${name}/shared/TheMark.vue`] = vue(`import '../rules.ts'`)
  house[`modules/${name}/console/TheBoard.vue`] = vue(
    `import '../contract.ts'\nimport '../shared/TheMark.vue'\nimport '../../areas/contract.ts'\nimport '../../areas/shared/TheMark.vue'\nimport '@doorstep/ui-console'`,
  )
  house[`modules/${name}/officer/TheCard.vue`] = vue(`import '@doorstep/browser'\nimport '@doorstep/geo'`)
}

function build(changes: Record<string, string> = {}): string {
  const base = mkdtempSync(join(tmpdir(), 'doorstep-boundaries-'))
  trees.push(base)
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    writeFileSync(join(base, path), text)
  }
  for (const [path, text] of Object.entries({ ...house, ...changes })) write(path, text)
  for (const name of npm) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }))
    write(`node_modules/${name}/index.js`, 'export {}\n')
  }
  mkdirSync(join(base, 'node_modules/@doorstep'))
  for (const name of packages) {
    write(
      `packages/${name}/package.json`,
      JSON.stringify({ name: `@doorstep/${name}`, exports: { '.': './index.ts' } }),
    )
    symlinkSync(join(base, 'packages', name), join(base, 'node_modules/@doorstep', name))
  }
  return base
}

/** One planted violation per rule: the file that breaks it, and the line that does. */
const planted: Record<string, [file: string, line: string]> = {
  'app-not-app': ['apps/console/main.ts', `import '../officer/main.ts'`],
  'package-not-module': ['packages/kernel/index.ts', `import '../../modules/areas/index.ts'`],
  'module-not-app': ['modules/areas/service.ts', `import '../../apps/server/config.ts'`],
  'contract-alone': ['packages/contract/index.ts', `import '@doorstep/geo'`],
  'kernel-only-contract': ['packages/kernel/index.ts', `import '@doorstep/geo'`],
  'browser-only-contract': ['packages/browser/index.ts', `import '@doorstep/geo'`],
  'ui-only-browser-side': ['packages/ui-console/index.ts', `import '@doorstep/kernel'`],
  'geo-pure': ['packages/geo/index.ts', `import '@doorstep/browser'`],
  'browser-side-not-node': ['packages/geo/index.ts', `import { readFileSync } from 'node:fs'`],
  'module-front-door': ['modules/matters/service.ts', `import { rules } from '../areas/rules.ts'`],
  'tier-foundations': ['modules/areas/service.ts', `import '../people/index.ts'`],
  'tier-middle': ['modules/matters/service.ts', `import '../rooms/index.ts'`],
  'tier-visits': ['modules/visits/service.ts', `import '../disputes/index.ts'`],
  'tier-rest': ['modules/tips/service.ts', `import '../disputes/index.ts'`],
  'tier-files': ['modules/disputes/service.ts', `import '../tips/index.ts'`],
  'tier-findings': ['modules/findings/service.ts', `import '../tips/index.ts'`],
  'tier-summits': ['modules/statistics/service.ts', `import type {} from '../duties/contract.ts'`],
  'screen-tier': ['modules/areas/console/TheBoard.vue', `import '../../matters/contract.ts'`],
  'screen-tier-middle': ['modules/matters/console/TheBoard.vue', `import '../../disputes/contract.ts'`],
  'screen-own-files': ['modules/matters/console/TheBoard.vue', `import '../officer/TheCard.vue'`],
  'screen-front-door': ['modules/matters/console/TheBoard.vue', `import '../../areas/index.ts'`],
  'client-not-server': ['apps/console/main.ts', `import '../../modules/areas/index.ts'`],
  'client-own-screens': ['apps/console/main.ts', `import '../../modules/matters/officer/TheCard.vue'`],
  'server-not-screen': ['modules/matters/index.ts', `import './shared/TheMark.vue'`],
  'browser-reaches-no-kernel': ['modules/matters/shapes.ts', `import type {} from '@doorstep/kernel'`],
  'browser-reaches-no-node': ['modules/matters/shapes.ts', `import { hash } from 'node:crypto'`],
  'browser-safe-not-server': ['modules/matters/contract.ts', `import type {} from '@doorstep/kernel'`],
  'store-is-leaf': ['modules/matters/store.ts', `import type { jobs } from './jobs.ts'`],
  'sql-in-store': ['modules/matters/service.ts', `import { sql } from 'kysely'`],
  'http-in-kernel': ['modules/matters/service.ts', `import fastify from 'fastify'`],
  'no-circular': ['modules/matters/contract.ts', `import type { rules } from './rules.ts'`],
  'no-unresolvable': ['modules/matters/console/TheBoard.vue', `import './TheLost.vue'`],
  'no-test-in-product': ['modules/matters/service.ts', `import '@doorstep/testkit'`],
  'no-dev-dependency': ['modules/matters/service.ts', `import 'left'`],
  'no-undeclared-package': ['modules/matters/service.ts', `import 'right'`],
}

describe('boundaries', () => {
  test('a clean house passes, and every file of it was read', async () => {
    const { violations, seen } = await boundaries(build())
    expect(violations).toEqual([])
    expect(seen).toEqual(expect.arrayContaining(Object.keys(house).filter((path) => /\.(ts|vue)$/.test(path))))
  })

  test('every rule has its planted violation', () => {
    expect(Object.keys(planted).sort()).toEqual(rules.map(({ name }) => name).sort())
    expect(rules.every(({ severity }) => severity === 'error')).toBe(true)
  })

  test.each(Object.entries(planted))('%s fires', async (name, [file, line]) => {
    const before = house[file] as string
    const text = file.endsWith('.vue') ? before.replace('\n</script>', `\n${line}\n</script>`) : `${line}\n${before}`
    const base = build({
      [file]: text,
      'apps/server/config.ts': 'export const config = 1\n',
      'node_modules/right/package.json': '{ "name": "right", "version": "1.0.0", "main": "index.js" }',
      'node_modules/right/index.js': 'export {}\n',
    })
    const { violations } = await boundaries(base)
    // What is reached is found where the way begins; all else where it stands.
    const found = violations.filter(({ rule, from }) => rule === name && (from === file || rule.includes('-reaches-')))
    expect(found).not.toEqual([])
    expect(violations.filter(({ rule, from }) => from !== file && !/^no-circular$|-reaches-/.test(rule))).toEqual([])
  })
})

import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './check/tree.ts'

// The tools of the check are set up by our own files: does each really see what it is there to see?

const planted: Record<string, string> = {
  'tools/vue.d.ts': '',
  'tools/check/screens.json': '',
  'modules/x/kinds.ts': `export type Kind = 'a' | 'b'\nexport async function load(): Promise<number> {\n  return 1\n}\n`,
  'modules/x/floating.ts': `import { load } from './kinds.ts'\n\nload()\n`,
  'modules/x/misused.ts': `import { load } from './kinds.ts'\n\nexport const run = () => [1].map(String).sort(() => load() as never)\nexport const all = () => [1].forEach(async () => { await load() })\n`,
  'modules/x/switch.ts': `import type { Kind } from './kinds.ts'\n\nexport function name(kind: Kind): string | undefined {\n  switch (kind) {\n    case 'a':\n      return 'A'\n  }\n}\n`,
  'modules/x/types.ts': `export const count: number = 'one'\n`,
  'modules/x/enum.ts': `export enum Colour {\n  red,\n}\n`,
  'modules/x/unused.ts': `const unused = 1\n`,
  'modules/x/console/TheList.vue': `<script setup lang="ts">\nconst rows: string[] = []\nconst count: number = rows\n</script>\n\n<template>\n  <ul><li v-for="row in rows">{{ row.missing }}{{ count }}</li><UnknownPiece /></ul>\n</template>\n`,
}

let base = ''
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'doorstep-tools-'))
  for (const [path, text] of Object.entries(planted)) {
    mkdirSync(dirname(join(base, path)), { recursive: true })
    if (text) writeFileSync(join(base, path), text)
    else cpSync(join(root, path), join(base, path))
  }
  for (const name of ['tsconfig.json', '.oxlintrc.json', 'biome.json', 'package.json'])
    cpSync(join(root, name), join(base, name))
  symlinkSync(join(root, 'node_modules'), join(base, 'node_modules'))
})
afterAll(() => rmSync(base, { recursive: true }))

const said = (tool: string, ...args: string[]): Promise<string> =>
  new Promise((resolve) => {
    execFile(join(root, 'node_modules/.bin', tool), args, { cwd: base, maxBuffer: 1e8 }, (_failed, stdout, stderr) =>
      resolve(stdout + stderr),
    )
  })

describe('the tools see', () => {
  test('oxlint: promises and switches, with types', async () => {
    const output = await said('oxlint', '--type-aware', '--format=unix')
    for (const rule of ['no-floating-promises', 'no-misused-promises', 'switch-exhaustiveness-check'])
      expect(output).toContain(rule)
  })
  test('tsc: wrong types and what cannot be stripped, in .ts', async () => {
    const output = await said('tsc', '--noEmit', '--pretty', 'false')
    expect(output).toMatch(/types\.ts.*TS2322/)
    expect(output).toMatch(/enum\.ts.*TS1294/)
    expect(output).not.toContain('.vue')
  })
  test('vue-tsc: scripts and templates, in .vue', async () => {
    const output = await said('vue-tsc', '--noEmit', '--pretty', 'false', '-p', 'tools/check/screens.json')
    expect(output).toMatch(/TheList\.vue\(3,.*TS2322/)
    expect(output).toMatch(/TheList\.vue\(7,.*missing/)
    expect(output).toMatch(/TheList\.vue\(7,.*UnknownPiece/)
  }, 60_000)
  test('biome: format and lint, in scripts and templates', async () => {
    const output = await said('biome', 'check', '--vcs-enabled=false', '--error-on-warnings', 'modules')
    for (const part of ['noUnusedVariables', 'useVueVForKey', 'noEnum', 'Formatter would have printed'])
      expect(output).toContain(part)
    expect(output).not.toMatch(/Found \d+ warning/)
  })
})

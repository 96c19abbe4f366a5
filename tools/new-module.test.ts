import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './check/tree.ts'
import { newModule, wantedOf, withModule } from './new-module.ts'

describe('names', () => {
  test('the singular is found or asked for', () => {
    expect(wantedOf(['lectures'])).toEqual({ many: 'lectures', one: 'lecture', zh: '' })
    expect(wantedOf(['inquiries', '--zh', '问询'])).toEqual({ many: 'inquiries', one: 'inquiry', zh: '问询' })
    expect(wantedOf(['people', '--one', 'person'])).toMatchObject({ one: 'person' })
  })
  test.each([[[]], [['a', 'b']], [['Lectures']], [['street-stations']], [['sheep']], [['x', '--loud']]])(
    '%j is refused',
    (args) => {
      expect(() => wantedOf(args)).toThrow()
    },
  )
  test('the list of modules is added to, and must be there', () => {
    const wanted = wantedOf(['lectures'])
    const list = 'export const modules: readonly AnyModule[] = [areas, calendar]\n'
    expect(withModule(list, wanted)).toContain('[areas, calendar, lectures]')
    expect(() => withModule('export const others = []\n', wanted)).toThrow('no list of modules')
  })
})

/** The whole house, copied, so that a new module can be tried without anybody seeing it. */
function copyOfTheHouse(): string {
  const base = mkdtempSync(join(tmpdir(), 'doorstep-new-module-'))
  const left = new Set(['node_modules', 'dist', '.git', 'coverage', 'shots'])
  for (const name of readdirSync(root))
    if (!left.has(name) && name !== 'data')
      cpSync(join(root, name), join(base, name), { recursive: true, filter: (path) => !left.has(basename(path)) })
  mkdirSync(join(base, 'node_modules/@doorstep'), { recursive: true })
  for (const name of readdirSync(join(root, 'node_modules')))
    if (name !== '@doorstep' && name !== '.cache')
      symlinkSync(join(root, 'node_modules', name), join(base, 'node_modules', name))
  for (const name of readdirSync(join(base, 'packages')))
    symlinkSync(join(base, 'packages', name), join(base, 'node_modules/@doorstep', name))
  symlinkSync(join(base, 'modules'), join(base, 'node_modules/@doorstep/modules'))
  return base
}

describe('a new module', () => {
  let base = ''
  beforeAll(() => {
    base = copyOfTheHouse()
    newModule(base, wantedOf(['lectures', '--zh', '小课堂']))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))
  const run = (...args: string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      execFile(process.execPath, args, { cwd: base, maxBuffer: 1e8 }, (failed, stdout, stderr) =>
        resolve({ code: failed ? 1 : 0, output: stdout + stderr }),
      )
    })

  test('has every file, filled in, and stands in the list', () => {
    const expected = [
      'README.md',
      'contract.ts',
      'rules.ts',
      'service.ts',
      'store.ts',
      'jobs.ts',
      'index.ts',
      'samples.ts',
      'lectures.test.ts',
    ]
    for (const name of expected) expect(existsSync(join(base, 'modules/lectures', name)), name).toBe(true)
    for (const name of readdirSync(join(base, 'modules/lectures'), { recursive: true, encoding: 'utf8' }))
      if (/\.\w+$/.test(name))
        expect(readFileSync(join(base, 'modules/lectures', name), 'utf8'), name).not.toMatch(/__/)
    expect(readFileSync(join(base, 'apps/server/modules.ts'), 'utf8')).toContain(', lectures]')
  })
  test('is not made twice', () => {
    expect(() => newModule(base, wantedOf(['lectures']))).toThrow('exists already')
  })
  test('passes its own tests and those made from its contract', async () => {
    const ours = 'lectures\\.|^(add|get|list|close|the nightly job) '
    const { code, output } = await run(
      'node_modules/vitest/vitest.mjs',
      'run',
      'modules/lectures',
      'apps/server',
      '-t',
      ours,
    )
    expect(code, output).toBe(0)
    expect(output).toMatch(/lectures\.test\.ts/)
  }, 180_000)
  test('passes the check as far as it is its own', async () => {
    const { output } = await run(
      'tools/check.mjs',
      'types in .ts',
      'boundaries',
      'promises and switches',
      'format and lint',
      'locales',
      'files',
    )
    expect(output.split('\n').filter((line) => /^\W*modules\/lectures\//.test(line))).toEqual([])
  }, 180_000)
})

import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyOfTheHouse, runIn } from './house.ts'
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
    // as the formatter writes a long list
    const long = 'export const modules: readonly AnyModule[] = [\n  areas,\n  calendar,\n]\n'
    expect(withModule(long, wanted)).toContain('[areas, calendar, lectures]')
    expect(() => withModule('export const others = []\n', wanted)).toThrow('no list of modules')
  })
})

describe('a new module', () => {
  let base = ''
  beforeAll(() => {
    base = copyOfTheHouse()
    newModule(base, wantedOf(['lectures', '--zh', '小课堂']))
  })
  afterAll(() => rmSync(base, { recursive: true, force: true }))
  const run = (...args: string[]) => runIn(base, ...args)

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
    expect(readFileSync(join(base, 'apps/server/modules.ts'), 'utf8')).toMatch(/,\s*lectures,?\s*\]/)
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

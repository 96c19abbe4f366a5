import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestApp, testApp, world } from '@doorstep/testkit'
import type { Command } from 'commander'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { programOf } from './commands.ts'
import { root } from './compose.ts'
import { doorstep as run, scratchFolder } from './test-server.ts'

let t: TestApp
beforeAll(async () => {
  t = await testApp()
})
afterAll(() => t.close())

/** One run of the real command line on the test world's database. */
const doorstep = (...args: string[]) => run(settings(), ...args)
const settings = () => ({
  DATABASE_URL: t.parts.database.url,
  DOORSTEP_KEYS: '07'.repeat(32),
  DOORSTEP_DATA: '/nowhere',
})
const fine = (stdout: string | RegExp) => ({
  code: 0,
  stderr: '',
  stdout: stdout instanceof RegExp ? expect.stringMatching(stdout) : stdout,
})
const refused = (sentence: RegExp) => ({ code: 1, stderr: expect.stringMatching(sentence), stdout: '' })

describe('every command explains itself', () => {
  const commands: [string, RegExp][] = [
    [
      '',
      /^Usage: doorstep [\s\S]*migrate[\s\S]*seed[\s\S]*areas[\s\S]*people[\s\S]*audit[\s\S]*openapi[\s\S]*configuration/,
    ],
    ['migrate', /--down <steps>/],
    ['seed', /fictional/],
    ['backup', /--with-keys[\s\S]*--verify/],
    ['restore', /--without-keys[\s\S]*--cluster <folder>/],
    ['areas', /import-grids/],
    ['people', /reset-password/],
    ['audit verify', /--county <code>/],
    ['openapi', /OpenAPI 3\.1/],
    ['configuration', /Markdown/],
  ]
  it.each(commands)('doorstep %s --help', (path, words) => {
    let command: Command | undefined = programOf({ beside: false })
    for (const name of path.split(' ').filter(Boolean)) command = command?.commands.find((one) => one.name() === name)
    expect(command?.helpInformation()).toMatch(words)
  })
  it('as a program', async () => {
    expect(await run({}, 'audit', 'verify', '--help')).toMatchObject(fine(/^Usage: doorstep audit verify \[options\]/))
  })
})

it('a command or option that does not exist', async () => {
  expect(await run({}, 'migrat')).toMatchObject(refused(/^error: unknown command 'migrat'/))
  expect(await run({}, 'seed', '--fast')).toMatchObject(refused(/^error: unknown option '--fast'/))
})

it('a wrong setting, and a database that does not answer', async () => {
  expect(await run({ DOORSTEP_ZONE: 'Mars' }, 'migrate')).toMatchObject(
    refused(/^DOORSTEP_ZONE is "Mars", but must be/),
  )
  const lost = { ...settings(), DATABASE_URL: 'postgres://owner:hush-hush@127.0.0.1:1/x' }
  expect(await run(lost, 'migrate')).toMatchObject(
    refused(/^The database does not answer at the address in DATABASE_URL\.\n$/),
  )
})

describe('migrate', () => {
  const applied = async () => (await t.sql<{ n: number }>('select count(*) as n from kernel.migration'))[0]?.n ?? 0

  it('goes back and forward', async () => {
    const all = await applied()
    const back = await doorstep('migrate', '--down', '1')
    expect(back).toMatchObject(fine(new RegExp(`^back from \\w+/\\d{4}_\\w+\\n${all - 1} migrations applied`)))
    expect(await doorstep('migrate')).toMatchObject(fine(new RegExp(`^${all} migrations applied of \\d+ sources\\n$`)))
    expect(await applied()).toBe(all)
  })
  it('takes back nothing when it is not told how much', async () => {
    const all = await applied()
    for (const wrong of ['-1', 'all'])
      expect(await doorstep('migrate', `--down=${wrong}`)).toMatchObject(refused(/but must be a whole number\.\n$/))
    expect(await applied()).toBe(all)
  })
})

describe('seed', () => {
  it('leaves a database that holds a county alone', async () => {
    expect(await doorstep('seed')).toMatchObject(fine('there is data already; nothing was changed\n'))
  })
  it('is not for production', async () => {
    const production = { ...settings(), NODE_ENV: 'production' }
    expect(await run(production, 'seed')).toMatchObject(refused(/^A production database takes no demo county\.\n$/))
  })
})

describe('areas', () => {
  it('brings in a real county and finds it again', async () => {
    expect(await doorstep('areas', 'import', '620922')).toMatchObject(fine(/620922/))
    expect(await doorstep('areas', 'find', 'gzx')).toMatchObject(fine(/瓜州县/))
  })
  it('says what is wrong', async () => {
    expect(await doorstep('areas', 'import', '62')).toMatchObject(refused(/^"62" is no county code: six digits/))
  })
})

describe('people', () => {
  it('makes an account that the list shows', async () => {
    const who = ['--name', '陈立', '--role', 'chief', '--area', world.township]
    expect(await doorstep('people', 'add', 'chenli', ...who)).toMatchObject(
      fine(/^chenli added as chief[\s\S]*password: /),
    )
    expect(await doorstep('people', 'list', '--county', world.county)).toMatchObject(
      fine(/chenli\t陈立[\s\S]*1 person\n$/),
    )
  })
  it('says what is wrong', async () => {
    const who = ['--name', '陈立', '--role', 'king', '--area', world.township]
    expect(await doorstep('people', 'add', 'chenli', ...who)).toMatchObject(refused(/^"king" is no role\./))
    expect(await doorstep('people', 'reset-password', 'nobody')).toMatchObject(refused(/^There is no user nobody\.\n$/))
  })
})

describe('audit verify', () => {
  it('is content with what nobody touched, and ends with 1 after a row was changed', async () => {
    const who = await t.as('officer')
    for (let n = 0; n < 3; n++) await t.post(who, '/api/people/sign-out')
    await sealed()
    expect(await doorstep('audit', 'verify')).toMatchObject(
      fine(new RegExp(`${world.county}: \\d+ rows in the chain, 0 waiting to be sealed, 0 problems`)),
    )
    const [row] = await t.sql<{ seq: number }>(
      `update kernel.audit set operation = 'nothing.happened' where seq = (select max(seq) from kernel.audit where county = $1) and county = $1 returning seq`,
      [world.county],
    )
    const found = await doorstep('audit', 'verify', '--county', world.county)
    expect(found).toMatchObject({ code: 1, stdout: expect.stringContaining(`\n  row ${row?.seq}: changed\n`) })
  })
  it('knows which counties there are', async () => {
    expect(await doorstep('audit', 'verify', '--county', 'x')).toMatchObject(
      refused(/^"x" is no county code: six digits\.\n$/),
    )
    expect(await doorstep('audit', 'verify', '--county', '110101')).toMatchObject(
      refused(/^This database holds no county 110101\.\n$/),
    )
  })
})
const sealed = async () => {
  const { sealAudit } = await import('@doorstep/kernel/audit.ts')
  for (const county of await t.parts.counties()) await sealAudit(t.parts.database.owner, county)
}

describe('printed documents', () => {
  it('openapi', async () => {
    const { code, stdout } = await run({}, 'openapi')
    expect(code).toBe(0)
    const document = JSON.parse(stdout)
    expect(document.openapi).toBe('3.1.0')
    const served = await t.get(t.visitor, '/api/openapi.json')
    expect(Object.keys(document.paths)).toEqual(Object.keys(served.json().paths))
  })
  it('configuration is what docs/configuration.md says, and needs no database', async () => {
    const { code, stdout } = await run(
      { DATABASE_URL: 'not even a URL', DOORSTEP_DATA: scratchFolder() },
      'configuration',
    )
    expect(code).toBe(0)
    expect(stdout).toBe(readFileSync(join(root, 'docs/configuration.md'), 'utf8'))
  })
})

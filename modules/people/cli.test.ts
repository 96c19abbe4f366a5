import { Command } from 'commander'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { hasDemoAccounts, makeAccount } from './accounts.ts'
import { peopleCommands } from './cli.ts'
import { county, type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())
afterEach(() => {
  vi.restoreAllMocks()
})

/** What a command prints; rejects when it fails. */
async function run(...args: string[]): Promise<string> {
  const lines: string[] = []
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    lines.push(String(text))
    return true
  })
  const program = new Command('doorstep')
    .exitOverride()
    .configureOutput({ writeOut: (text) => lines.push(text), writeErr: () => {} })
  peopleCommands(program, async () => t.parts)
  for (const command of program.commands)
    for (const inner of [command, ...command.commands]) inner.exitOverride().copyInheritedSettings(program)
  try {
    await program.parseAsync(['people', ...args], { from: 'user' })
  } catch (error) {
    if ((error as { code?: string }).code !== 'commander.helpDisplayed') throw error
  }
  return lines.join('')
}
const signIn = async (username: string, password: string) =>
  (await t.call('POST', '/people/sign-in', { body: { username, password } })).status

describe('doorstep people', () => {
  it('explains itself', async () => {
    expect(await run('--help')).toMatch(/add .*list .*post .*end .*reset-password .*reset-factors /s)
    expect(await run('add', '--help')).toMatch(/--role .*countyAdmin.*--area /s)
  })

  it('add: makes an account that signs in with the printed password', async () => {
    const text = await run('add', 'First.Admin', '--name', '第一位', '--role', 'countyAdmin', '--area', '620999')
    const password = /password: (\S+)/.exec(text)?.[1] ?? ''
    expect(password).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/)
    expect(await signIn('first.admin', password)).toBe(200)
    const rows = await t.sql(`select 1 from kernel.audit where operation = 'people.create'`)
    expect(rows.length).toBeGreaterThan(0)
  })

  it.each([
    ['an unknown role', ['add', 'x-user', '--name', 'x', '--role', 'boss', '--area', '620999'], /"boss" is no role/],
    ['a wrong area', ['add', 'x-user', '--name', 'x', '--role', 'officer', '--area', '62'], /no area code/],
    [
      'a wrong level',
      ['add', 'x-user', '--name', 'x', '--role', 'auditor', '--area', '620999001'],
      /not posted to an area of 9 digits/,
    ],
    ['no unit', ['add', 'x-user', '--name', 'x', '--role', 'departmentClerk', '--area', '620999'], /needs --unit/],
    [
      'a weak password',
      ['add', 'x-user', '--name', 'x', '--role', 'officer', '--area', '620999001', '--password', '123'],
      /too weak/,
    ],
    ['a bad user name', ['add', 'x y', '--name', 'x', '--role', 'officer', '--area', '620999001'], /no user name/],
    ['a missing option', ['add', 'x-user', '--name', 'x'], /required option/],
    ['a wrong county', ['list', '--county', '62'], /no county code/],
    ['an unknown user', ['reset-password', 'nobody-at-all'], /no user nobody-at-all/],
    ['nobody to reset', ['reset-factors', 'nobody-at-all'], /no user nobody-at-all/],
  ])('says clearly what is wrong: %s', async (_, args, message) => {
    await expect(run(...args)).rejects.toThrow(message)
  })

  it('list, post, end', async () => {
    await run('add', 'worker', '--name', '王五', '--role', 'officer', '--area', '620999001001', '--badge', 'P55')
    await expect(run('add', 'worker', '--name', '王五', '--role', 'officer', '--area', '620999001001')).rejects.toThrow(
      /taken/,
    )
    expect(await run('list', '--county', '620999', '--find', 'ww')).toBe(
      'worker\t王五\tP55\tactive\tofficer@620999001001\n1 person\n',
    )
    expect(await run('post', 'worker', '--role', 'mediator', '--area', '620999001')).toContain(
      'worker is mediator of 620999001',
    )
    await expect(run('post', 'worker', '--role', 'mediator', '--area', '620999001')).rejects.toThrow(/already/)
    await expect(run('post', 'worker', '--role', 'mediator', '--area', '620998001')).rejects.toThrow(/outside/)
    expect(await run('list', '--county', '620999', '--role', 'mediator')).toContain('mediator@620999001')
    expect(await run('end', 'worker', '--role', 'mediator')).toContain('1 posting of worker ended')
    await expect(run('end', 'worker', '--role', 'mediator')).rejects.toThrow(/no such posting/)
    expect(await run('list', '--county', '620999', '--area', '620999100')).toBe('0 people\n')
  })

  it('reset-password: the old one no longer opens, sessions end, the lock is off', async () => {
    const person = await t.as({ role: 'officer', area: '620999001001' }, { username: 'reset-me' })
    for (let n = 0; n < 5; n++) await signIn('reset-me', 'wrong-password')
    const password = /: (\S+)\n$/.exec(await run('reset-password', 'reset-me'))?.[1] ?? ''
    expect(await signIn('reset-me', password)).toBe(200)
    const [row] = await t.sql<{ n: number }>('select count(*) as n from people.session where account = $1', [
      person.account,
    ])
    expect(row?.n).toBe(1)
  })

  it('reset-factors: the password alone opens again, sessions end, and it stands in the audit log', async () => {
    const person = await t.as({ role: 'countyAdmin', area: '620999' }, { username: 'lost-all' })
    await t.sql(`insert into people.totp values ($1, $2, 0, now())`, [person.account, t.parts.vault.seal('JBSWY3DP')])
    await t.sql(`insert into people.recovery (account, hash) values ($1, 'x')`, [person.account])
    const entered = async () =>
      (await t.call('POST', '/people/sign-in', { body: { username: 'lost-all', password } })).body
    expect((await entered()).second.ways).toEqual(['code'])
    expect(await run('reset-factors', 'Lost-All')).toMatch(/lost-all signs in with the password alone/)
    expect((await t.call('GET', '/people/me', { as: person })).status).toBe(401)
    expect(await entered()).toMatchObject({ kind: 'account', account: person.account })
    const left = `select (select count(*) from people.recovery where account = $1) as n,
      (select count(*) from kernel.audit where operation = 'people.factorsReset' and subject = $1) as written`
    expect(await t.sql(left, [person.account])).toEqual([{ n: 0, written: 1 }])
  })
})

describe('demo accounts', () => {
  it('are found by the start-up check', async () => {
    expect(await hasDemoAccounts(t.parts.database)).toBe(false)
    await makeAccount(t.parts, { county, name: '演示', demo: true })
    expect(await hasDemoAccounts(t.parts.database)).toBe(true)
  })
})

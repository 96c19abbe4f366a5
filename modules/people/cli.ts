import { randomInt } from 'node:crypto'
import { newId, type Role, splitId } from '@doorstep/contract'
import { type Ctx, type Parts, runOnce, systemActor, systemGrant } from '@doorstep/kernel'
import type { Command } from 'commander'
import { hashPassword, makeAccount } from './accounts.ts'
import { dropFactors } from './proof.ts'
import { endOf, postingProblem, type StaffRole, staffRoles } from './rules.ts'
import { normalUsername, passwordWeakness } from './rules-sign.ts'
import { attemptKey } from './sign.ts'
import * as store from './store.ts'
import * as identity from './store-identity.ts'
import { dropAttempt, dropSessions, setPassword } from './store-sign.ts'

type Open = () => Promise<Parts>
const out = (line: string) => process.stdout.write(`${line}\n`)
const no = (message: string): never => {
  throw new Error(message)
}

/** As the system, in one transaction; what is done is kept in the audit log like anybody's doing. */
const inCounty = async <T>(
  parts: Parts,
  county: number,
  operation: string,
  work: (ctx: Ctx) => Promise<T>,
): Promise<T> =>
  (
    await runOnce(parts, { actor: systemActor(county), grant: systemGrant(county), county }, async (ctx) => {
      ctx.audit({ operation })
      return work(ctx)
    })
  ).value

const roleOf = (text: string): StaffRole =>
  staffRoles.find((role) => role === text) ?? no(`"${text}" is no role. Roles: ${staffRoles.join(', ')}.`)
const areaOf = (text: string): string =>
  /^[1-9]\d{5}(\d{3}(\d{3}(\d{3})?)?)?$/.test(text)
    ? text
    : no(`"${text}" is no area code: 6, 9, 12 or 15 digits, e.g. 620922101.`)

/** A password that can be read over the phone: four groups of letters and digits that do not look alike. */
function madePassword(): string {
  const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
  return Array.from({ length: 4 }, () => Array.from({ length: 4 }, () => signs[randomInt(signs.length)]).join('')).join(
    '-',
  )
}

export function peopleCommands(program: Command, open: Open): void {
  const people = program.command('people').description('accounts and postings of staff and helpers')
  people
    .command('add')
    .description('make an account that can sign in at once; prints a password when none is given')
    .argument('<username>', 'letters, digits, dot, dash')
    .requiredOption('--name <name>', 'real name')
    .requiredOption('--role <role>', `one of: ${staffRoles.join(', ')}`)
    .requiredOption('--area <code>', 'area code of the posting: 6 county, 9 township, 12 community, 15 grid digits')
    .option('--unit <unit>', 'department of a departmentClerk')
    .option('--badge <number>', 'badge number')
    .option('--password <password>', 'at least 10 signs; better leave it out than leave it in the shell history')
    .action((username: string, options: AddOptions) => add(open, username, options))
  people
    .command('list')
    .description('accounts with their postings')
    .requiredOption('--county <code>', 'six-digit code')
    .option('--role <role>', 'only who holds this role now')
    .option('--area <code>', 'only who is posted inside this area now')
    .option('--find <text>', 'name, pinyin initials or badge number')
    .action((options: ListOptions) => list(open, options))
  people
    .command('post')
    .description('give a posting, from now')
    .argument('<username>')
    .requiredOption('--role <role>', `one of: ${staffRoles.join(', ')}`)
    .requiredOption('--area <code>', 'area code')
    .option('--unit <unit>', 'department of a departmentClerk')
    .action((username: string, options: PostOptions) => post(open, username, options))
  people
    .command('end')
    .description('end the postings of a role, now')
    .argument('<username>')
    .requiredOption('--role <role>', 'role whose postings end')
    .option('--area <code>', 'only the posting to this area')
    .option('--reason <text>', 'kept with the posting', 'command line')
    .action((username: string, options: EndOptions) => end(open, username, options))
  people
    .command('reset-password')
    .description('set a new password, end every session and unlock the name; prints the password')
    .argument('<username>')
    .action((username: string) => resetPassword(open, username))
  people
    .command('reset-factors')
    .description(
      'take off the second factor, recovery codes and passkeys of somebody who lost them; ends every session',
    )
    .argument('<username>')
    .action((username: string) => resetFactors(open, username))
}

type AddOptions = PostOptions & { name: string; badge?: string; password?: string }
async function add(open: Open, typed: string, options: AddOptions): Promise<void> {
  const parts = await open()
  const username = normalUsername(typed)
  if (!/^[a-z0-9][a-z0-9._-]{2,39}$/.test(username))
    no(`"${typed}" is no user name: 3 to 40 letters, digits, dots, dashes.`)
  const posting = checked(options)
  const password = options.password ?? madePassword()
  const weak = passwordWeakness(password, username)
  if (weak) no('The password is too weak: at least 10 signs, without the user name, no run of digits.')
  const county = Number(posting.area.slice(0, 6))
  const taken = await parts.database.owner.query('select 1 from people.account where username = $1', [username])
  if (taken.rows.length > 0) no(`The user name ${username} is taken.`)
  const id = await makeAccount(parts, {
    county,
    name: options.name,
    username,
    password,
    postings: [{ ...posting, from: new Date(parts.clock()).toISOString() }],
    profile: options.badge ? { badge: options.badge } : {},
  })
  await inCounty(parts, county, 'people.add', async (ctx) => ctx.audit({ operation: 'people.create', subject: id }))
  out(`${username} added as ${posting.role} of ${posting.area}: ${id}`)
  if (!options.password) out(`password: ${password}`)
}

type ListOptions = { county: string; role?: string; area?: string; find?: string }
async function list(open: Open, options: ListOptions): Promise<void> {
  const county = /^[1-9]\d{5}$/.test(options.county)
    ? Number(options.county)
    : no(`"${options.county}" is no county code: six digits.`)
  const parts = await open()
  await inCounty(parts, county, 'people.list', async (ctx) => {
    const filter = {
      limit: 10_000,
      ...(options.role ? { role: roleOf(options.role) } : {}),
      ...(options.area ? { area: areaOf(options.area) } : {}),
      ...(options.find ? { q: options.find } : {}),
    }
    const rows = await store.list(ctx, filter)
    const postings = await store.postingsOf(
      ctx,
      rows.map((row) => row.account),
    )
    for (const row of rows) {
      const held = postings.filter(
        (posting) => posting.account === row.account && (!posting.valid_to || posting.valid_to > ctx.now()),
      )
      const where = held.map(({ role, area, unit }) => `${role}@${area}${unit ? ` (${unit})` : ''}`).join(', ')
      out(`${row.username ?? '-'}\t${row.name}\t${row.badge ?? '-'}\t${row.state}\t${where || 'no posting'}`)
    }
    out(`${rows.length} ${rows.length === 1 ? 'person' : 'people'}`)
  })
}

type PostOptions = { role: string; area: string; unit?: string }
function checked(options: PostOptions) {
  const posting = {
    role: roleOf(options.role),
    area: areaOf(options.area),
    ...(options.unit ? { unit: options.unit } : {}),
  }
  const problem = postingProblem(posting, new Date().toISOString())
  if (problem === 'wrongLevel') no(`${posting.role} is not posted to an area of ${posting.area.length} digits.`)
  if (problem === 'unitNeeded') no(`${posting.role} needs --unit.`)
  return posting
}

async function accountOf(parts: Parts, typed: string): Promise<{ id: string; county: number; username: string }> {
  const username = normalUsername(typed)
  const { rows } = await parts.database.owner.query<{ id: string; county: number }>(
    'select id, county from people.account where username = $1',
    [username],
  )
  return rows[0] ? { ...rows[0], username } : no(`There is no user ${username}.`)
}

async function post(open: Open, username: string, options: PostOptions): Promise<void> {
  const { role, area, unit } = checked(options)
  const parts = await open()
  const { id, county } = await accountOf(parts, username)
  if (!area.startsWith(String(county))) no(`${area} lies outside the account's county ${county}.`)
  await inCounty(parts, county, 'people.post', async (ctx) => {
    const added = await store.addPosting(ctx, {
      county,
      id: splitId(newId(county)).uuid,
      account: id,
      role,
      area,
      unit: unit ?? null,
      valid_from: ctx.now(),
      valid_to: null,
      created_by: null,
    })
    if (!added) no(`${username} is ${role} of ${area} already.`)
    ctx.publish({ type: 'people.posted', subject: id, area, accounts: [id], payload: { account: id, role, area } })
  })
  out(`${username} is ${role} of ${area} from now on`)
}

type EndOptions = { role: string; area?: string; reason: string }
async function end(open: Open, username: string, options: EndOptions): Promise<void> {
  const role: Role = roleOf(options.role)
  const parts = await open()
  const { id, county } = await accountOf(parts, username)
  const ended = await inCounty(parts, county, 'people.endPosting', async (ctx) => {
    const held = (await store.postingsOf(ctx, [id])).filter(
      (row) =>
        row.role === role &&
        (!options.area || row.area === options.area) &&
        (!row.valid_to || row.valid_to > ctx.now()),
    )
    for (const row of held) {
      const at = endOf({ from: row.valid_from, to: row.valid_to }, undefined, ctx.now()) ?? ctx.now()
      await store.endPosting(ctx, row.id, { at, by: null, reason: options.reason })
      const { area } = row
      ctx.publish({
        type: 'people.postingEnded',
        subject: id,
        area,
        accounts: [id],
        payload: { account: id, role, area, at },
      })
    }
    return held.length
  })
  if (ended === 0) no(`${username} holds no such posting.`)
  out(`${ended} ${ended === 1 ? 'posting' : 'postings'} of ${username} ended`)
}

async function resetPassword(open: Open, typed: string): Promise<void> {
  const parts = await open()
  const { id, county, username } = await accountOf(parts, typed)
  const password = madePassword()
  const hash = await hashPassword(password)
  await inCounty(parts, county, 'people.resetPassword', async (ctx) => {
    ctx.audit({ operation: 'people.passwordSet', subject: id })
    await setPassword(ctx, newId(county), id, hash)
    await dropSessions(ctx, id)
    await dropAttempt(ctx, attemptKey(ctx, username))
    const account = await identity.findAccount(ctx, 'id', id)
    if (account?.state === 'invited') await identity.changeAccount(ctx, id, { state: 'active' })
  })
  out(`new password of ${username}: ${password}`)
}

/** For the only administrator of a county: nobody above them could do it from a screen. */
async function resetFactors(open: Open, typed: string): Promise<void> {
  const parts = await open()
  const { id, county, username } = await accountOf(parts, typed)
  await inCounty(parts, county, 'people.resetFactors', async (ctx) => {
    ctx.audit({ operation: 'people.factorsReset', subject: id })
    await dropFactors(ctx, id)
  })
  out(`${username} signs in with the password alone, and sets up a second factor anew where the post asks for one`)
}

import { betterAuth } from 'better-auth'
import { Kysely, PostgresDialect } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeAccount } from './accounts.ts'
import { county, type PeopleApp, password, peopleApp } from './test-people.ts'

let t: PeopleApp
beforeAll(async () => {
  t = await peopleApp()
})
afterAll(() => t.stop())

/** better-auth over our tables, as its plugins for second factors and passkeys will use them. */
const authOver = (pool: PeopleApp['parts']['database']['owner']) =>
  betterAuth({
    secret: 'only-for-this-test-only-for-this-test',
    baseURL: 'http://localhost',
    database: { db: new Kysely({ dialect: new PostgresDialect({ pool }) }).withSchema('people'), type: 'postgres' },
    emailAndPassword: { enabled: true },
    advanced: {
      database: { generateId: () => `${county}-${crypto.randomUUID()}` },
      ipAddress: { disableIpTracking: true },
    },
    user: {
      modelName: 'account',
      additionalFields: { county: { type: 'number', input: false } },
      fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    session: {
      modelName: 'session',
      fields: {
        userId: 'account',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'account',
        providerId: 'provider',
        accountId: 'provider_account',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        createdAt: 'created_at',
        updatedAt: 'updated_at',
      },
    },
    verification: {
      modelName: 'verification',
      fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' },
    },
    telemetry: { enabled: false },
    logger: { disabled: true },
  })

it('reads the accounts, passwords and sessions that we write, and writes ones that we can read', async () => {
  const id = await makeAccount(t.parts, { county, name: '共用', username: 'shared', password })
  const auth = authOver(t.parts.database.owner)
  const email = `${id}@account.invalid`
  const entered = await auth.api.signInEmail({ body: { email, password } })
  expect(entered.user).toMatchObject({ id, name: '共用' })
  await expect(auth.api.signInEmail({ body: { email, password: 'wrong-password' } })).rejects.toThrow()
  const [session] = await t.sql<{ ip_address: string }>('select ip_address from people.session where account = $1', [
    id,
  ])
  expect(session?.ip_address || '').toBe('')
})

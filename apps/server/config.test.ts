import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Config, readConfig, variables } from './config.ts'
import { agencyFields, agencyRows } from './test-agency-config.ts'

type Env = Record<string, string>
const key = 'ab'.repeat(32)
const pushKeys = {
  publicKey: 'BFgjxhPXxcZgW8dkBF4E4hLakk8V8t8xjGg6f4gFV5w-yUosLO_o8ewGo_IrlL7WWAwvTbWiJYfaNeIBwDB2u8M',
  privateKey: 'RQASmM7285f024vFoFqPih7rnfGTMPD-TGpwW_cYXhU',
}
const otherPushKeys = {
  publicKey: 'BCi2RbFAY7VhXNedHhpA4dP8L2o0C004FB2qesonmWjkMk-x3vYH2sxogySHx_notSzrW_1KIC_AOKligd8fEcg',
  privateKey: 'Ca6-vwRA8nlD60vVN3rfWUQUA-sl6TYIXzlF2mNuUYc',
}
let root = ''
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'doorstep-config-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

const read = (env: Env): Config =>
  readConfig({ DOORSTEP_KEYS: key, DOORSTEP_PUSH_KEY: pushKeys.privateKey, ...env }, root)
function refusal(env: Env): string {
  try {
    read(env)
  } catch (error) {
    return (error as Error).message
  }
  throw new Error(`accepted: ${JSON.stringify(env)}`)
}
/** variable → what it gives by default → values that work → values that do not, with what the sentence must say. */
const table: Record<keyof typeof variables, { none: unknown; right: [Env, unknown][]; wrong: [Env, string][] }> = {
  PORT: {
    none: 3000,
    right: [
      [{ PORT: '0' }, 0],
      [{ PORT: ' 8080 ' }, 8080],
      [{ PORT: '' }, 3000],
    ],
    wrong: [
      ...['abc', '-1', '65536', '80.5', '0x50', '1e3'].map((PORT): [Env, string] => [
        { PORT },
        `PORT is "${PORT}", but must be a whole number from 0 to 65535.`,
      ]),
    ],
  },
  DOORSTEP_HOST: {
    none: '0.0.0.0',
    right: [
      [{ DOORSTEP_HOST: '::' }, '::'],
      [{ DOORSTEP_HOST: 'localhost' }, 'localhost'],
      [{ DOORSTEP_HOST: 'fe80::1' }, 'fe80::1'],
    ],
    wrong: [
      [{ DOORSTEP_HOST: 'http://here' }, 'DOORSTEP_HOST is "http://here", but must be an IP address or a host name.'],
      [{ DOORSTEP_HOST: 'a b' }, 'an IP address or a host name'],
    ],
  },
  DOORSTEP_PUBLIC_URL: {
    none: null,
    right: [[{ DOORSTEP_PUBLIC_URL: 'https://home.example.gov.cn/' }, 'https://home.example.gov.cn']],
    wrong: [
      [{ DOORSTEP_PUBLIC_URL: 'home.example.gov.cn' }, 'must be a URL that begins with http:// or https://.'],
      [{ DOORSTEP_PUBLIC_URL: 'ftp://home.example' }, 'http:// or https://'],
      [{ DOORSTEP_PUBLIC_URL: 'https://home.example/doorstep' }, 'an address without a path'],
    ],
  },
  DATABASE_URL: {
    none: null,
    right: [
      [
        { DATABASE_URL: 'postgres://owner:pass@db.example:5432/doorstep' },
        'postgres://owner:pass@db.example:5432/doorstep',
      ],
    ],
    wrong: [
      [{ DATABASE_URL: 'mysql://root:hush-hush@db/x' }, 'DATABASE_URL is set, but must be a URL that begins with'],
      [{ DATABASE_URL: 'postgres://root:hush-hush/@@db:x/x' }, 'postgres:// or postgresql://'],
    ],
  },
  DOORSTEP_DATA: {
    none: 'data',
    right: [
      [{ DOORSTEP_DATA: '/srv/doorstep' }, '/srv/doorstep'],
      [{ DOORSTEP_DATA: 'other' }, 'other'],
    ],
    wrong: [],
  },
  DOORSTEP_KEYS: {
    none: [key],
    right: [[{ DOORSTEP_KEYS: `${'cd'.repeat(32)}, ${key}` }, ['cd'.repeat(32), key]]],
    wrong: [
      [{ DOORSTEP_KEYS: 'hush-hush' }, 'DOORSTEP_KEYS has a key that is not 64 hex digits; make one with: openssl'],
      [{ DOORSTEP_KEYS: `${key},` }, 'not 64 hex digits'],
    ],
  },
  DOORSTEP_COUNTY: {
    none: null,
    right: [[{ DOORSTEP_COUNTY: '620922' }, 620_922]],
    wrong: [[{ DOORSTEP_COUNTY: '62092' }, 'DOORSTEP_COUNTY is "62092", but must be a six-digit code.']],
  },
  DOORSTEP_ZONE: {
    none: 'Asia/Shanghai',
    right: [
      [{ DOORSTEP_ZONE: 'UTC' }, 'UTC'],
      [{ DOORSTEP_ZONE: 'Asia/Urumqi' }, 'Asia/Urumqi'],
    ],
    wrong: [
      [{ DOORSTEP_ZONE: 'Beijing' }, 'DOORSTEP_ZONE is "Beijing", but must be a time zone such as Asia/Shanghai.'],
    ],
  },
  DOORSTEP_DEMO: {
    none: true,
    right: [
      [{ DOORSTEP_DEMO: 'no' }, false],
      [{ DOORSTEP_DEMO: 'auto', NODE_ENV: 'production' }, false],
    ],
    wrong: [
      [{ DOORSTEP_DEMO: 'maybe' }, 'DOORSTEP_DEMO is "maybe", but must be one of auto, yes, no.'],
      [{ DOORSTEP_DEMO: 'yes', NODE_ENV: 'production' }, 'a production start has no demo county'],
    ],
  },
  DOORSTEP_DB_POOL: {
    none: 20,
    right: [[{ DOORSTEP_DB_POOL: '2' }, 2]],
    wrong: [
      [{ DOORSTEP_DB_POOL: '1' }, 'DOORSTEP_DB_POOL is "1", but must be a whole number from 2 to 200.'],
      [{ DOORSTEP_DB_POOL: '201' }, 'from 2 to 200'],
    ],
  },
  DOORSTEP_RATE_FACTOR: {
    none: 1,
    right: [[{ DOORSTEP_RATE_FACTOR: '0.5' }, 0.5]],
    wrong: ['0', '-1', 'much', 'Infinity'].map((DOORSTEP_RATE_FACTOR): [Env, string] => [
      { DOORSTEP_RATE_FACTOR },
      `DOORSTEP_RATE_FACTOR is "${DOORSTEP_RATE_FACTOR}", but must be a number above 0`,
    ]),
  },
  DOORSTEP_TRUST_PROXY: {
    none: false,
    right: [[{ DOORSTEP_TRUST_PROXY: 'yes' }, true]],
    wrong: [[{ DOORSTEP_TRUST_PROXY: 'true' }, 'DOORSTEP_TRUST_PROXY is "true", but must be one of yes, no.']],
  },
  DOORSTEP_LOG: {
    none: 'info',
    right: [[{ DOORSTEP_LOG: 'debug' }, 'debug']],
    wrong: [[{ DOORSTEP_LOG: 'loud' }, 'DOORSTEP_LOG is "loud", but must be one of debug, info, warn, error, silent.']],
  },
  DOORSTEP_METRICS_TOKEN: {
    none: null,
    right: [[{ DOORSTEP_METRICS_TOKEN: 'long-enough-secret' }, 'long-enough-secret']],
    wrong: [
      [{ DOORSTEP_METRICS_TOKEN: 'hush-hush' }, 'DOORSTEP_METRICS_TOKEN is set, but must be 16 to 200 letters'],
      [{ DOORSTEP_METRICS_TOKEN: 'hush-hush hush-hush' }, 'without spaces'],
    ],
  },
  DOORSTEP_SMS_URL: {
    none: null,
    right: [
      [
        { DOORSTEP_SMS_URL: 'https://sms.example/send', DOORSTEP_SMS_KEY: 'hush-hush' },
        { url: 'https://sms.example/send', key: 'hush-hush' },
      ],
    ],
    wrong: [
      [{ DOORSTEP_SMS_URL: 'sms', DOORSTEP_SMS_KEY: 'hush-hush' }, 'a URL that begins with http:// or https://'],
      [{ DOORSTEP_SMS_URL: 'https://sms.example' }, 'DOORSTEP_SMS_URL is set, but DOORSTEP_SMS_KEY is missing'],
    ],
  },
  DOORSTEP_SMS_KEY: {
    none: null,
    right: [],
    wrong: [[{ DOORSTEP_SMS_KEY: 'hush-hush' }, 'DOORSTEP_SMS_KEY is set, but DOORSTEP_SMS_URL is missing']],
  },
  DOORSTEP_PUSH_KEY: {
    none: pushKeys,
    right: [[{ DOORSTEP_PUSH_KEY: otherPushKeys.privateKey }, otherPushKeys]],
    wrong: [[{ DOORSTEP_PUSH_KEY: 'hush-hush' }, 'DOORSTEP_PUSH_KEY is set, but must be a P-256 private key']],
  },
  DOORSTEP_PUSH_CONTACT: {
    none: 'mailto:push@localhost',
    right: [
      [{ DOORSTEP_PUSH_CONTACT: 'mailto:duty@home.example' }, 'mailto:duty@home.example'],
      [{ DOORSTEP_PUBLIC_URL: 'https://home.example' }, 'https://home.example'],
    ],
    wrong: [[{ DOORSTEP_PUSH_CONTACT: 'duty' }, 'DOORSTEP_PUSH_CONTACT is "duty", but must be mailto:… or https://…']],
  },
  DOORSTEP_PUSH_HOSTS: {
    none: [],
    right: [[{ DOORSTEP_PUSH_HOSTS: 'push.phone.example, 127.0.0.1:4000' }, ['push.phone.example', '127.0.0.1:4000']]],
    wrong: [[{ DOORSTEP_PUSH_HOSTS: 'https://x' }, 'DOORSTEP_PUSH_HOSTS is "https://x", but must be host names']],
  },
  DOORSTEP_ROBOT_HOSTS: {
    none: {},
    right: [
      [
        { DOORSTEP_ROBOT_HOSTS: 'dingtalk=ding.gov.example,dingtalk=b.example:81' },
        { dingtalk: ['ding.gov.example', 'b.example:81'] },
      ],
    ],
    wrong: [
      [{ DOORSTEP_ROBOT_HOSTS: 'qq=x.example' }, 'DOORSTEP_ROBOT_HOSTS is "qq=x.example", but must be vendor=host'],
    ],
  },
  ...agencyRows,
  DOORSTEP_LAUNCHER: {
    none: false,
    right: [[{ DOORSTEP_LAUNCHER: 'ipc' }, true]],
    wrong: [[{ DOORSTEP_LAUNCHER: 'npm' }, 'DOORSTEP_LAUNCHER is "npm", but must be one of ipc.']],
  },
  NODE_ENV: {
    none: false,
    right: [
      [{ NODE_ENV: 'production' }, true],
      [{ NODE_ENV: 'test' }, false],
    ],
    wrong: [[{ NODE_ENV: 'prod' }, 'NODE_ENV is "prod", but must be one of development, test, production.']],
  },
}
const found: Record<keyof typeof variables, (config: Config) => unknown> = {
  PORT: ({ port }) => port,
  DOORSTEP_HOST: ({ host }) => host,
  DOORSTEP_PUBLIC_URL: ({ publicUrl }) => publicUrl,
  DATABASE_URL: ({ databaseUrl }) => databaseUrl,
  DOORSTEP_DATA: ({ dataDir }) => dataDir.replace(`${root}/`, ''),
  DOORSTEP_KEYS: ({ keys }) => keys.map((one) => one.toString('hex')),
  DOORSTEP_COUNTY: ({ county }) => county,
  DOORSTEP_ZONE: ({ zone }) => zone,
  DOORSTEP_DEMO: ({ demo }) => demo,
  DOORSTEP_DB_POOL: ({ poolSize }) => poolSize,
  DOORSTEP_RATE_FACTOR: ({ rateFactor }) => rateFactor,
  DOORSTEP_TRUST_PROXY: ({ trustProxy }) => trustProxy,
  DOORSTEP_LOG: ({ logLevel }) => logLevel,
  DOORSTEP_METRICS_TOKEN: ({ metricsToken }) => metricsToken,
  DOORSTEP_SMS_URL: ({ sms }) => sms,
  DOORSTEP_SMS_KEY: ({ sms }) => sms,
  DOORSTEP_PUSH_KEY: ({ push: { publicKey, privateKey } }) => ({ publicKey, privateKey }),
  DOORSTEP_PUSH_CONTACT: ({ push }) => push.contact,
  DOORSTEP_PUSH_HOSTS: (config) => config.pushHosts,
  DOORSTEP_ROBOT_HOSTS: (config) => config.robotHosts,
  ...agencyFields,
  DOORSTEP_LAUNCHER: ({ launched }) => launched,
  NODE_ENV: ({ production }) => production,
}

describe.each(Object.keys(variables) as (keyof typeof variables)[])('%s', (name) => {
  const { none, right, wrong } = table[name]
  it('has a default and takes what is right', () => {
    expect(found[name](read({}))).toEqual(none)
    for (const [env, value] of right) expect(found[name](read(env)), JSON.stringify(env)).toEqual(value)
  })
  it('refuses what is wrong with one sentence that gives no secret away', () => {
    for (const [env, words] of wrong) {
      const sentence = refusal(env)
      expect(sentence).toContain(words)
      expect(sentence).toContain(name)
      expect(sentence).not.toMatch(/\n|hush-hush/)
    }
  })
})

it('a misspelt setting is refused and not ignored', () => {
  expect(refusal({ DOORSTEP_PORT: '80' })).toBe(
    'DOORSTEP_PORT is not a setting of Doorstep; see docs/configuration.md.',
  )
})

describe('the key of a data folder', () => {
  const file = () => join(root, 'data/field.key')
  it('is made once, readable by this user only', () => {
    const [first] = readConfig({}, root).keys
    expect(readConfig({}, root).keys[0]?.equals(first as Buffer)).toBe(true)
    expect(readFileSync(file(), 'utf8')).toBe(first?.toString('hex'))
    expect(statSync(file()).mode & 0o777).toBe(0o600)
  })
  it('is not replaced when it is damaged: what it sealed would be lost', () => {
    writeFileSync(file(), 'damaged')
    expect(() => readConfig({}, root)).toThrow(
      /field\.key does not hold a key of 64 hex digits; put the right one back/,
    )
    expect(readFileSync(file(), 'utf8')).toBe('damaged')
  })
  it('is not made where another setting is wrong, nor in production', () => {
    expect(() => readConfig({ DOORSTEP_DATA: 'fresh', DOORSTEP_LOG: 'loud' }, root)).toThrow('DOORSTEP_LOG')
    expect(() => readConfig({ DOORSTEP_DATA: 'fresh', NODE_ENV: 'production' }, root)).toThrow(
      /^DOORSTEP_KEYS is missing: a production start needs/,
    )
    expect(existsSync(join(root, 'fresh'))).toBe(false)
  })
  it('says which folder it cannot be kept in, and why', () => {
    mkdirSync(join(root, 'busy'))
    writeFileSync(join(root, 'busy/file'), '')
    expect(() => readConfig({ DOORSTEP_DATA: 'busy/file' }, root)).toThrow(
      `The data folder ${root}/busy/file cannot be used: a part of its path is a file.`,
    )
  })
})

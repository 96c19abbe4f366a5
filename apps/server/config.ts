import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

/** Every setting, where it comes from and what it means. `docs/configuration.md` is printed from this table. */
export const variables = {
  PORT: { fallback: '3000', about: 'Port to listen on.' },
  DOORSTEP_HOST: { fallback: '0.0.0.0', about: 'Address to listen on; 127.0.0.1 keeps it to this machine.' },
  DOORSTEP_PUBLIC_URL: {
    fallback: '',
    about:
      'Address that people use, e.g. https://home.example.gov.cn; it goes into QR codes. Empty: the address of this machine.',
  },
  DATABASE_URL: {
    fallback: '',
    about:
      'postgres:// URL of the owner of the database (PostgreSQL 15 or newer). Empty: the embedded PostgreSQL under the data folder.',
  },
  DOORSTEP_DATA: { fallback: 'data', about: 'Folder for the embedded database, files and generated keys.' },
  DOORSTEP_KEYS: {
    fallback: '',
    about:
      'Field-encryption keys: 64 hex digits each, comma separated, newest first. Required in production; otherwise made once and kept in the data folder.',
  },
  DOORSTEP_COUNTY: {
    fallback: '',
    about:
      'Six-digit code of the county that visitors meet when nothing else says which. Empty: the demo county, or the only county there is.',
  },
  DOORSTEP_ZONE: { fallback: 'Asia/Shanghai', about: 'Time zone of the county.' },
  DOORSTEP_DEMO: { fallback: 'auto', about: 'Demo county on first run: auto (yes, unless in production), yes, no.' },
  DOORSTEP_DB_POOL: { fallback: '20', about: 'Database connections of this process, 2 to 200.' },
  DOORSTEP_RATE_FACTOR: { fallback: '1', about: 'Multiplies every rate limit.' },
  DOORSTEP_TRUST_PROXY: {
    fallback: 'no',
    about: 'yes: the address of the client is taken from X-Forwarded-For of the proxy in front.',
  },
  DOORSTEP_LOG: { fallback: 'info', about: 'Log level: debug, info, warn, error or silent.' },
  DOORSTEP_LAUNCHER: {
    fallback: '',
    about: 'Set by `npm start` itself: the server waits for the clients to be built.',
  },
  NODE_ENV: { fallback: 'development', about: 'production refuses demo accounts and missing keys.' },
} as const
type Name = keyof typeof variables

export type Config = {
  port: number
  host: string
  publicUrl: string | null
  databaseUrl: string | null
  dataDir: string
  keys: Buffer[]
  county: number | null
  zone: string
  demo: boolean
  poolSize: number
  rateFactor: number
  trustProxy: boolean
  logLevel: string
  production: boolean
}

/** A setting that cannot be used; its message is one sentence for the operator. */
export class ConfigError extends Error {}

const say = (name: Name, value: string, wanted: string): never => {
  throw new ConfigError(`${name} is ${JSON.stringify(value)}, but must be ${wanted}.`)
}

/** @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>>, root: string): Config {
  const text = (name: Name): string => (env[name] ?? '').trim() || variables[name].fallback
  const integer = (name: Name, min: number, max: number): number => {
    const n = Number(text(name))
    return Number.isInteger(n) && n >= min && n <= max
      ? n
      : say(name, text(name), `a whole number from ${min} to ${max}`)
  }
  const oneOf = (name: Name, choices: readonly string[]): string =>
    choices.includes(text(name)) ? text(name) : say(name, text(name), `one of ${choices.join(', ')}`)
  const url = (name: Name, protocols: readonly string[]): string | null => {
    const value = text(name)
    if (value === '') return null
    return URL.canParse(value) && protocols.includes(new URL(value).protocol)
      ? value.replace(/\/$/, '')
      : say(name, value.replace(/:[^:@/]*@/, ':…@'), `a URL that begins with ${protocols.join('// or ')}//`)
  }
  for (const name of Object.keys(env))
    if (name.startsWith('DOORSTEP_') && !(name in variables))
      throw new ConfigError(`${name} is not a setting of Doorstep; see docs/configuration.md.`)
  const production = oneOf('NODE_ENV', ['development', 'test', 'production']) === 'production'
  const dataDir = resolve(root, text('DOORSTEP_DATA'))
  const county = text('DOORSTEP_COUNTY')
  const demo = oneOf('DOORSTEP_DEMO', ['auto', 'yes', 'no'])
  if (production && demo === 'yes')
    throw new ConfigError('DOORSTEP_DEMO is "yes", but a production start has no demo county.')
  const zone = text('DOORSTEP_ZONE')
  if (!Intl.supportedValuesOf('timeZone').includes(zone))
    say('DOORSTEP_ZONE', zone, 'a time zone such as Asia/Shanghai')
  const rateFactor = Number(text('DOORSTEP_RATE_FACTOR'))
  return {
    port: integer('PORT', 0, 65_535),
    host: text('DOORSTEP_HOST'),
    publicUrl: url('DOORSTEP_PUBLIC_URL', ['http:', 'https:']),
    databaseUrl: url('DATABASE_URL', ['postgres:', 'postgresql:']),
    dataDir,
    keys: readKeys(text('DOORSTEP_KEYS'), production, dataDir),
    county:
      county === ''
        ? null
        : /^[1-9]\d{5}$/.test(county)
          ? Number(county)
          : say('DOORSTEP_COUNTY', county, 'a six-digit code'),
    zone,
    demo: demo === 'yes' || (demo === 'auto' && !production),
    poolSize: integer('DOORSTEP_DB_POOL', 2, 200),
    rateFactor:
      rateFactor > 0 && rateFactor < 1e6
        ? rateFactor
        : say('DOORSTEP_RATE_FACTOR', text('DOORSTEP_RATE_FACTOR'), 'a number above 0'),
    trustProxy: oneOf('DOORSTEP_TRUST_PROXY', ['yes', 'no']) === 'yes',
    logLevel: oneOf('DOORSTEP_LOG', ['debug', 'info', 'warn', 'error', 'silent']),
    production,
  }
}

function readKeys(text: string, production: boolean, dataDir: string): Buffer[] {
  if (text !== '') {
    const keys = text.split(',').map((key) => key.trim())
    if (keys.some((key) => !/^[0-9a-f]{64}$/i.test(key)))
      throw new ConfigError('DOORSTEP_KEYS has a key that is not 64 hex digits; make one with: openssl rand -hex 32')
    return keys.map((key) => Buffer.from(key, 'hex'))
  }
  if (production)
    throw new ConfigError(
      'DOORSTEP_KEYS is missing: a production start needs a field-encryption key that is kept outside the database; make one with: openssl rand -hex 32',
    )
  const file = join(dataDir, 'field.key')
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    writeFileSync(file, randomBytes(32).toString('hex'), { mode: 0o600 })
  }
  return [Buffer.from(readFileSync(file, 'utf8').trim(), 'hex')]
}

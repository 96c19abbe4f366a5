import { isIP } from 'node:net'
import { resolve } from 'node:path'
import type { Settings } from '@doorstep/kernel'
import { readKeys } from './keys.ts'
import { pushContact, pushHosts, robotHosts } from './posting.ts'
import { ConfigError } from './troubles.ts'
import { type PushKeys, readPushKeys } from './vapid.ts'

/** Every setting, where it comes from and what it means. `docs/configuration.md` is printed from this table. */
export const variables = {
  PORT: { fallback: '3000', about: 'Port to listen on; 0 takes any free one.' },
  DOORSTEP_HOST: {
    fallback: '0.0.0.0',
    about: 'Address or host name to listen on; 127.0.0.1 keeps it to this machine, :: takes IPv6 too.',
  },
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
  DOORSTEP_DATA: {
    fallback: 'data',
    about:
      'Folder for the embedded database, files and generated keys; below the checkout unless it begins with a slash.',
  },
  DOORSTEP_KEYS: {
    fallback: '',
    about:
      'Field-encryption keys: 64 hex digits each, comma separated, newest first; the last one also makes the look-up index of phone numbers, so keep it. Required in production; otherwise made once and kept in the data folder.',
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
    about:
      'yes: one proxy stands in front and is the only way in; the address of the client is the last one it wrote into X-Forwarded-For.',
  },
  DOORSTEP_LOG: { fallback: 'info', about: 'Log level: debug, info, warn, error or silent.' },
  DOORSTEP_METRICS_TOKEN: {
    fallback: '',
    about:
      'Secret of at least 16 signs that opens /metrics as `Authorization: Bearer …`. Empty: /metrics answers only programs on this machine that ask the server directly.',
  },
  DOORSTEP_SMS_URL: {
    fallback: '',
    about:
      'Gateway for text messages: gets `POST {"id","phone","text"}`, the same id when a message is sent again. Empty: sign-in codes are shown on the screen as a demonstration; in production there is no sign-in by phone.',
  },
  DOORSTEP_SMS_KEY: { fallback: '', about: 'Key of the gateway, sent as bearer token; needed with DOORSTEP_SMS_URL.' },
  DOORSTEP_PUSH_KEY: {
    fallback: '',
    about:
      'P-256 private key (43 base64url signs) by which push services know this server; the same for every process of one database. Empty: made once and kept in the data folder.',
  },
  DOORSTEP_PUSH_CONTACT: {
    fallback: '',
    about:
      'Whom the operator of a push service may write to: mailto:… or https://…. Empty: DOORSTEP_PUBLIC_URL where that is https.',
  },
  DOORSTEP_PUSH_HOSTS: {
    fallback: '',
    about:
      'Hosts of further push services that phones here use, comma separated, each as name or name:port. Those of Google, Mozilla, Apple and Microsoft are known.',
  },
  DOORSTEP_ROBOT_HOSTS: {
    fallback: '',
    about:
      'Hosts of group robots on premises, comma separated, each as vendor=host or vendor=host:port with vendor wecom, dingtalk or feishu. The public ones are known.',
  },
  DOORSTEP_OIDC_ISSUER: {
    fallback: '',
    about:
      "Issuer of the agency's OpenID provider; staff then sign in there too. Register <public URL>/people/agency/return as redirect address and <public URL>/ as address after signing out.",
  },
  DOORSTEP_OIDC_CLIENT: { fallback: '', about: 'Client id at that provider.' },
  DOORSTEP_OIDC_SECRET: { fallback: '', about: 'Client secret at that provider.' },
  DOORSTEP_OIDC_LABEL: { fallback: '统一身份认证', about: 'What the button of the sign-in page says.' },
  DOORSTEP_OIDC_CLAIM: {
    fallback: 'preferred_username',
    about:
      'Claim that holds the user name of the account the county invited; asked once, later the subject of the provider counts.',
  },
  DOORSTEP_LAUNCHER: {
    fallback: '',
    about: 'Set by `npm start` itself to ipc: the server waits for the clients to be built.',
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
  metricsToken: string | null
  sms: { url: string; key: string } | null
  push: PushKeys & { contact: string }
  pushHosts: string[]
  robotHosts: Record<string, string[]>
  agency: Settings['agency'] | null
  production: boolean
  /** Started by `npm start`, which says when the clients are built. */
  launched: boolean
}

type Env = Readonly<Record<string, string | undefined>>
const say = (name: Name, value: string, wanted: string): never => {
  throw new ConfigError(`${name} is ${JSON.stringify(value)}, but must be ${wanted}.`)
}
/** Of settings that hold a password or a key, the value is never repeated: this goes to a terminal and into logs. */
const saySecret = (name: Name, wanted: string): never => {
  throw new ConfigError(`${name} is set, but must be ${wanted}.`)
}

/** The text of a setting in every form it may have; each refuses a wrong one with a sentence. */
function readerOf(env: Env) {
  const text = (name: Name): string => (env[name] ?? '').trim() || variables[name].fallback
  const fitting = (name: Name, isFine: boolean, wanted: string): string =>
    isFine ? text(name) : say(name, text(name), wanted)
  return {
    text,
    fitting,
    integer(name: Name, min: number, max: number): number {
      const n = /^\d{1,9}$/.test(text(name)) ? Number(text(name)) : Number.NaN
      return Number(fitting(name, n >= min && n <= max, `a whole number from ${min} to ${max}`))
    },
    oneOf: (name: Name, ...choices: string[]): string =>
      fitting(name, choices.includes(text(name)), `one of ${choices.filter((choice) => choice !== '').join(', ')}`),
    url(name: Name, ...protocols: string[]): string | null {
      const value = text(name)
      if (value === '') return null
      if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value.replace(/\/$/, '')
      return saySecret(name, `a URL that begins with ${protocols.join('// or ')}//`)
    },
  }
}

/** @throws ConfigError */
export function readConfig(env: Env, root: string, secrets = { keys: readKeys, push: readPushKeys }): Config {
  const unknown = Object.keys(env).find((name) => name.startsWith('DOORSTEP_') && !(name in variables))
  if (unknown) throw new ConfigError(`${unknown} is not a setting of Doorstep; see docs/configuration.md.`)
  const { text, fitting, integer, oneOf, url } = readerOf(env)
  const production = oneOf('NODE_ENV', 'development', 'test', 'production') === 'production'
  const dataDir = resolve(root, text('DOORSTEP_DATA'))
  const demo = oneOf('DOORSTEP_DEMO', 'auto', 'yes', 'no')
  if (production && demo === 'yes')
    throw new ConfigError('DOORSTEP_DEMO is "yes", but a production start has no demo county.')
  const host = text('DOORSTEP_HOST')
  const zone = text('DOORSTEP_ZONE')
  const county = fitting('DOORSTEP_COUNTY', /^([1-9]\d{5})?$/.test(text('DOORSTEP_COUNTY')), 'a six-digit code')
  const factor = Number(text('DOORSTEP_RATE_FACTOR'))
  const address = publicUrlOf(url('DOORSTEP_PUBLIC_URL', 'http:', 'https:'))
  const contact = pushContact(text('DOORSTEP_PUSH_CONTACT'), address)
  return {
    port: integer('PORT', 0, 65_535),
    host: fitting('DOORSTEP_HOST', isIP(host) > 0 || isHostName(host), 'an IP address or a host name'),
    publicUrl: address,
    databaseUrl: url('DATABASE_URL', 'postgres:', 'postgresql:'),
    dataDir,
    county: county === '' ? null : Number(county),
    zone: fitting('DOORSTEP_ZONE', isZone(zone), 'a time zone such as Asia/Shanghai'),
    demo: demo === 'yes' || (demo === 'auto' && !production),
    poolSize: integer('DOORSTEP_DB_POOL', 2, 200),
    rateFactor: Number(fitting('DOORSTEP_RATE_FACTOR', factor > 0 && factor < 1e6, 'a number above 0')),
    trustProxy: oneOf('DOORSTEP_TRUST_PROXY', 'yes', 'no') === 'yes',
    logLevel: oneOf('DOORSTEP_LOG', 'debug', 'info', 'warn', 'error', 'silent'),
    metricsToken: readToken(text('DOORSTEP_METRICS_TOKEN')),
    sms: smsOf(url('DOORSTEP_SMS_URL', 'http:', 'https:'), text('DOORSTEP_SMS_KEY')),
    pushHosts: pushHosts(text('DOORSTEP_PUSH_HOSTS')),
    robotHosts: robotHosts(text('DOORSTEP_ROBOT_HOSTS')),
    agency: agencyOf(readerOf(env), production),
    production,
    launched: oneOf('DOORSTEP_LAUNCHER', '', 'ipc') === 'ipc',
    // last: these may write files, and nothing is written when another setting is wrong
    keys: secrets.keys(text('DOORSTEP_KEYS'), production, dataDir),
    push: { ...secrets.push(text('DOORSTEP_PUSH_KEY'), dataDir), contact },
  }
}

const isHostName = (text: string) =>
  /^(?=.{1,253}$)[a-z\d]([a-z\d-]*[a-z\d])?(\.[a-z\d]([a-z\d-]*[a-z\d])?)*\.?$/i.test(text)

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function publicUrlOf(value: string | null): string | null {
  const { pathname, search, hash, username } = new URL(value ?? 'http://none')
  if (pathname !== '/' || search || hash || username)
    saySecret('DOORSTEP_PUBLIC_URL', 'an address without a path, such as https://home.example.gov.cn')
  return value
}

function readToken(token: string): string | null {
  if (token !== '' && !/^[\x21-\x7e]{16,200}$/.test(token))
    saySecret('DOORSTEP_METRICS_TOKEN', '16 to 200 letters, digits and signs without spaces')
  return token || null
}

function smsOf(url: string | null, key: string): Config['sms'] {
  if (!(url || key)) return null
  if (url && key) return { url, key }
  const [given, missing] = url ? ['DOORSTEP_SMS_URL', 'DOORSTEP_SMS_KEY'] : ['DOORSTEP_SMS_KEY', 'DOORSTEP_SMS_URL']
  throw new ConfigError(`${given} is set, but ${missing} is missing; the gateway for text messages needs both.`)
}

function agencyOf({ text, url }: ReturnType<typeof readerOf>, production: boolean): Config['agency'] {
  const issuer = url('DOORSTEP_OIDC_ISSUER', ...(production ? ['https:'] : ['http:', 'https:']))
  const [clientId, secret] = [text('DOORSTEP_OIDC_CLIENT'), text('DOORSTEP_OIDC_SECRET')]
  if (!(issuer || clientId || secret)) return null
  if (!(issuer && clientId && secret))
    throw new ConfigError(
      'DOORSTEP_OIDC_ISSUER, DOORSTEP_OIDC_CLIENT and DOORSTEP_OIDC_SECRET go together; one is missing.',
    )
  return { issuer, clientId, secret, label: text('DOORSTEP_OIDC_LABEL'), claim: text('DOORSTEP_OIDC_CLAIM') }
}

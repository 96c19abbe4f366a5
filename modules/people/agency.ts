import { newId } from '@doorstep/contract'
import { type Ctx, readCookie, type Settings } from '@doorstep/kernel'
import * as oidc from 'openid-client'
import { agencyProvider } from './agency-settings.ts'
import { beginCeremony, findCeremony } from './ceremonies.ts'
import type { ClientName } from './contract-entry.ts'
import { markProven } from './proof.ts'
import { type agencyTroubles, ceremony, innerPath } from './rules-factor.ts'
import { normalUsername } from './rules-sign.ts'
import { begin, sameText } from './sign.ts'
import * as store from './store-factor.ts'
import * as identity from './store-identity.ts'

/**
 * The agency's own sign-in (OpenID Connect: code, PKCE, state and nonce). It opens accounts that the county invited and
 * makes none. Whoever came in once is known by the agency's subject; a claim only finds them the first time.
 */
type Trouble = (typeof agencyTroubles)[number]
type Agency = NonNullable<Settings['agency']>
type Begun = { state: string; nonce: string; verifier: string; client: ClientName; to: string; proof: boolean }
type Found = { config: oidc.Configuration; until: number }
type Memory = { found?: Found; busy: number }

const cookie = 'doorstep_agency'
const timeoutSeconds = 5
/** Each waits with a database connection in hand: a slow agency must not take them all. */
const atOnce = 4
const rememberMs = 3_600_000
const clients: readonly string[] = ['console', 'officer', 'auxiliary', 'resident', 'volunteer'] satisfies ClientName[]
const memories = new WeakMap<Settings, Memory>()
function memoryOf(settings: Settings): Memory {
  const memory = memories.get(settings) ?? { busy: 0 }
  memories.set(settings, memory)
  return memory
}

/** What the agency says of itself, asked once an hour. @throws when it does not answer */
async function configOf(settings: Settings, agency: Agency): Promise<oidc.Configuration> {
  const memory = memoryOf(settings)
  if (memory.found && memory.found.until > performance.now()) return memory.found.config
  const issuer = new URL(agency.issuer)
  const plain = issuer.protocol === 'http:' ? { execute: [oidc.allowInsecureRequests] } : {}
  const found = await oidc.discovery(issuer, agency.clientId, agency.secret, undefined, {
    timeout: timeoutSeconds,
    ...plain,
  })
  const methods = found.serverMetadata().token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  const config = methods.includes('client_secret_post')
    ? found
    : new oidc.Configuration(
        found.serverMetadata(),
        agency.clientId,
        agency.secret,
        oidc.ClientSecretBasic(agency.secret),
      )
  config.timeout = timeoutSeconds
  if (issuer.protocol === 'http:') oidc.allowInsecureRequests(config)
  memory.found = { config, until: performance.now() + rememberMs }
  return config
}

const go = (location: string) => ({ type: 'text/html', body: '', status: 302, headers: { location } })
const back = (client: ClientName, trouble: Trouble, to = '/') =>
  go(`/${client}/sign-in?${new URLSearchParams({ agency: trouble, ...(to === '/' ? {} : { to }) })}`)
const returnTo = (settings: Settings): string => `${settings.publicUrl}/people/agency/return`

type Asked = { client: ClientName; to?: string; proof?: boolean }
export async function start(ctx: Ctx, { client, to: wanted, proof = false }: Asked) {
  const { agency } = ctx.settings
  const to = innerPath(wanted)
  if (!agency) return back(client, 'off')
  if (proof && !ctx.actor.session) return back(client, 'over', to)
  const config = await configOf(ctx.settings, agency).catch((error: unknown) => heard(ctx, error))
  if (!config) return back(client, 'unreachable', to)
  // The state says which client it came from, also when everything else is lost.
  const state = `${client}.${oidc.randomState()}`
  const content: Begun = {
    state,
    nonce: oidc.randomNonce(),
    verifier: oidc.randomPKCECodeVerifier(),
    client,
    to,
    proof,
  }
  const ticket = await beginCeremony(ctx, {
    kind: 'agency',
    content,
    validMs: ceremony.agencyMs,
    ...(proof && ctx.actor.account ? { account: ctx.actor.account, session: ctx.actor.session } : {}),
  })
  ctx.setCookie(cookie, ticket, ceremony.agencyMs / 1000)
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: returnTo(ctx.settings),
    scope: 'openid profile',
    state,
    nonce: content.nonce,
    code_challenge: await oidc.calculatePKCECodeChallenge(content.verifier),
    code_challenge_method: 'S256',
    ...(proof ? { max_age: '0', prompt: 'login' } : {}),
  })
  return go(url.href)
}

type Query = { [name: string]: unknown; state?: string; error?: string }
export async function finish(ctx: Ctx, query: Query) {
  const client = clientOf(query.state)
  const ticket = readCookie(ctx.headers.cookie, cookie)
  ctx.setCookie(cookie, '', 0)
  const begun = ticket && ticket.length < 100 ? await findCeremony<Begun>(ctx, 'agency', ticket) : undefined
  if (!begun || !ctx.settings.agency) return back(client, begun ? 'off' : 'over')
  await store.dropCeremony(ctx, begun.id)
  const { content } = begun
  if (!sameText(content.state, query.state ?? '')) return back(client, 'over')
  if (query.error) return back(client, query.error === 'access_denied' ? 'refused' : 'failed', content.to)
  const said = await exchange(ctx, ctx.settings.agency, content, query)
  if (typeof said === 'string') return back(client, said, content.to)
  const account = await accountFor(ctx, ctx.settings.agency, said)
  if (typeof account === 'string') return back(client, account, content.to)
  if (content.proof) {
    if (begun.account !== account.id || ctx.actor.account !== account.id) return back(client, 'other', content.to)
    await markProven(ctx, account.id, true)
    ctx.audit({ operation: 'people.proved', subject: account.id })
  } else await begin(ctx, account, { way: 'agency', strong: true, agencyToken: said.token })
  return go(`/${client}${content.to}`)
}

const clientOf = (state: string | undefined): ClientName => {
  const name = (state ?? '').split('.')[0] ?? ''
  return clients.includes(name) ? (name as ClientName) : 'officer'
}

type Said = { subject: string; name: string | null; token: string }
async function exchange(ctx: Ctx, agency: Agency, begun: Begun, query: Query): Promise<Said | Trouble> {
  const memory = memoryOf(ctx.settings)
  if (memory.busy >= atOnce) return 'unreachable'
  memory.busy++
  try {
    const config = await configOf(ctx.settings, agency)
    const given = Object.entries(query).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []))
    const url = new URL(`${returnTo(ctx.settings)}?${new URLSearchParams(given as [string, string][])}`)
    const tokens = await oidc.authorizationCodeGrant(config, url, {
      pkceCodeVerifier: begun.verifier,
      expectedState: begun.state,
      expectedNonce: begun.nonce,
      idTokenExpected: true,
      ...(begun.proof ? { maxAge: 60 } : {}),
    })
    const claims = tokens.claims()
    if (!claims) return 'failed'
    const more =
      claims[agency.claim] === undefined && config.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {}
    const name: unknown = { ...more, ...claims }[agency.claim]
    return { subject: claims.sub, name: typeof name === 'string' ? name : null, token: tokens.id_token ?? '' }
  } catch (error) {
    heard(ctx, error)
    return (error as { code?: string }).code === 'OAUTH_TIMEOUT' || error instanceof TypeError
      ? 'unreachable'
      : 'failed'
  } finally {
    memory.busy--
  }
}

/** For whoever runs the server; what the agency said of a person is not written down. */
function heard(ctx: Ctx, error: unknown): undefined {
  const { code, message } = error as { code?: string; message?: string }
  ctx.log.warn({ code, message }, 'the sign-in through the agency failed')
  return undefined
}

/** An account that the county made: by the agency's subject once it is known, by the claim the first time. */
async function accountFor(ctx: Ctx, agency: Agency, { subject, name }: Said): Promise<identity.Account | Trouble> {
  const provider = agencyProvider(agency)
  const linked = await store.linkedTo(ctx, provider, subject)
  const account = linked
    ? await identity.findAccount(ctx, 'id', linked)
    : name === null
      ? undefined
      : await identity.findAccount(ctx, 'username', normalUsername(name))
  if (!account?.username) return 'unknown'
  if (account.state === 'suspended') return 'closed'
  if (linked) return account
  // Somebody else at the agency came in as this person before: a name that was given away again opens nothing.
  if (await store.linkOf(ctx, provider, account.id)) return 'other'
  await store.link(ctx, { id: newId(account.county), account: account.id, provider, provider_account: subject })
  if (account.state === 'invited') await identity.changeAccount(ctx, account.id, { state: 'active' })
  ctx.audit({ operation: 'people.agencyLinked', subject: account.id })
  return account
}

/** Where the browser goes after signing out here, so that the agency's session ends too; null where there is none. */
export async function farewell(ctx: Ctx, session: string): Promise<string | null> {
  const { agency, publicUrl } = ctx.settings
  const sealed = agency && (await store.agencyTokenOf(ctx, session))
  if (!sealed) return null
  try {
    const config = await configOf(ctx.settings, agency)
    return oidc.buildEndSessionUrl(config, {
      id_token_hint: ctx.vault.open(sealed),
      post_logout_redirect_uri: `${publicUrl}/`,
    }).href
  } catch (error) {
    heard(ctx, error)
    return null
  }
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'

/** An agency's OpenID provider on loopback: whoever signs in says who they are, as at a development login page. */
export type AgencyServer = Awaited<ReturnType<typeof agencyServer>>
type Accounts = Readonly<Record<string, { preferred_username?: string }>>

export async function agencyServer(redirect: string, accounts: Accounts) {
  const server: Server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'doorstep',
        client_secret: 'a-secret-of-the-test',
        redirect_uris: [redirect],
        post_logout_redirect_uris: [`${new URL(redirect).origin}/`],
      },
    ],
    claims: { openid: ['sub'], profile: ['preferred_username'] },
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false } },
    cookies: { keys: ['one key of the test'] },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_ctx, sub) => ({ accountId: sub, claims: () => ({ sub, ...accounts[sub] }) }),
  })
  let next = ''
  const answer = provider.callback()
  const interact = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    if (!request.url?.startsWith('/interaction/')) return answer(request, response)
    const { prompt, params, grantId } = await provider.interactionDetails(request, response)
    if (next === '') {
      const denied = { error: 'access_denied', error_description: 'the person went away' }
      return provider.interactionFinished(request, response, denied, { mergeWithLastSubmission: false })
    }
    const grant =
      (grantId && (await provider.Grant.find(grantId))) ||
      new provider.Grant({ accountId: next, clientId: String(params.client_id) })
    grant.addOIDCScope('openid profile')
    const result =
      prompt.name === 'login' ? { login: { accountId: next } } : { consent: { grantId: await grant.save() } }
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true })
  }
  server.on('request', (request, response) => void interact(request, response))
  return {
    issuer,
    /** Walks the agency's pages as `sub` (nobody: goes away). @returns where the browser is sent back to. */
    async walk(start: string, sub: string): Promise<string> {
      next = sub
      const jar = new Map<string, string>()
      let url = start
      for (let step = 0; step < 12 && url.startsWith(issuer); step++) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const reply = await fetch(url, { redirect: 'manual', headers: { cookie } })
        for (const line of reply.headers.getSetCookie()) {
          const [pair = ''] = line.split(';')
          jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
        }
        const to = reply.headers.get('location')
        if (!to) throw new Error(`the agency stopped at ${url}: ${reply.status} ${await reply.text()}`)
        url = new URL(to, url).href
      }
      return url
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

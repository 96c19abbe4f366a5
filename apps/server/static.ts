import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fontsFolder } from '@doorstep/ui-base/build/fonts.ts'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const clients = ['console', 'officer', 'auxiliary', 'resident', 'volunteer'] as const
const shared = 'assets'

/** Serves the built clients: hashed files for a year, the page itself never from a cache; every path of a client is its page. */
export async function serveClients(app: FastifyInstance, appsDir: string): Promise<string[]> {
  const served: string[] = []
  let decorate = true
  await serveFonts(app)
  for (const name of clients) {
    const dist = join(appsDir, name, 'dist')
    if (!existsSync(join(dist, 'index.html'))) continue
    await app.register(fastifyStatic, {
      root: dist,
      prefix: `/${name}/`,
      decorateReply: decorate,
      index: 'index.html',
      dotfiles: 'ignore',
      cacheControl: false,
      setHeaders(reply, path) {
        reply.header('cache-control', path.includes(`/${shared}/`) ? 'public, max-age=31536000, immutable' : 'no-cache')
        if (path.endsWith('sw.js')) reply.header('service-worker-allowed', `/${name}/`)
      },
    })
    decorate = false
    app.get(`/${name}`, async (_request, reply) => reply.redirect(`/${name}/`))
    served.push(name)
  }
  return served
}

/** The Chinese web font, for devices that have none: one place for all clients. */
async function serveFonts(app: FastifyInstance): Promise<void> {
  await app.register(fastifyStatic, {
    root: fontsFolder(),
    prefix: '/assets/fonts/',
    decorateReply: false,
    allowedPath: (path) => /\.(css|woff2)$/.test(path),
    cacheControl: false,
    setHeaders: (reply) => void reply.header('cache-control', 'public, max-age=2592000'),
  })
}

/** A path inside a client is a route of that client: its page finds the screen. */
export function clientPage(appsDir: string) {
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined => {
    const path = request.url.split('?')[0] ?? ''
    const name = path.split('/')[1] ?? ''
    if (
      !['GET', 'HEAD'].includes(request.method) ||
      /\.\w{2,5}$/.test(path) ||
      !(clients as readonly string[]).includes(name)
    )
      return undefined
    const dist = join(appsDir, name, 'dist')
    return existsSync(join(dist, 'index.html'))
      ? reply.header('cache-control', 'no-cache').sendFile('index.html', dist)
      : undefined
  }
}

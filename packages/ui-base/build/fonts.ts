// The Chinese web font is one shared place for all clients, `/assets/fonts/`: the server serves the package's folder, and so do dev and preview.

import { createReadStream, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, normalize } from 'node:path'
import type { Connect, Plugin } from 'vite'

/** Folder whose `index.css` and `files/` are served at `/assets/fonts/`. */
export const fontsFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'))

const types: Record<string, string> = { css: 'text/css; charset=utf-8', woff2: 'font/woff2' }

function serveFonts(): Connect.NextHandleFunction {
  const folder = fontsFolder()
  return (request, response, next) => {
    const path = normalize((request.url ?? '/').split('?')[0] as string)
    const type = types[path.split('.').pop() ?? '']
    const file = join(folder, path)
    if (!type || !existsSync(file)) return next()
    response.setHeader('Content-Type', type)
    response.setHeader('Cache-Control', 'public, max-age=2592000')
    createReadStream(file).pipe(response)
  }
}

export function fonts(): Plugin {
  return {
    name: 'doorstep:fonts',
    configureServer: (server) => void server.middlewares.use('/assets/fonts', serveFonts()),
    configurePreviewServer: (server) => void server.middlewares.use('/assets/fonts', serveFonts()),
  }
}

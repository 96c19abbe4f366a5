// One page for all clients: it stands in no client's folder and is built as if it did.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'vite'

/** @param page the template; `%TITLE%` becomes `app.title` of the client's Chinese words. */
export function onePage(page: string, root: string): Plugin {
  const asked = join(root, 'index.html')
  return {
    name: 'doorstep:page',
    enforce: 'pre',
    resolveId: (id) => (id === asked || id === '/index.html' ? asked : undefined),
    load(id) {
      if (id !== asked) return
      this.addWatchFile(page)
      const { title } = JSON.parse(readFileSync(join(root, 'locales/zh-CN.json'), 'utf8')) as { title: string }
      return readFileSync(page, 'utf8').replace('%TITLE%', title)
    },
  }
}

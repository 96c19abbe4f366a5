// `…/locales/zh-CN.json?nav` is only the `nav` section of a module's words: what the frame needs before any of its screens.

import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

export function localeSections(): Plugin {
  return {
    name: 'doorstep:locale-sections',
    enforce: 'pre',
    load(id) {
      const [file, query] = id.split('?')
      if (query !== 'nav' || !file?.includes('/locales/')) return
      const { nav = {} } = JSON.parse(readFileSync(file, 'utf8')) as { nav?: unknown }
      return { code: `export default ${JSON.stringify({ nav })}`, map: null, moduleType: 'js' }
    },
  }
}

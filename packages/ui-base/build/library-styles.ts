// `import { Popup } from 'vant'` brings Popup's styles along, `import { ElTable } from 'element-plus'` ElTable's. Nothing else of theirs.

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import type { Plugin } from 'vite'

const require = createRequire(import.meta.url)
const vantHome = dirname(require.resolve('vant/package.json'))
const elementHome = dirname(require.resolve('element-plus/package.json'))
const kebab = (name: string): string => name.replace(/\B([A-Z])/g, '-$1').toLowerCase()

// Functions whose styles live under another name.
const vantFunctions: Record<string, string> = {
  showToast: 'toast',
  showLoadingToast: 'toast',
  showSuccessToast: 'toast',
  showFailToast: 'toast',
  showDialog: 'dialog',
  showConfirmDialog: 'dialog',
  showImagePreview: 'image-preview',
  showNotify: 'notify',
}
const namesOf = (clause: string): string[] =>
  clause
    .split(',')
    .map((part) => part.trim().split(/\s+as\s+/)[0] ?? '')
    .filter((name) => name && !name.startsWith('type '))

export function stylesFor(code: string): string[] {
  const wanted: string[] = []
  for (const [, clause, library] of code.matchAll(/import\s*\{([^}]+)\}\s*from\s*['"](vant|element-plus)['"]/g)) {
    for (const name of namesOf(clause as string)) {
      if (library === 'vant') {
        const folder = vantFunctions[name] ?? kebab(name)
        if (existsSync(join(vantHome, 'es', folder, 'style/index.mjs')))
          wanted.push(`vant/es/${folder}/style/index.mjs`)
      } else {
        const folder = kebab(name.replace(/^El/, ''))
        if (existsSync(join(elementHome, 'es/components', folder, 'style/css.mjs')))
          wanted.push(`element-plus/es/components/${folder}/style/css.mjs`)
      }
    }
  }
  return [...new Set(wanted)]
}

export function libraryStyles(): Plugin[] {
  const ourIcons = join(import.meta.dirname, '../../ui-mobile/styles/van-icon.css')
  return [
    {
      name: 'doorstep:vant-icons',
      enforce: 'pre',
      resolveId: (source, importer) =>
        source.endsWith('icon/index.css') && importer?.startsWith(vantHome) ? ourIcons : undefined,
    },
    {
      // After TypeScript is gone: what is still imported is really used.
      name: 'doorstep:library-styles',
      enforce: 'post',
      transform(code, id) {
        if (id.includes('/node_modules/') || !/\.(vue|ts)(\?|$)/.test(id)) return
        const styles = stylesFor(code)
        if (styles.length) return { code: `${styles.map((path) => `import '${path}'`).join('\n')}\n${code}`, map: null }
      },
    },
  ]
}

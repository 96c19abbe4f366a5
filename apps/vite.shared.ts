// How every client is built and served while developing. apps/<client>/vite.config.ts is one line.

import { join } from 'node:path'
import vue from '@vitejs/plugin-vue'
import type { PluginOption, UserConfig } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { contractRoutes } from '../packages/browser/vite-contracts.ts'
import { fonts } from '../packages/ui-base/build/fonts.ts'
import { libraryStyles } from '../packages/ui-base/build/library-styles.ts'
import { localeSections } from '../packages/ui-base/build/locales.ts'
import { onePage } from '../packages/ui-base/build/page.ts'

/** Where `npm start` listens; the dev server hands `/api` on to it. */
const api = process.env.DOORSTEP_API ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`
const ports = { console: 5170, officer: 5171, auxiliary: 5172, resident: 5173, volunteer: 5174 } as const
export type ClientName = keyof typeof ports

export function clientConfig(client: ClientName): UserConfig {
  const root = join(import.meta.dirname, client)
  return {
    root,
    base: `/${client}/`,
    plugins: [
      onePage(join(import.meta.dirname, 'page.html'), root),
      contractRoutes(),
      vue(),
      localeSections(),
      libraryStyles(),
      fonts(),
      onDevice(client),
    ],
    define: {
      // Element Plus still has components in the options style; Vant and ours have none.
      __VUE_OPTIONS_API__: client === 'console',
      __VUE_PROD_DEVTOOLS__: false,
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: false,
      __VUE_I18N_FULL_INSTALL__: false,
      __VUE_I18N_LEGACY_API__: false,
      __INTLIFY_PROD_DEVTOOLS__: false,
    },
    server: {
      port: ports[client],
      strictPort: true,
      proxy: { '/api': { target: api } },
      fs: { allow: [join(import.meta.dirname, '..')] },
    },
    optimizeDeps: { exclude: ['vant', '@vant/use', '@vant/popperjs'] },
    build: {
      outDir: 'dist',
      emptyOutDir: true,
      // Phones in embedded views are years behind; the console's desktops are, too.
      target: ['chrome87', 'safari14', 'firefox90'],
      cssTarget: ['chrome87', 'safari14'],
      modulePreload: { polyfill: false },
      // Everything stays a file of its own: the content policy allows no data: scripts, and icons are drawn inline anyway.
      assetsInlineLimit: (path) => (path.endsWith('.svg') ? false : undefined),
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'index.html'),
        // The framework changes rarely and our screens daily: one file that stays in the cache.
        output: {
          codeSplitting: { groups: [{ name: 'vue', test: /node_modules\/(vue|@vue|vue-router|vue-i18n|@intlify)\// }] },
        },
      },
    },
  }
}

/**
 * The service worker of the phone clients and the list of what it keeps: everything but the words of the other
 * language, which come when they are asked for. The console is for desks, which have a line: its worker only shows what is pushed.
 */
function onDevice(client: ClientName): PluginOption {
  const desk = client === 'console'
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: '../../packages/browser',
    filename: desk ? 'desk-sw.ts' : 'sw.ts',
    // Ours: packages/browser/updates.ts asks the person before anything changes; public/manifest.webmanifest.
    injectRegister: false,
    manifest: false,
    injectManifest: {
      rollupFormat: 'iife',
      // Nothing to keep, no list.
      ...(desk ? { injectionPoint: undefined } : {}),
      globPatterns: ['index.html', 'icon*.{svg,png}', 'assets/*.{js,css,woff2}'],
      globIgnores: ['assets/en-US-*', 'assets/messages.en-*'],
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: 4_000_000,
    },
  })
}

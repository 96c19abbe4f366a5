import type { KnipConfig } from 'knip'

const screens = '**/*.{ts,vue}'

export default {
  // Inside one product nothing is exported for strangers: what a front door offers and nobody takes is dead as well.
  includeEntryExports: true,
  ignoreExportsUsedInFile: { type: true, interface: true },
  // Loaded by the module's name, for the tests that are made from the contracts.
  // The icon set is one drawing sheet: modules pick from it as they grow.
  ignoreIssues: {
    'modules/*/samples.ts': ['exports'],
    '**/vite.config.ts': ['exports'],
    'packages/ui-base/icons.ts': ['exports', 'nsExports'],
  },
  // Called by name from tools/check.mjs and tools/run.mjs.
  ignoreDependencies: [
    '@typescript/native',
    '@redocly/cli',
    'oxlint',
    'oxlint-tsgolint',
    'vue-tsc',
    // Fonts: only their folders are asked for, by packages/ui-base/build/fonts.ts and packages/pdf/faces.ts.
    '@fontsource-variable/noto-sans-sc',
    '@fontsource-variable/noto-sans-jp',
    '@embedpdf/fonts-sc',
  ],
  // The second two look at papers and workbooks with the eyes of other programs, where these are there.
  ignoreBinaries: ['mount', 'umount', 'pdftotext', 'soffice'],
  workspaces: {
    '.': {
      entry: [
        'tools/*.{mjs,ts}',
        'tools/check/*.ts',
        'e2e/**/*.e2e.ts',
        'e2e/{vitest.config,server,look}.ts',
        'e2e/offline/probe.ts', // built for the page by e2e/offline/front.ts
        'bench/*.ts',
        'chaos/{run,*.test}.ts',
      ],
      project: ['{tools,e2e,bench,chaos,deploy}/**/*.{mjs,ts}', 'apps/*.ts'],
      includeEntryExports: false,
    },
    'apps/server': { entry: ['main.ts', 'cli.ts', '**/*.test.ts'], project: '**/*.ts', includeEntryExports: false },
    // Named by apps/page.html, which stands for all of them.
    'apps/*': { entry: ['main.ts', '**/*.test.ts'], project: screens, includeEntryExports: false },
    // A reader in a process of its own, whose memory is watched.
    modules: { entry: ['**/*.test.ts', '*/samples.ts', 'ledgers/read/test-reader.ts'], project: screens },
    'packages/ui-base': { entry: ['**/*.test.ts', 'brand/*.mjs'], project: ['**/*.{ts,vue,mjs}'] },
    'packages/ui-*': { entry: ['**/*.test.ts', 'gallery/main.ts', 'gallery/vite.config.ts'], project: screens },
    // The service workers are built by themselves: apps/vite.shared.ts.
    'packages/browser': { entry: ['sw.ts', 'desk-sw.ts', '**/*.test.ts'], project: screens },
    'packages/*': { entry: '**/*.test.ts', project: screens },
  },
} satisfies KnipConfig

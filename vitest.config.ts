import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{packages,modules,apps,tools,chaos}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['packages/testkit/postgres-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})

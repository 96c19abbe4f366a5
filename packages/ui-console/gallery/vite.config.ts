// Every piece of the console in every mode, for developers only: `npx vite packages/ui-console/gallery`. Never built, never shipped.

import { defineConfig } from 'vite'
import { clientConfig } from '../../../apps/vite.shared.ts'

const { server, ...shared } = clientConfig('console')
export default defineConfig({ ...shared, root: import.meta.dirname, server: { ...server, port: 5181 } })

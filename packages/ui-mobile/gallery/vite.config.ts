// Every piece in every mode, for developers only: `npx vite packages/ui-mobile/gallery`. Never built, never shipped.

import { defineConfig } from 'vite'
import { clientConfig } from '../../../apps/vite.shared.ts'

const { server, ...shared } = clientConfig('resident')
export default defineConfig({ ...shared, root: import.meta.dirname, server: { ...server, port: 5180 } })

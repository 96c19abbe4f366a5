import { defineConfig } from 'vite'
import { clientConfig } from '../vite.shared.ts'

export default defineConfig(clientConfig('resident'))

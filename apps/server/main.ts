import { cacheCompiledCode } from './compile-cache.ts'

cacheCompiledCode()
const { start } = await import('./start.ts')
await start()

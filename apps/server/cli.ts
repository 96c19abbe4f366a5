import { cacheCompiledCode } from './compile-cache.ts'

cacheCompiledCode()
const { doorstep } = await import('./commands.ts')
await doorstep()

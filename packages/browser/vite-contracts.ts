import { pathToFileURL } from 'node:url'
import type { Plugin } from 'vite'

const kept = ['get', 'post', 'put', 'patch', 'delete', 'repeat', 'root', 'may'] as const

/**
 * Clients need of a contract only where each operation is; schemas are the server's. This replaces every
 * `modules/<name>/contract.ts` in a client's bundle by its bare routes, which saves TypeBox and all schemas.
 * Types are not touched: TypeScript reads the source.
 */
export function contractRoutes(): Plugin {
  return {
    name: 'doorstep-contract-routes',
    enforce: 'pre',
    async load(id) {
      const [path = ''] = id.split('?')
      if (!/\/modules\/[\w-]+\/contract\.ts$/.test(path)) return null
      const exports = (await import(pathToFileURL(path).href)) as Record<string, unknown>
      const lines = Object.entries(exports).map(
        ([name, value]) =>
          `export const ${name} = ${JSON.stringify(isContract(value) ? routesOf(value) : plain(value))}`,
      )
      return { code: lines.join('\n'), map: null }
    },
  }
}

type Operations = Record<string, Record<string, unknown>>
const isContract = (value: unknown): value is Operations =>
  typeof value === 'object' &&
  value !== null &&
  Object.values(value).every((entry) => typeof entry === 'object' && entry !== null && 'summary' in entry)
const routesOf = (contract: Operations) =>
  Object.fromEntries(
    Object.entries(contract).map(([name, operation]) => [
      name,
      Object.fromEntries(kept.flatMap((key) => (operation[key] === undefined ? [] : [[key, operation[key]]]))),
    ]),
  )
const plain = (value: unknown): unknown => (value === undefined || typeof value === 'function' ? null : value)

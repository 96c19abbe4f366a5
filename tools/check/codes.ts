// Which words the code asks for: failure codes that contracts declare, and keys that stand in it as plain text.

type Operation = { summary?: unknown; fails?: readonly string[] }

/** Every failure code in what a contract.ts exports: operations with `fails`, tables called `failures`, whole module contracts. */
export function codesIn(exported: unknown, depth = 0): string[] {
  if (typeof exported !== 'object' || exported === null || depth > 3) return []
  const codes = new Set<string>()
  for (const [name, value] of Object.entries(exported)) {
    if (typeof value !== 'object' || value === null) continue
    if (name === 'failures') for (const code of Object.keys(value)) codes.add(code)
    const { summary, fails } = value as Operation
    if (summary !== undefined && Array.isArray(fails)) for (const code of fails) codes.add(code)
    else if (!Array.isArray(value)) for (const code of codesIn(value, depth + 1)) codes.add(code)
  }
  return [...codes].filter((code) => /^[\w-]+\.[\w-]+$/.test(code))
}

type Kind = { code: string; fields: readonly { name: string; options?: readonly string[] }[] }

/** Every kind has a name, every field of it a label, every choice a word: what somebody who adds one forgets first. */
export const keysOfKinds = (kinds: readonly Kind[]): string[] =>
  kinds.flatMap(({ code, fields }) => [
    `kinds.${code}.label`,
    ...fields.flatMap(({ name, options = [] }) => [
      `kinds.${code}.fields.${name}.label`,
      ...options.map((option) => `kinds.${code}.fields.${name}.options.${option}`),
    ]),
  ])

/** `open`: the key goes on with something known only at run time. */
export type Use = { key: string; open: boolean }

const call = /(?<![\w.])(?:\$?t|te|words\(\s*[\w.]+\s*,|words)\(?\s*(['`])([A-Za-z][\w-]*(?:\.[\w-]*)+)(\1|\$\{)/g

/** Routes and entries of the navigation name their words as data. */
const data = /(?<![\w.])(?:label|title):\s*()'([a-z][\w-]*(?:\.[\w-]+)+)(')/g

export const staticUses = (source: string): Use[] =>
  [call, data].flatMap((pattern) =>
    [...source.matchAll(pattern)].map(([, , key, end]) => ({ key: key as string, open: end === '${' })),
  )

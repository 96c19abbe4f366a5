import { boundaries } from '../boundaries/cruise.ts'
import { roots } from '../boundaries/rules.ts'
import { filesOf, report, root } from './tree.ts'

// With a TypeScript it does not know, dependency-cruiser skips files without a word: so we count what it has read.
const expected = filesOf(root).filter(
  (path) =>
    roots.some((folder) => path.startsWith(`${folder}/`)) && /\.(ts|mjs|vue)$/.test(path) && !/(^|\/)data\//.test(path),
)
const { violations, seen } = await boundaries(root)
const read = new Set(seen)

report([
  ...violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
  ...expected.filter((path) => !read.has(path)).map((path) => `not read by dependency-cruiser: ${path}`),
])

import { readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const skipped = new Set(['node_modules', 'dist', 'coverage', 'shots', 'test-results', '.git', '.cache'])

/** Every file of the tree that people write, as paths with forward slashes, without what builds and runs leave behind. */
export function filesOf(base: string): string[] {
  const walk = (folder: string): string[] =>
    readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return skipped.has(entry.name) || path === join(base, 'data') ? [] : walk(path)
      return entry.isFile() ? [relative(base, path).replaceAll('\\', '/')] : []
    })
  return walk(base).sort()
}

/** Ends a step of the check: one line per problem, and an exit code that says whether there were any. */
export function report(problems: readonly string[]): void {
  for (const problem of problems) console.log(problem)
  process.exitCode = problems.length > 0 ? 1 : 0
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { cruise, type ICruiseResult } from 'dependency-cruiser'
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config'
import { roots, rules } from './rules.ts'

export type Violation = { rule: string; from: string; to: string }

/** Walks the imports of a tree. `seen` names every file that was really read, so that a silent skip can be noticed. */
export async function boundaries(base: string): Promise<{ violations: Violation[]; seen: string[] }> {
  const { output } = await cruise(
    roots.filter((root) => existsSync(join(base, root))),
    {
      baseDir: base,
      validate: true,
      ruleSet: { forbidden: [...rules] },
      exclude: { path: '(^|/)(dist|data|coverage)/' },
      doNotFollow: { path: 'node_modules' },
      tsPreCompilationDeps: true,
      combinedDependencies: true,
    },
    {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.vue', '.json', '.d.ts'],
    },
    { tsConfig: extractTSConfig(fileURLToPath(new URL('../../tsconfig.json', import.meta.url))) },
  )
  const { modules, summary } = output as ICruiseResult
  return {
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
    seen: modules.map(({ source }) => source).filter((source) => !source.includes('node_modules/')),
  }
}

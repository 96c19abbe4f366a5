import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { filesOf, report, root } from './tree.ts'

type Manifest = { name?: string; scripts?: Record<string, string> } & Partial<
  Record<'dependencies' | 'devDependencies' | 'optionalDependencies', Record<string, string>>
>

const exact = /^(npm:(@[^/]+\/)?[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/

export function manifestProblems(path: string, manifest: Manifest): string[] {
  const problems: string[] = []
  const scripts = Object.keys(manifest.scripts ?? {}).length
  if (scripts > 10) problems.push(`${path}: ${scripts} scripts, at most 10`)
  const wanted = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }
  for (const [name, version] of Object.entries(wanted))
    if (!name.startsWith('@doorstep/') && !exact.test(version))
      problems.push(`${path}: ${name}@${version} is not pinned`)
  return problems
}

const first = (pattern: RegExp, command: string, ...args: string[]): string | undefined =>
  pattern.exec(execFileSync(command, args, { cwd: root, encoding: 'utf8' }))?.[0]

/** Two TypeScripts (docs/adr/0010): 7 checks .ts, 6 serves the tools that need an API. Neither may slip into the other's place. */
function toolProblems(): string[] {
  const bin = join(root, 'node_modules/.bin')
  const installed = (name: string): string => {
    const path = join(root, 'node_modules', name, 'package.json')
    return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : 'nothing'
  }
  const expected: [what: string, want: RegExp, got: string | undefined][] = [
    ['tsc --version', /^7\.0\.2$/, first(/\d+\.\d+\.\d+/, join(bin, 'tsc'), '--version')],
    ['vue-tsc and dependency-cruiser use TypeScript', /^6\.0\./, installed('typescript')],
    ['node', /^24\./, process.versions.node],
  ]
  return expected
    .filter(([, want, got]) => !want.test(got ?? ''))
    .map(([what, want, got]) => `${what}: ${got}, expected ${want}`)
}

if (import.meta.main)
  report([
    ...filesOf(root)
      .filter((path) => /(^|\/)package\.json$/.test(path))
      .flatMap((path) => manifestProblems(path, JSON.parse(readFileSync(join(root, path), 'utf8')))),
    ...toolProblems(),
  ])

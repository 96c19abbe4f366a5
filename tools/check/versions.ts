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

type Lock = {
  packages: Record<
    string,
    { license?: string; dev?: boolean; devOptional?: boolean; optional?: boolean; link?: boolean }
  >
}

const permissive =
  /^(Apache-2\.0|MIT|ISC|0BSD|B[SD]{2}-[23]-Clause|BlueOak-1\.0\.0|Zlib|CC0-1\.0|MPL-2\.0|OFL-1\.1|PostgreSQL)$/
/** Named one by one, with the reason; NOTICE says the same to the operator. */
const excused: Record<string, string> = {
  argparse: 'a permissive licence (Python-2.0); the WOFF2 reader of printed sheets brings it',
  'caniuse-lite': 'a table of browsers that only the build reads (CC-BY-4.0)',
  'qrcode-terminal': 'Apache-2.0 in its LICENSE file, without the field',
}
const sharedLibrary = /(^|\/)@img\/sharp-/ // libvips, LGPL, loaded as a shared library that the operator may replace

/** What the product ships is permissive or MPL. */
export function licenceProblems({ packages }: Lock): string[] {
  return Object.entries(packages).flatMap(([path, { license = 'none', dev, devOptional, optional, link }]) => {
    const name = path.split('node_modules/').at(-1) ?? ''
    // npm writes no licence for programs of other platforms; their sibling for this one has it.
    if (optional && license === 'none') return []
    if (!path.includes('node_modules/') || dev || devOptional || link || excused[name] || sharedLibrary.test(name))
      return []
    const sound = license
      .replace(/[()]/g, '')
      .split(' OR ')
      .some((choice) => choice.split(' AND ').every((one) => permissive.test(one)))
    return sound ? [] : [`package-lock.json: ${name} is under ${license}`]
  })
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
    ...licenceProblems(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))),
    ...toolProblems(),
  ])

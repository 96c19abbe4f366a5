import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { filesOf, report, root } from './tree.ts'

const maxLines = 300
const written = /\.(ts|mjs|vue|md|json|sql|sh|ya?ml|html|css)$/
const notOurs = /^(package-lock\.json|LICENSE|CHANGELOG\.md)$|(^|\/)data\//

/** Marks of unfinished work and of one person's machine. */
const marks: readonly [RegExp, string][] = [
  [/\b(TODO|FIXME|XXX|HACK)\b/, 'unfinished work is not committed'],
  [/lorem ipsum/i, 'filler text'],
  [/(^|[\s'"`(=:])\/(root|home|Users|work)\/\w/, 'a path of one machine'],
  [/\b[A-Z]:\\\\?Users\\/, 'a path of one machine'],
]

/** What no record may hold about a person (CONTRIBUTING.md, house rules): looked for where fields are born. */
const neverAField =
  /\b(ethnic\w*|nationality|religio\w*|political_?\w*|party_?member\w*|health_?status|biometric\w*|face_?(id|print|vector|image)|finger_?print\w*|key_?person\w*|credit_?score)\b/i
const fieldsAreBorn = /(^|\/)(migrations\/.+\.sql|contract[^/]*\.ts|kinds\/.+\.(ts|json))$/

const lines = (text: string): string[] => text.replace(/\n$/, '').split('\n')

export function fileProblems(path: string, text: string, excused: (path: string) => boolean): string[] {
  if (notOurs.test(path) || !written.test(path)) return []
  const problems: string[] = []
  const all = lines(text)
  if (/\.(ts|mjs|vue)$/.test(path) && all.length > maxLines && !excused(path))
    problems.push(`${path}: ${all.length} lines; more than ${maxLines} needs a reason in an ADR`)
  for (const [index, line] of all.entries()) {
    const at = `${path}:${index + 1}`
    for (const [mark, why] of marks)
      if (mark.test(line) && !path.startsWith('tools/check')) problems.push(`${at}: ${why}`)
    if (fieldsAreBorn.test(path) && neverAField.test(line)) problems.push(`${at}: a field that no record may hold`)
  }
  return problems
}

/** Links between our own pages lead somewhere. `exists` gets a path from the root of the tree. */
export function linkProblems(path: string, text: string, exists: (path: string) => boolean): string[] {
  if (!path.endsWith('.md')) return []
  const prose = text.replace(/```[\s\S]*?```/g, '').replace(/`[^`\n]*`/g, '')
  return [...prose.matchAll(/\]\((?![a-z]+:|#)([^)#\s]+)/g)]
    .map(([, link]) => join(dirname(path), link as string))
    .filter((target) => !exists(target))
    .map((target) => `${path}: links to ${target}, which does not exist`)
}

function excusedIn(folder: string): (path: string) => boolean {
  const records = existsSync(folder) ? readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8')) : []
  return (path) => records.some((text) => text.includes(`\`${path}\``))
}

if (import.meta.main) {
  const excused = excusedIn(join(root, 'docs/adr'))
  const exists = (path: string) => existsSync(join(root, path))
  const problems = filesOf(root)
    .filter((path) => written.test(path))
    .flatMap((path) => {
      const text = readFileSync(join(root, path), 'utf8')
      return [...fileProblems(path, text, excused), ...linkProblems(path, text, exists)]
    })
  report(problems)
}

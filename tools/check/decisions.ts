import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { report, root } from './tree.ts'

const sections = ['Context', 'Decision', 'Alternatives', 'Consequences']

/** Decision records are numbered without gaps, have the four sections with words in each, and stand in the list. */
export function decisionProblems(folder: string): string[] {
  if (!existsSync(folder)) return ['docs/adr is missing']
  const files = readdirSync(folder).filter((name) => name !== 'README.md')
  const list = existsSync(join(folder, 'README.md')) ? readFileSync(join(folder, 'README.md'), 'utf8') : ''
  const problems = files
    .filter((name) => !/^\d{4}-[a-z0-9-]+\.md$/.test(name))
    .map((name) => `${name}: not called NNNN-title.md`)
  const records = files.filter((name) => /^\d{4}-[a-z0-9-]+\.md$/.test(name)).sort()
  for (const [index, name] of records.entries()) {
    const number = String(index + 1).padStart(4, '0')
    if (!name.startsWith(number)) problems.push(`${name}: expected number ${number}, numbers run without gaps`)
    const text = readFileSync(join(folder, name), 'utf8')
    const title = /^# (.+)$/m.exec(text)?.[1]
    if (!title) problems.push(`${name}: has no title`)
    else if (!list.includes(`[${title}](${name})`)) problems.push(`README.md: does not list [${title}](${name})`)
    const parts = new Map(
      text
        .split(/^## /m)
        .map((part) => [part.slice(0, part.indexOf('\n')).trim(), part.slice(part.indexOf('\n')).trim()]),
    )
    for (const section of sections)
      if (!parts.get(section)) problems.push(`${name}: section ${section} is missing or empty`)
  }
  for (const [, name] of list.matchAll(/\]\((\d{4}-[^)]+)\)/g))
    if (!records.includes(name as string)) problems.push(`README.md: lists ${name}, which does not exist`)
  return problems
}

if (import.meta.main) report(decisionProblems(join(root, 'docs/adr')))

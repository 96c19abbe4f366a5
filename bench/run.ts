import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { met, type Row } from './row.ts'

/** `npm run bench`, or some of it: `npm run bench -- intake live`. */
const benches = ['intake', 'pages', 'disputes', 'locate', 'live', 'sheets', 'import'] as const
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !(benches as readonly string[]).includes(name))
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(', ')}. There are: ${benches.join(', ')}.`)
  process.exit(1)
}

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? Math.round(value).toLocaleString('en-US') : value.toFixed(2)
const targetOf = ({ target, unit }: Row): string =>
  target ? `${'most' in target ? `≤ ${shown(target.most)}` : `≥ ${shown(target.least)}`} ${unit}` : ''
const verdict = (row: Row): string => ({ true: 'met', false: 'MISSED', undefined: '' })[String(met(row)) as 'true']

function print(rows: readonly Row[]): void {
  const table = [
    ['what', 'figure', 'asked for', '', 'beside it'],
    ...rows.map((row) => [row.what, `${shown(row.figure)} ${row.unit}`, targetOf(row), verdict(row), row.beside ?? '']),
  ]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...table.map((line) => (line[column] as string).length)))
  for (const line of table)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
}

const revision = (): string => {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim()
  } catch {
    return 'unknown'
  }
}

const started = new Date()
const load = [loadavg()[0] as number]
const rows: (Row & { bench: string })[] = []
for (const name of benches) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const from = performance.now()
  const { run } = (await import(`./${name}.ts`)) as { run(): Promise<Row[]> }
  rows.push(...(await run()).map((row) => ({ bench: name, ...row })))
  load.push(loadavg()[0] as number)
  console.error(`${name} measured in ${((performance.now() - from) / 1000).toFixed(0)} s`)
}
const machine = {
  processors: cpus().length,
  model: cpus()[0]?.model,
  memoryGb: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  load,
}
const folder = join(import.meta.dirname, 'results')
mkdirSync(folder, { recursive: true })
const file = join(folder, `${started.toISOString().replaceAll(':', '-')}.json`)
writeFileSync(
  file,
  JSON.stringify(
    { at: started.toISOString(), revision: revision(), machine, rows: rows.map((row) => ({ ...row, met: met(row) })) },
    null,
    2,
  ),
)
print(rows)
console.log(
  `\n${machine.processors} processors (${machine.model}), Node ${machine.node}, load ${load.map((each) => each.toFixed(1)).join(' → ')}; ${file}`,
)
process.exitCode = rows.some((row) => met(row) === false) ? 1 : 0

import { parseArgs } from 'node:util'
import { chaos } from './chaos.ts'

/** `npm run chaos -- --seed 7`: kills the server and its database under load and says whether anything was lost. */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    servers: { type: 'string', default: '20' },
    databases: { type: 'string', default: '5' },
    people: { type: 'string', default: '12' },
    lines: { type: 'string', default: '8' },
  },
})
// in bounded time, whatever happens
setTimeout(() => {
  console.error('not at its end after fifteen minutes')
  process.exit(1)
}, 15 * 60_000).unref()

const begun = performance.now()
console.log(`seed ${values.seed}`)
const { figures, problems } = await chaos({
  seed: Number(values.seed),
  serverKills: Number(values.servers),
  databaseKills: Number(values.databases),
  people: Number(values.people),
  lines: Number(values.lines),
  say: console.log,
})
const width = Math.max(...figures.map(([what]) => what.length))
console.log('')
for (const [what, figure] of figures) console.log(`${what.padEnd(width)}  ${figure}`)
console.log(`${'took'.padEnd(width)}  ${((performance.now() - begun) / 1000).toFixed(0)} s`)
for (const problem of problems.slice(0, 50)) console.log(`WRONG  ${problem}`)
console.log(problems.length === 0 ? '\nNothing lost, nothing doubled.' : `\n${problems.length} things wrong.`)
process.exitCode = problems.length === 0 ? 0 : 1

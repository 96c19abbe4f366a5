#!/usr/bin/env node
// The rules of the house, checked: `npm run check`. One line per step; what a failing step had to say comes after.
import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bin = join(root, 'node_modules', '.bin')
const ours = (name) => [process.execPath, `tools/check/${name}.ts`]

// Longest first, so that two cores finish together.
const steps = [
  // Screens and what they lead to; everything else is tsc's, which is many times faster.
  ['types in .vue', 'vue-tsc', '--noEmit', '-p', 'tools/check/screens.json'],
  ['printed documents', ...ours('openapi')],
  ['boundaries', ...ours('boundaries')],
  ['dead code', 'knip', '--no-progress', '--no-config-hints'],
  ['promises and switches', 'oxlint', '--type-aware', '--deny-warnings'],
  ['format and lint', 'biome', 'check', '--error-on-warnings', '--max-diagnostics=50', '.'],
  ['types in .ts', 'tsc', '--noEmit'],
  ['locales', ...ours('locales')],
  ['versions', ...ours('versions')],
  ['decisions', ...ours('decisions')],
  ['files', ...ours('files')],
]

function run([name, command, ...args]) {
  const started = performance.now()
  const child = spawn(command, args, {
    cwd: root,
    env: {
      ...process.env,
      PATH: `${bin}${delimiter}${process.env.PATH}`,
      FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output = []
  child.stdout.on('data', (chunk) => output.push(chunk))
  child.stderr.on('data', (chunk) => output.push(chunk))
  return new Promise((resolve) => {
    const done = (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(24)} ${seconds.padStart(5)} s`)
      resolve({ name, code, output: Buffer.concat(output).toString() })
    }
    child.on('error', (error) => {
      output.push(Buffer.from(String(error)))
      done(1)
    })
    child.on('close', done)
  })
}

const wanted = process.argv.slice(2)
const waiting = steps.filter(([name]) => wanted.length === 0 || wanted.includes(name))
if (waiting.length === 0) {
  console.error(`No such step. Steps: ${steps.map(([name]) => `"${name}"`).join(', ')}`)
  process.exit(1)
}

const started = performance.now()
const results = []
const worker = async () => {
  for (let step = waiting.shift(); step; step = waiting.shift()) results.push(await run(step))
}
await Promise.all(Array.from({ length: Math.max(2, availableParallelism()) }, worker))

const failed = results.filter(({ code }) => code !== 0)
for (const { name, output } of failed) console.log(`\n── ${name} ──\n${output.trim()}`)
const seconds = ((performance.now() - started) / 1000).toFixed(1)
console.log(
  failed.length > 0
    ? `\n${failed.length} of ${results.length} steps failed, ${seconds} s`
    : `\nall ${results.length} steps ok, ${seconds} s`,
)
process.exit(failed.length > 0 ? 1 : 0)

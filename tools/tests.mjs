// Runs every test, the browser ones included, and says the sum in one plain line.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run, wasTold } from './processes.mjs'

/**
 * Runs both sets of tests. Paths in `args` choose the set they belong to; flags go to both. Without clients there is
 * nothing for a browser to open: that counts as one failure. Returns the exit code.
 */
export async function runTests(root, node, args, clientsAreBuilt) {
  const paths = args.filter((arg) => !arg.startsWith('-'))
  const isBrowserPath = (path) => path.startsWith('e2e') || path.endsWith('.e2e.ts')
  const sets = [
    {
      config: 'vitest.config.ts',
      wanted: paths.length === 0 || paths.some((path) => !isBrowserPath(path)),
      drop: isBrowserPath,
    },
    {
      config: 'e2e/vitest.config.ts',
      wanted: clientsAreBuilt && hasBrowserTests(root) && paths.every(isBrowserPath),
      drop: () => false,
    },
  ]
  const total = { passed: 0, failed: clientsAreBuilt ? 0 : 1 }
  for (const { config, drop } of sets.filter(({ wanted }) => wanted)) {
    if (wasTold()) break
    const chosen = args.filter((arg) => arg.startsWith('-') || !drop(arg))
    const result = await runSet(root, node, config, chosen)
    total.passed += result.passed
    total.failed += result.failed
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed`)
  if (wasTold()) return 130
  return total.failed === 0 ? 0 : 1
}

function hasBrowserTests(root) {
  const folder = join(root, 'e2e')
  return existsSync(folder) && readdirSync(folder, { recursive: true }).some((name) => name.endsWith('.e2e.ts'))
}

async function runSet(root, node, config, args) {
  const cache = join(root, 'node_modules/.cache')
  const report = join(cache, `tests-${process.pid}.json`)
  mkdirSync(cache, { recursive: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const code = await run([node, vitest, 'run', '-c', config, ...reporters, ...args], { cwd: root })
  const result = count(report)
  rmSync(report, { force: true })
  // an error outside of every test must not hide behind a sum without failures
  if (code !== 0 && result.failed === 0) result.failed = 1
  return result
}

function count(report) {
  if (!existsSync(report)) return { passed: 0, failed: 0 }
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // a file that could not be loaded has no tests to fail
  const broken = testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  )
  return { passed: numPassedTests, failed: numFailedTests + broken.length }
}

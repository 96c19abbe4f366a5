import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { report, root } from './tree.ts'

const run = promisify(execFile)
const limits = { cwd: root, maxBuffer: 64 * 1024 * 1024 }

type Finding = { ruleId: string; severity: string; message: string; location: { pointer?: string }[] }

/** The document that the contracts produce, read by a public linter that never leaves the machine. */
export async function lint(document: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'doorstep-openapi-'))
  const file = join(folder, 'openapi.json')
  writeFileSync(file, document)
  const offline = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' }
  const args = ['lint', '--config', 'tools/check/redocly.yaml', '--format', 'json', '--max-problems', '500', file]
  const { stdout } = await run(join(root, 'node_modules/.bin/redocly'), args, { ...limits, env: offline })
    .catch((failed: { stdout?: string; stderr?: string }) => {
      if (failed.stdout?.trimStart().startsWith('{')) return { stdout: failed.stdout }
      throw new Error(`redocly did not answer: ${failed.stderr}`)
    })
    .finally(() => rmSync(folder, { recursive: true }))
  const { problems } = JSON.parse(stdout) as { problems: Finding[] }
  return problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} (${location[0]?.pointer ?? ''})`)
}

if (import.meta.main) {
  if (!existsSync(join(root, 'apps/server/cli.ts')))
    report(['apps/server/cli.ts is missing, so there is no OpenAPI document'])
  else {
    const print = (what: string) => run(process.execPath, ['apps/server/cli.ts', what], limits)
    const [document, settings] = await Promise.all([print('openapi'), print('configuration')])
    const page = join(root, 'docs/configuration.md')
    const isCurrent = existsSync(page) && readFileSync(page, 'utf8').trim() === settings.stdout.trim()
    report([
      ...(await lint(document.stdout)),
      ...(isCurrent ? [] : ['docs/configuration.md: not what `npm run --silent doorstep -- configuration` prints']),
    ])
  }
}

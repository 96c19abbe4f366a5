import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { processMark } from '@doorstep/kernel/postgres/process.ts'
import { startPostgres, stopLeftOver } from '@doorstep/kernel/postgres/start.ts'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** The superuser's URL of the throw-away PostgreSQL of this test run. */
    postgresUrl: string
  }
}

/** vitest's globalSetup: one throw-away PostgreSQL for the whole run, gone with everything in it at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const parent = join(tmpdir(), `doorstep-test-${userInfo().uid}`)
  mkdirSync(parent, { recursive: true, mode: 0o700 })
  await sweep(parent)
  const folder = newFolder(parent)
  const dataDir = join(folder, 'pg')
  const postgres = await startPostgres({ dataDir, inMemoryish: true })
  project.provide('postgresUrl', postgres.url)
  return async () => {
    await postgres.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The folder gets its name only when it says whose it is: another run that starts now must not take it for a left-over. */
function newFolder(parent: string): string {
  const unnamed = mkdtempSync(join(parent, 'new-'))
  writeFileSync(join(unnamed, 'run.json'), JSON.stringify({ pid: process.pid, mark: processMark(process.pid) }))
  const folder = unnamed.replace(/new-(?=[^/]*$)/, 'run-')
  renameSync(unnamed, folder)
  return folder
}

/** A test run that was killed leaves a server and a folder behind; the next one takes both away. */
async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith('run-'))) {
    const folder = join(parent, name)
    if (isAlive(join(folder, 'run.json'))) continue
    try {
      await stopLeftOver(join(folder, 'pg'))
      rmSync(folder, { recursive: true, force: true })
    } catch {
      // two runs that start at once sweep at once: the other one has it
    }
  }
}

function isAlive(file: string): boolean {
  try {
    const run: { pid: number; mark: string } = JSON.parse(readFileSync(file, 'utf8'))
    return processMark(run.pid) === run.mark
  } catch {
    return false
  }
}

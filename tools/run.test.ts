import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'

const house = join(import.meta.dirname, '..')
let root = ''

/** A small checkout of its own around the real tools, vite and vitest. */
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'doorstep-run-'))
  for (const tool of ['run', 'install', 'processes', 'clients', 'tests']) {
    mkdirSync(join(root, 'tools'), { recursive: true })
    cpSync(join(house, `tools/${tool}.mjs`), join(root, `tools/${tool}.mjs`))
  }
  put('package.json', '{ "type": "module" }')
  put('package-lock.json', '{ "packages": {} }')
  put('tsconfig.json', '{}')
  put('node_modules/.package-lock.json', '{ "packages": {} }')
  mkdirSync(join(root, 'node_modules/.bin'))
  symlinkSync(process.execPath, join(root, 'node_modules/.bin/node'))
  for (const name of ['vite', 'vitest'])
    symlinkSync(join(house, 'node_modules', name), join(root, 'node_modules', name))
  for (const name of ['resident', 'officer']) {
    put(`apps/${name}/vite.config.ts`, 'export default {}')
    put(`apps/${name}/index.html`, '<script type="module" src="./main.ts"></script>')
    put(`apps/${name}/main.ts`, `document.title = '${name}'`)
  }
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function begin(...args: string[]): { process: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [join(root, 'tools/run.mjs'), ...args], { env: withoutVitest() })
  onTestFinished(() => void child.kill('SIGKILL'))
  let output = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk))
  return { process: child, output: () => output }
}

function withoutVitest(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('VITEST')))
}

async function run(...args: string[]): Promise<{ code: number | null; output: string }> {
  const started = begin(...args)
  const [code] = await once(started.process, 'close')
  return { code, output: started.output() }
}

async function until(isTrue: () => boolean): Promise<void> {
  await expect.poll(isTrue, { timeout: 10_000 }).toBe(true)
}

describe('build', () => {
  const built = async () => [...(await run('build')).output.matchAll(/(\w+) built in/g)].map((match) => match[1]).sort()

  it('builds the clients whose sources changed, and no other', async () => {
    put('modules/matters/service.ts', '1')
    put('packages/browser/index.ts', '1')
    expect(await built()).toEqual(['officer', 'resident'])
    expect(existsSync(join(root, 'apps/officer/dist/index.html'))).toBe(true)
    expect(await built()).toEqual([])

    put('apps/officer/main.ts', 'document.title = "new"')
    expect(await built()).toEqual(['officer'])
    put('modules/matters/service.ts', '2')
    put('apps/officer/main.test.ts', '2')
    expect(await built()).toEqual([])
    put('packages/browser/index.ts', '2')
    expect(await built()).toEqual(['officer', 'resident'])
  })

  it('a build that fails is named, and leaves the last good one in place', async () => {
    await run('build')
    put('apps/officer/main.ts', 'import "./nowhere.ts"')
    const { code, output } = await run('build')
    expect(code).toBe(1)
    expect(output).toContain('The client "officer" could not be built')
    expect(output).toContain('nowhere')
    expect(existsSync(join(root, 'apps/officer/dist/index.html'))).toBe(true)
  })
})

describe('test', () => {
  beforeEach(() => {
    put('vitest.config.ts', 'export default { test: { include: ["*.test.ts"] } }')
    put('good.test.ts', 'import { it } from "vitest"\nit("one", () => {})\nit("two", () => {})')
    put('e2e/vitest.config.ts', 'export default { test: { root: import.meta.dirname, include: ["*.e2e.ts"] } }')
    put('e2e/story.e2e.ts', 'import { it } from "vitest"\nit("three", () => {})')
  })

  it('says the sum of both sets in its last line', async () => {
    const { code, output } = await run('test')
    expect(output.trimEnd().split('\n').at(-1)).toBe('3 passed, 0 failed')
    expect(code).toBe(0)
  })

  it('counts failing tests and files that cannot be loaded', async () => {
    put('bad.test.ts', 'import { it } from "vitest"\nit("fails", () => { throw new Error("no") })')
    put('broken.test.ts', 'import "./nowhere.ts"')
    const { code, output } = await run('test')
    expect(output.trimEnd().split('\n').at(-1)).toBe('3 passed, 2 failed')
    expect(code).toBe(1)
  })

  it('is not clean when something fails outside of every test', async () => {
    put('late.test.ts', 'import { it } from "vitest"\nit("passes", () => { Promise.reject(new Error("unseen")) })')
    const { code, output } = await run('test')
    expect(output.trimEnd().split('\n').at(-1)).toBe('4 passed, 1 failed')
    expect(code).toBe(1)
  })

  it('counts a client that cannot be built, and still runs what needs none', async () => {
    put('apps/officer/main.ts', 'import "./nowhere.ts"')
    const { code, output } = await run('test')
    expect(output.trimEnd().split('\n').at(-1)).toBe('2 passed, 1 failed')
    expect(code).toBe(1)
  })

  it('runs the set that a path belongs to', async () => {
    expect((await run('test', 'e2e/story.e2e.ts')).output).toMatch(/\n1 passed, 0 failed\n$/)
    expect((await run('test', 'good')).output).toMatch(/\n2 passed, 0 failed\n$/)
  })
})

describe('start', () => {
  const server = `
    import { appendFileSync } from 'node:fs'
    const say = (word) => appendFileSync('said', word + ' ')
    if (process.argv.includes('--wrong')) process.exit(7)
    say(process.env.DOORSTEP_LAUNCHER + ':' + process.pid)
    process.on('message', (message) => say(JSON.stringify(message)))
    process.on('SIGINT', () => { say('SIGINT'); setTimeout(() => process.exit(0), 300) })
    process.on('disconnect', () => { say('disconnect'); setTimeout(() => process.exit(0), 300) })`
  const said = () => (existsSync(join(root, 'said')) ? readFileSync(join(root, 'said'), 'utf8') : '')
  const serverRuns = () => existsSync(`/proc/${said().match(/ipc:(\d+)/)?.[1]}`)

  it('tells the server when the clients are built, and passes one Ctrl-C on once', async () => {
    put('apps/server/main.ts', server)
    const started = begin('start')
    await until(() => said().includes('{"clients":"ready"}'))
    expect(existsSync(join(root, 'apps/resident/dist/index.html'))).toBe(true)
    started.process.kill('SIGINT')
    started.process.kill('SIGINT')
    const [code] = await once(started.process, 'close')
    expect(code).toBe(0)
    expect(said().match(/SIGINT/g)).toHaveLength(1)
  })

  it.runIf(process.platform === 'linux')('leaves no server behind when it is killed itself', async () => {
    put('apps/server/main.ts', server)
    const started = begin('start')
    await until(() => said().includes('ready'))
    expect(serverRuns()).toBe(true)
    started.process.kill('SIGKILL')
    await until(() => said().includes('disconnect') && !serverRuns())
  })

  it("ends with the server's exit code, and at once", async () => {
    put('apps/server/main.ts', server)
    expect((await run('start', '--wrong')).code).toBe(7)
  })

  it('stops the server when a client cannot be built', async () => {
    put('apps/server/main.ts', `process.on('message', () => undefined)`)
    put('apps/resident/main.ts', 'import "./nowhere.ts"')
    const { code, output } = await run('start')
    expect(code).toBe(1)
    expect(output).toContain('The client "resident" could not be built')
  })
})

it('says which commands there are', async () => {
  const { code, output } = await run('bild')
  expect(code).toBe(1)
  expect(output).toContain('Unknown command "bild". There are: start,')
})

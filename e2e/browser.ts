// A real Chromium from an npm package: no system browser is needed, and it also runs as root.

import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core'
import { chromium as playwright } from 'playwright-core'

// --single-process crashes on service workers; --disable-web-security and friends would hide CSP and CORS faults from the tests.
const unwanted = [
  '--single-process',
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--disable-site-isolation-trials',
]

const wanted = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-dev-shm-usage',
  '--no-first-run',
  // Native date fields follow the browser's language, not the page's.
  '--lang=zh-CN',
  // Nothing may leave the machine: every name but the loopback fails to resolve.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
]

/** Playwright's own bundle of settings for the two sizes every screen is looked at in. */
export const phone: BrowserContextOptions = {
  viewport: { width: 375, height: 812 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
}

export const desktop: BrowserContextOptions = {
  viewport: { width: 1440, height: 900 },
  locale: 'zh-CN',
  timezoneId: 'Asia/Shanghai',
}

/** Starts a headless Chromium. The caller closes it: `await browser.close()`. */
export async function launchBrowser(extra: { args?: string[] } = {}): Promise<Browser> {
  const { executable, args } = await unpackedChromium()
  return playwright.launch({
    executablePath: executable,
    headless: true,
    args: [...args.filter((arg) => !unwanted.includes(arg)), ...wanted, ...(extra.args ?? [])],
  })
}

/** The same with a profile that outlives it: a device whose browser may be killed. */
export async function launchProfile(folder: string, device: BrowserContextOptions): Promise<BrowserContext> {
  const { executable, args } = await unpackedChromium()
  return playwright.launchPersistentContext(folder, {
    ...device,
    executablePath: executable,
    headless: true,
    args: [...args.filter((arg) => !unwanted.includes(arg)), ...wanted],
  })
}

// The package unpacks into the temporary folder and takes any file of that name for a finished one; two test processes
// starting together would run half a browser. So: unpack aside, then rename, once per user and version.
async function unpackedChromium(): Promise<{ executable: string; args: string[] }> {
  const { default: chromium } = await import('@sparticuz/chromium')
  const home = join(tmpdir(), `doorstep-chromium-${packageVersion()}-${process.getuid?.() ?? 0}`)
  const executable = join(home, 'chromium')
  if (!existsSync(executable)) {
    const aside = `${home}.${process.pid}`
    mkdirSync(aside, { recursive: true, mode: 0o700 })
    await withTmpdir(aside, () => chromium.executablePath())
    try {
      renameSync(aside, home)
    } catch {
      // Another process was first: its copy is as good.
      rmSync(aside, { recursive: true, force: true })
    }
  }
  return { executable, args: chromium.args }
}

async function withTmpdir<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const before = process.env.TMPDIR
  process.env.TMPDIR = folder
  try {
    return await work()
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

function packageVersion(): string {
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium')
  const file = join(main, '..', '..', 'package.json')
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version
}

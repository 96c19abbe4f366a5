// A device whose browser can be killed: its profile lies in a folder, and the next browser finds it there.

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { launchProfile, phone } from '../browser.ts'
import { probePath } from './front.ts'

export type Device = { page: Page; context: BrowserContext; kill(): Promise<void>; close(): Promise<void> }
export const newProfile = (): string => mkdtempSync(join(tmpdir(), 'doorstep-device-'))
export const dropProfile = (folder: string): void => rmSync(folder, { recursive: true, force: true, maxRetries: 5 })

export async function openDevice(folder: string): Promise<Device> {
  const context = await launchProfile(folder, phone)
  context.setDefaultTimeout(20_000)
  const page = context.pages()[0] ?? (await context.newPage())
  return {
    page,
    context,
    async kill() {
      const closed = new Promise((resolve) => context.once('close', resolve))
      const pid = browserOf(folder)
      if (pid) process.kill(pid, 'SIGKILL')
      else await context.close()
      await closed
    },
    close: () => context.close(),
  }
}

/** A browser writes its cookies down every half minute; closed in order it does so at once. */
export async function settled(device: Device, folder: string): Promise<Device> {
  await device.close()
  return openDevice(folder)
}

/** The browser's own process, not one of its children. Where there is no /proc it is closed instead. */
function browserOf(folder: string): number | undefined {
  const lineOf = (pid: string): string => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    } catch {
      return ''
    }
  }
  const pids = (() => {
    try {
      return readdirSync('/proc').filter((name) => /^\d+$/.test(name))
    } catch {
      return []
    }
  })()
  const found = pids.find(
    (pid) => lineOf(pid).includes(`--user-data-dir=${folder}`) && !lineOf(pid).includes('--type='),
  )
  return found ? Number(found) : undefined
}

/** Makes the client's own code known to this page as `window.probe`, with whoever is signed in here. */
export const withProbe = (page: Page): Promise<void> =>
  // As text: what the test's own loader makes of import() is unknown in a page.
  page.evaluate(`import(${JSON.stringify(probePath)}).then(async (probe) => {
    await probe.openKept()
    await probe.loadQueue()
    Object.assign(window, { probe })
  })`)
/** How much waits on this device, read from its store. */
export const waitingOn = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const asked = indexedDB.open('doorstep')
        asked.onerror = () => reject(asked.error)
        asked.onsuccess = () => {
          const count = asked.result.transaction('queue').objectStore('queue').count()
          count.onsuccess = () => {
            asked.result.close()
            resolve(count.result)
          }
        }
      }),
  )

/** Lays the whole queue aside, as it lies there, or puts it back: the same entries under the same keys. */
export const copyQueue = (page: Page, way: 'aside' | 'back'): Promise<void> =>
  page.evaluate(async (direction) => {
    const done = <T>(asked: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result)
        asked.onerror = () => reject(asked.error)
      })
    const spare = indexedDB.open('copy-of-the-test', 1)
    spare.onupgradeneeded = () => {
      spare.result.createObjectStore('queue', { keyPath: 'seq' })
      spare.result.createObjectStore('files')
    }
    const [own, copy] = await Promise.all([done(indexedDB.open('doorstep')), done(spare)])
    const [from, to] = direction === 'aside' ? [own, copy] : [copy, own]
    for (const name of ['queue', 'files']) {
      const store = from.transaction(name).objectStore(name)
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())])
      const into = to.transaction(name, 'readwrite').objectStore(name)
      const puts = values.map((value, at) => done(name === 'queue' ? into.put(value) : into.put(value, keys[at])))
      await Promise.all(puts)
    }
    own.close()
    copy.close()
  }, way)

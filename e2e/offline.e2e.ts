// Five hundred records with fifty photos, made on a device without a signal, sent over a line that breaks, with browser and
// server killed on the way; and the whole queue sent twice more. Everything is there once, in order, photo for photo.

import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@doorstep/contract/ids.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { onDevice, sees, signIn } from './actors.ts'
import { type Api, apiOf } from './api.ts'
import { community } from './board.ts'
import {
  copyQueue,
  type Device,
  dropProfile,
  newProfile,
  openDevice,
  settled,
  waitingOn,
  withProbe,
} from './offline/device.ts'
import { breakingLine, type Front, seeded } from './offline/front.ts'
import { expectAll, type Made, makeAll, photosOn, plan, shaOfEach } from './offline/made.ts'
import { leakingCeiling, wetFloor } from './pictures.ts'
import { freePort, ready, startServer, stop } from './server.ts'

const random = seeded(20261122)
const folder = mkdtempSync(join(tmpdir(), 'doorstep-offline-'))
const profile = newProfile()
let port: number
let server: ChildProcess
let front: Front
let api: Api
let device: Device
let records: Made[]
let shas: Map<string, string>
const own = newId(community.slice(0, 6))

async function begin(): Promise<void> {
  const address = `http://127.0.0.1:${port}`
  server = startServer(port, front.address, folder, join(folder, 'server.log'))
  await ready(server, address)
}
async function killServer(): Promise<void> {
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
  await begin()
}
async function reopen(): Promise<void> {
  await device.kill()
  device = await openDevice(profile)
  await device.page.goto(`${front.address}/officer/`)
}

beforeAll(async () => {
  port = await freePort()
  front = await breakingLine(port, random)
  await begin()
  api = await apiOf(`http://127.0.0.1:${port}`, 'officer')
  device = await openDevice(profile)
  await signIn({ page: device.page, context: device.context, troubles: [] }, `${front.address}/officer/`, 'officer')
  await onDevice(device.page)
  device = await settled(device, profile)
})
afterAll(async () => {
  await device?.close().catch(() => undefined)
  front?.close()
  await stop(server)
  dropProfile(profile)
  rmSync(folder, { recursive: true, force: true })
})

describe('without a signal', () => {
  test('a conversation is written down by hand, with photos', async () => {
    const body = {
      id: own,
      kind: 'dispute',
      description: '楼上漏水。',
      area: community,
      channel: 'phone',
      acceptNow: true,
    }
    await api.post('/matters/register', body)
    const { page, context } = device
    await page.goto(`${front.address}/officer/matters/${own}`)
    await sees(page.getByText('楼上漏水。'))
    await withProbe(page)
    await context.setOffline(true)
    records = [{ matter: own, verb: 'register' }]
    for (const [n, picture] of [await leakingCeiling(), await wetFloor()].entries()) {
      await page.getByLabel('记下说了什么、做了什么').fill(`手写的第 ${n} 句`)
      const file = { name: `photo-${n}.jpg`, mimeType: 'image/jpeg', buffer: picture }
      await page.locator('input[type=file]').setInputFiles(file)
      await sees(page.getByRole('img', { name: '查看第 1 张照片' }))
      await page.getByRole('button', { name: '保存记录' }).tap()
      await sees(page.getByText(`没有信号，${2 * n + 2} 项等待发送`))
      records.push({ matter: own, verb: 'note', words: `手写的第 ${n} 句` }, { matter: own, verb: 'attach' })
    }
  })

  test('500 records with 50 photos are on the device, and survive a killed browser', async () => {
    // 49 matters of 10 writes and 6 notes more, beside the 4 that were written by hand.
    const more = plan(random, 49, 48)
    const last = Array.from({ length: 6 }, (_, n): Made => ({ matter: own, verb: 'note', words: `补记 ${n}` }))
    const made = [...more, ...last]
    expect(await makeAll(device.page, made, community)).toBe(496)
    await expect.poll(() => device.page.getByText('没有信号，500 项等待发送').count(), { timeout: 15_000 }).toBe(1)
    const photos = await photosOn(device.page)
    expect(photos.size).toBe(50)
    const byHand = [...photos.keys()].slice(0, 2)
    records = [
      ...records.map((one) => (one.verb === 'attach' ? { ...one, file: byHand.shift() as string } : one)),
      ...made,
    ]
    expect(records.slice(1)).toHaveLength(500)
    await copyQueue(device.page, 'aside')
    shas = await shaOfEach(api, photos)
    expect(new Set(shas.values()).size, 'every photo is another').toBe(50)
    front.cutting(1) // the line is dead while the browser comes back
    await reopen()
    await sees(device.page.getByText(/(等待|正在)发送( 500 项)?/))
    expect(await waitingOn(device.page)).toBe(500)
  })
})

/** Until the queue is empty; `at` says what happens when so many are left. */
async function replayed(at: readonly [left: number, what: () => Promise<void>][] = []): Promise<void> {
  const until = Date.now() + 150_000
  const coming = [...at]
  for (;;) {
    const left = await waitingOn(device.page)
    if (left === 0) return
    if (coming[0] && left <= coming[0][0]) await coming.shift()?.[1]()
    expect(Date.now(), `${left} still wait`).toBeLessThan(until)
    await sleep(250)
  }
}

describe('over a line that breaks', () => {
  test('each once, in order, with its photo; server and browser killed on the way', async () => {
    front.cutting(0.06)
    await device.page.reload()
    await replayed([
      [400, killServer],
      [280, reopen],
      [150, killServer],
      [70, reopen],
    ])
    console.log('cuts', front.cuts)
    for (const cut of ['before', 'middle', 'after'] as const) expect(front.cuts[cut], cut).toBeGreaterThan(0)
    front.cutting(0)
    await expectAll(api, records, shas)
  }, 240_000)

  test.each([2, 3])(
    'the complete same queue a %ith time changes nothing',
    async () => {
      front.cutting(0.04)
      await copyQueue(device.page, 'back')
      expect(await waitingOn(device.page)).toBe(500)
      await device.page.reload()
      await replayed([[250, reopen]])
      front.cutting(0)
      await expectAll(api, records, shas)
      expect(await device.page.getByText('需要您看一下').count()).toBe(0)
    },
    240_000,
  )
})

// Five hundred records as an officer makes them in a week without a signal, and what the server must have of them afterwards.

import { createHash } from 'node:crypto'
import { newId } from '@doorstep/contract/ids.ts'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Api } from '../api.ts'
import { community } from '../board.ts'

/** One write: verb, matter, and what tells it from others. */
export type Made = { matter: string; verb: string; words?: string; photo?: number; file?: string }
const county = community.slice(0, 6)

/** Every matter: registered and accepted, begun, notes and a photo among them, closed; mixed with the others by chance. */
export function plan(random: () => number, matters: number, photos: number): Made[] {
  const lives = Array.from({ length: matters }, (_, at): Made[] => {
    const matter = newId(county)
    const notes = Array.from({ length: 7 }, (__, n): Made => ({ matter, verb: 'note', words: `第 ${at}-${n} 句` }))
    const shown = Math.floor(random() * 7)
    if (at < photos) notes[shown] = { matter, verb: 'attach', photo: at, file: newId(county) }
    return [
      { matter, verb: 'register', words: `没有信号时登记的第 ${at} 件` },
      { matter, verb: 'start' },
      ...notes,
      { matter, verb: 'resolve', words: `第 ${at} 件办好了` },
    ]
  })
  const mixed: Made[] = []
  for (let left = lives; left.length > 0; left = left.filter((life) => life.length > 0)) {
    const next = left[Math.floor(random() * left.length)]?.shift()
    if (next) mixed.push(next)
  }
  return mixed
}

type Probe = {
  send(module: string, contract: unknown, name: string, input: unknown, subject: string): Promise<{ sent: boolean }>
  matters: unknown
  loadQueue(): Promise<void>
  queue: { value: { seq: number; name: string; file?: unknown; input: { params: { file: string } } }[] }
  fileOf(entry: unknown): Promise<Blob>
}

/** In the page, by the client's own outbox; photos are drawn there. */
export const makeAll = (page: Page, records: readonly Made[], area: string): Promise<number> =>
  page.evaluate(
    async ([all, place]) => {
      const { probe } = window as unknown as { probe: Probe }
      const draw = async (n: number): Promise<Blob> => {
        const canvas = new OffscreenCanvas(640, 480)
        const pen = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
        for (let x = 0; x < 16; x++)
          for (let y = 0; y < 12; y++) {
            pen.fillStyle = `hsl(${(n * 47 + x * 13 + y * 29) % 360} 60% ${30 + ((x * y * (n + 1)) % 40)}%)`
            pen.fillRect(x * 40, y * 40, 40, 40)
          }
        return canvas.convertToBlob({ type: 'image/jpeg', quality: 0.85 })
      }
      let kept = 0
      for (const { matter, verb, words, photo, file } of all) {
        const input =
          verb === 'register'
            ? {
                body: {
                  id: matter,
                  kind: 'dispute',
                  description: words,
                  area: place,
                  channel: 'onTheSpot',
                  acceptNow: true,
                },
              }
            : verb === 'attach'
              ? { params: { id: matter, file }, query: {}, body: await draw(photo ?? 0) }
              : {
                  params: { id: matter },
                  body:
                    verb === 'note' ? { text: words } : verb === 'resolve' ? { grade: 'solved', result: words } : {},
                }
        const { sent } = await probe.send('matters', probe.matters, verb, input, matter)
        if (!sent) kept++
      }
      return kept
    },
    [records, area] as const,
  )

/** Every photo that waits, as it lies on the device: id of the file → its bytes. */
export async function photosOn(page: Page): Promise<Map<string, Buffer>> {
  const found = await page.evaluate(async () => {
    const { probe } = window as unknown as { probe: Probe }
    await probe.loadQueue()
    const out: [string, string][] = []
    for (const entry of probe.queue.value) {
      if (!entry.file) continue
      const bytes = new Uint8Array(await (await probe.fileOf(entry)).arrayBuffer())
      out.push([entry.input.params.file, btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))])
    }
    return out
  })
  return new Map(found.map(([file, text]) => [file, Buffer.from(text, 'base64')]))
}

const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
/** What the server makes of each photo when nothing goes wrong: sent once, straight, and read back. */
export async function shaOfEach(api: Api, photos: ReadonlyMap<string, Buffer>): Promise<Map<string, string>> {
  const out = new Map<string, string>()
  let matter = ''
  for (const [at, [file, bytes]] of [...photos].entries()) {
    if (at % 9 === 0) {
      matter = newId(county)
      const body = { id: matter, kind: 'dispute', description: '对照', area: community, channel: 'onTheSpot' }
      await api.post('/matters/register', body)
    }
    const own = newId(county)
    await api.send(`/matters/${matter}/attachments/${own}`, bytes, 'image/jpeg')
    out.set(file, sha(await api.bytes(`/matters/${matter}/attachments/${own}`)))
  }
  return out
}

type StepSeen = {
  verb: string
  text: string | null
  reason: string | null
  data: { file?: string }
  doneAt: string | null
}
/** Each record once, each matter in its order, each photo the one that was taken. */
export async function expectAll(api: Api, records: readonly Made[], shas: ReadonlyMap<string, string>): Promise<void> {
  const matters = new Set(records.map(({ matter }) => matter))
  for (const matter of matters) {
    const mine = records.filter((one) => one.matter === matter)
    const { items } = await api.get<{ items: StepSeen[] }>(`/matters/${matter}/steps`)
    const seen = items
      .filter(({ verb }) => verb !== 'accept')
      .map(({ verb, text, reason, data }) => [
        verb,
        verb === 'attach' ? data.file : verb === 'register' ? null : (text ?? reason),
      ])
    const wanted = mine.map(({ verb, words, file }) => [
      verb,
      verb === 'attach' ? file : verb === 'register' ? null : (words ?? null),
    ])
    expect(seen, matter).toEqual(wanted)
    const files = mine.filter(({ verb }) => verb === 'attach').map(({ file }) => file as string)
    const { attachments } = await api.get<{ attachments: { id: string }[] }>(`/matters/${matter}`)
    expect(attachments.map(({ id }) => id).sort(), matter).toEqual([...files].sort())
    for (const file of files)
      expect(sha(await api.bytes(`/matters/${matter}/attachments/${file}`)), file).toBe(shas.get(file))
  }
}

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { methodOf, newId, urlOf } from '@doorstep/contract'
import { isDownload, isUpload } from '@doorstep/kernel/input.ts'
import { lay } from '@doorstep/modules/matters/test-matters.ts'
import { type Who, world } from '@doorstep/testkit'
import {
  attachUrl,
  type Hostile,
  hostileServer,
  nothingIncoming,
  refused,
  stillWell,
  upload,
} from '@doorstep/testkit/hostile.ts'
import { ask, everyOperation, placeOf, roleFor, whoIs } from '@doorstep/testkit/operations.ts'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

// Line 1: files that are not what they say, and what is given out again.

let h: Hostile
let officer: Who
beforeAll(async () => {
  h = await hostileServer()
  officer = await h.t.as('officer')
})
afterAll(async () => {
  nothingIncoming(h.t.filesDir)
  await stillWell(h)
  await h.close()
})

const entries = await everyOperation()
const newMatter = async () => (await lay(h.t, 'inProgress', { assignee: officer.account })).id
const attach = async (bytes: Buffer, type?: string) => {
  const url = attachUrl(await newMatter(), newId(world.county))
  return { url, reply: await upload(h.t, officer, url, bytes, type) }
}
const plain = (width = 64, height = 48) =>
  sharp({ create: { width, height, channels: 3, background: '#884422' }, limitInputPixels: false })
const gps = {
  IFD0: { Make: 'SecretPhone', Model: 'X1' },
  IFD3: { GPSLatitude: '40/1 0/1 18/1', GPSLatitudeRef: 'N' },
}

/** A PNG of any size in a few bytes: what it says of itself is all there is. */
function pngSaying(width: number, height: number): Buffer {
  const part = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name), data])
    const size = Buffer.alloc(4)
    size.writeUInt32BE(data.length)
    let crc = ~0
    for (const byte of body) {
      crc ^= byte
      for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
    }
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(~crc >>> 0)
    return Buffer.concat([size, body, sum])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const data = deflateSync(Buffer.alloc(5_000_000), { level: 9 })
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    part('IHDR', head),
    part('IDAT', data),
    part('IEND', Buffer.alloc(0)),
  ])
}
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
const page = '<!doctype html><script>alert(1)</script>'
const zip = Buffer.from('504b0506000000000000000000000000000000000000', 'hex')
/** A JPEG whose comment is a script and whose length field reads as the sign of a comment in JavaScript. */
const scriptJpeg = Buffer.concat([
  Buffer.from('ffd8ffe02f2a4a464946000101', 'hex'),
  Buffer.from('*/=1;alert(1)/*'),
  Buffer.alloc(400, 1),
])

describe('refused by what they hold', () => {
  test.each<[string, () => Buffer | Promise<Buffer>, string?]>([
    ['a picture of 2 milliard points', () => pngSaying(65_500, 32_000), 'image/png'],
    ['a picture one point high and endlessly wide', () => pngSaying(2 ** 31 - 1, 1), 'image/png'],
    ['a real picture of 144 megapixels', () => plain(12_000, 12_000).png().toBuffer(), 'image/png'],
    ['a drawing with a script', () => Buffer.from(svg), 'image/svg+xml'],
    ['a drawing that says it is a photo', () => Buffer.from(svg), 'image/jpeg'],
    ['a page named as a photo', () => Buffer.from(page), 'image/jpeg'],
    [
      'a page behind the first bytes of a photo',
      () => Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.from(page)]),
    ],
    ['a script that is a photo as well', () => scriptJpeg],
    ['an archive', () => zip, 'image/png'],
    ['an animated GIF', () => Buffer.from('R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw==', 'base64'), 'image/gif'],
    ['nothing at all', () => Buffer.alloc(0)],
    ['one byte', () => Buffer.from('x')],
    ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(300)])],
    ['half a photo', async () => (await plain(800, 600).jpeg().toBuffer()).subarray(0, 900)],
  ])('%s', async (_name, make, type) => {
    const before = process.memoryUsage().rss
    const { url, reply } = await attach(await make(), type)
    refused(reply, [400, 415])
    expect((await h.t.get(officer, url)).statusCode).toBe(404)
    expect(process.memoryUsage().rss - before).toBeLessThan(600_000_000)
  })
})

describe('kept, as nothing but what they are', () => {
  const kept = async (bytes: Buffer, type?: string) => {
    const { url, reply } = await attach(bytes, type)
    expect(reply.statusCode, reply.body).toBe(200)
    return h.t.get(officer, url)
  }
  test.each<[string, () => Promise<Buffer>, string]>([
    [
      'a photo with a page behind it',
      async () => Buffer.concat([await plain().jpeg().toBuffer(), Buffer.from(page)]),
      'image/jpeg',
    ],
    [
      'a photo with an archive behind it',
      async () => Buffer.concat([await plain().png().toBuffer(), zip]),
      'image/png',
    ],
    [
      'a photo with a script in its comments',
      () =>
        plain()
          .jpeg()
          .withExif({ IFD0: { ImageDescription: page } })
          .toBuffer(),
      'image/jpeg',
    ],
    ['a photo that says it is a page', () => plain().png().toBuffer(), 'text/html'],
    ['a moving picture', () => plain(32, 32).webp({ loop: 0 }).toBuffer(), 'image/webp'],
  ])('%s', async (_name, make, type) => {
    const reply = await kept(await make(), type)
    expect(reply.headers['content-type']).toBe('image/jpeg')
    expect((await sharp(reply.rawPayload).metadata()).pages ?? 1).toBe(1)
    expect(reply.rawPayload.toString('latin1')).not.toMatch(/<script|alert/)
    expect(reply.rawPayload.includes(zip.subarray(0, 8))).toBe(false)
    expect(reply.rawPayload.subarray(-2).toString('hex')).toBe('ffd9')
  })

  test('a paper that is also a page: handed out as a paper to be saved, never shown', async () => {
    const reply = await kept(Buffer.from(`%PDF-1.7\n${page}\n%%EOF`), 'application/pdf')
    expect(reply.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': 'attachment',
      'x-content-type-options': 'nosniff',
    })
    expect(reply.headers['content-security-policy']).toContain('sandbox')
  })

  const pictures = entries.filter(
    ({ operation: { body } }) => isUpload(body) && body['x-upload'].types.includes('image/jpeg'),
  )
  test.each(pictures)('$label keeps nothing of the camera', async (entry) => {
    const who = await whoIs(h.t, roleFor(entry.operation))
    const sample = await entry.sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
    const photo = await plain(600, 400).jpeg().withExif(gps).toBuffer()
    expect(photo.toString('latin1')).toContain('SecretPhone')
    const before = new Set(stored())
    const url = urlOf(entry.operation)
    const reply = await ask(h.t, who, methodOf(entry.operation), url, { ...sample, body: photo }, newId(world.county))
    expect(reply.statusCode, reply.body).toBe(200)
    await h.t.jobs.drain()
    const fresh = stored().filter((path) => !before.has(path))
    expect(fresh).toHaveLength(1)
    for (const path of fresh) {
      const bytes = readFileSync(join(h.t.filesDir, path))
      expect((await sharp(bytes).metadata()).exif).toBeUndefined()
      expect(bytes.toString('latin1')).not.toContain('SecretPhone')
      expect(statSync(join(h.t.filesDir, path)).mode & 0o077).toBe(0)
    }
  })
})
const stored = () =>
  readdirSync(h.t.filesDir, { recursive: true })
    .map(String)
    .filter((path) => /[0-9a-f]{12}$/.test(path))

describe('given out', () => {
  const downloads = entries.filter(({ operation }) => isDownload(operation.reply))
  test.each(downloads)('$label: the declared type, nothing guessed, nothing run', async (entry) => {
    const { operation } = entry
    const who = await whoIs(h.t, roleFor(operation))
    const sample = await entry.sample({ t: h.t, who, relation: 'own', place: placeOf('own') })
    const reply = await ask(h.t, who, 'get', urlOf(operation), sample, newId(world.county))
    expect([200, 302], reply.body.slice(0, 200)).toContain(reply.statusCode)
    const type = String(reply.headers['content-type'])
    if (!isDownload(operation.reply)) throw new Error('no download')
    const plainType = (one: string) => one.toLowerCase().replace('; charset=utf-8', '')
    expect(operation.reply['x-download'].map(plainType)).toContain(plainType(type))
    expect(reply.headers['x-content-type-options']).toBe('nosniff')
    const policy = String(reply.headers['content-security-policy'])
    expect(policy).toContain("frame-ancestors 'none'")
    expect(policy).not.toMatch(/script-src[^;]*unsafe/)
    if (type.startsWith('text/css')) return
    if (type.startsWith('text/html')) expect(policy).toMatch(/default-src 'none'|default-src 'self'/)
    else {
      expect(policy).toContain('sandbox')
      expect(policy).toContain("default-src 'none'")
    }
    if (!/^(image|audio|text\/html)/.test(type)) expect(reply.headers['content-disposition']).toMatch(/^attachment/)
    if (operation.personal) expect(reply.headers['cache-control']).toBe('no-store')
  })

  test.each([
    ['turned round', '\u202efdp.exe\u202c', 'fdp '],
    ['with a NUL and line ends', 'a\u0000b\r\nset-cookie: x=1\r\n\r\n<p>', undefined],
    ['with folders', '../../../../etc/passwd', '........etcpasswd'],
    ['with quotes and semicolons', 'x"; filename=evil.html; y="', 'x; filename=evil'],
    ['with two endings', 'ledger.csv.exe.html', 'ledger.csv.exe'],
    ['with half a character', '\ud800.csv', undefined],
  ])('a name %s stays a name', async (_name, name, left) => {
    const id = newId(world.county)
    const admin = await h.t.as('countyAdmin', world.county)
    const reply = await h.t.app.inject({
      method: 'POST',
      url: `/api/ledgers/runs/${id}/file`,
      query: { name },
      headers: { ...admin.headers, 'content-type': 'text/csv', 'idempotency-key': id },
      payload: '编号,类型,内容\n1,纠纷,好\n',
    })
    if (left === undefined && reply.statusCode !== 200) return refused(reply, 400)
    expect(reply.statusCode, reply.body).toBe(200)
    const report = await h.t.get(admin, `/api/ledgers/runs/${id}/report`)
    const disposition = String(report.headers['content-disposition'])
    expect(disposition).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~-]+\.csv$/)
    const shown = decodeURIComponent(disposition.split("''")[1] ?? '')
    expect(shown).not.toMatch(/[\p{Cc}\p{Cf}/\\"]/u)
    if (left) expect(shown.startsWith(left), shown).toBe(true)
    expect(report.headers['set-cookie']).toBeUndefined()
  })
})

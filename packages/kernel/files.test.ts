import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newId } from '@doorstep/contract'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Files, localFiles } from './files.ts'

let root: string
let files: Files
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'doorstep-files-test-'))
  files = localFiles(root)
})
afterAll(() => rm(root, { recursive: true, force: true }))
const images = { types: ['image/jpeg', 'image/png'], maxBytes: 2_000_000 }
const receive = (bytes: Uint8Array, options = images) => files.receive(Readable.from([bytes]), options)
const photo = () => sharp({ create: { width: 600, height: 400, channels: 3, background: '#885533' } })

describe('files', () => {
  it('re-encodes photos, so place and device do not stay in them', async () => {
    const withPlace = await photo()
      .withExif({ IFD0: { Make: 'SecretPhone' }, IFD3: { GPSLatitude: '40/1 0/1 0/1' } })
      .jpeg()
      .toBuffer()
    expect(withPlace.includes('SecretPhone')).toBe(true)
    const id = newId(620999)
    const kept = await files.keep(await receive(withPlace), id)
    const opened = await files.open(id)
    const stored = await buffer(opened?.stream as Readable)
    expect(kept).toMatchObject({ type: 'image/jpeg', bytes: stored.length })
    expect(stored.includes('SecretPhone')).toBe(false)
    expect((await sharp(stored).metadata()).exif).toBeUndefined()
  })
  it('goes by the content, not by what is claimed', async () => {
    await expect(receive(Buffer.from('<script>alert(1)</script>'))).rejects.toMatchObject({
      code: 'request.unsupported',
    })
    await expect(receive(Buffer.from('%PDF-1.7 polyglot'))).rejects.toMatchObject({ code: 'request.unsupported' })
    await expect(receive(Buffer.alloc(0))).rejects.toMatchObject({ code: 'request.invalid' })
  })
  it('drops what hides behind a picture', async () => {
    const polyglot = Buffer.concat([
      await photo().png().toBuffer(),
      Buffer.from('<html><script>steal()</script></html>'),
    ])
    const id = newId(620999)
    await files.keep(await receive(polyglot), id)
    const opened = await files.open(id)
    expect((await buffer(opened?.stream as Readable)).includes('steal()')).toBe(false)
  })
  it('refuses a broken picture and one that unpacks beyond all measure', async () => {
    const torn = (await photo().jpeg().toBuffer()).subarray(0, 400)
    await expect(files.keep(await receive(torn), newId(620999))).rejects.toMatchObject({ code: 'request.unsupported' })
    const bomb = await sharp({
      create: { width: 12_000, height: 12_000, channels: 3, background: '#000' },
      limitInputPixels: false,
    })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bomb.length).toBeLessThan(images.maxBytes)
    await expect(files.keep(await receive(bomb), newId(620999))).rejects.toMatchObject({ code: 'request.unsupported' })
  })
  it('stops reading at the limit and leaves nothing behind', async () => {
    let sent = 0
    const endless = Readable.from(
      (function* () {
        for (;;) {
          sent += 100_000
          yield Buffer.alloc(100_000, 1)
        }
      })(),
    )
    await expect(files.receive(endless, images)).rejects.toMatchObject({ code: 'request.tooLarge' })
    expect(sent).toBeLessThan(10_000_000)
    await expect(readFile(join(root, 'incoming', 'anything'))).rejects.toThrow()
  })
  it('knows no path but its own', async () => {
    await expect(files.open('620999-../../../../etc/passwd')).rejects.toMatchObject({ code: 'request.invalid' })
    expect(await files.open(newId(620999))).toBeUndefined()
  })
})

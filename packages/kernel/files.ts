import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Failure, splitId, type Upload } from '@doorstep/contract'
import { fileTypeFromFile } from 'file-type'
import sharp from 'sharp'
import { roomIn } from './room.ts'

export type StoredFile = { type: string; bytes: number; sha256: string }
export type Files = {
  /** Streams a request's body to a private place, checks size and content; the caller must `discard` it in the end. */
  receive(stream: NodeJS.ReadableStream, options: { types: readonly string[]; maxBytes: number }): Promise<Upload>
  discard(upload: Upload): Promise<void>
  /** Keeps an upload under an API id. Images are re-encoded, so nothing of the camera (place, device) stays in them. */
  keep(upload: Upload, id: string): Promise<StoredFile>
  open(id: string): Promise<{ stream: NodeJS.ReadableStream; bytes: number } | undefined>
  remove(id: string): Promise<void>
  /** True when what fails now fails for want of room. */
  isFull(): boolean
  /** API ids of the files that were kept before this moment (milliseconds). */
  keptBefore(moment: number): AsyncIterable<string>
  /** Removes uploads and half-written files of processes that ended. @returns how many */
  clearParts(before: number): Promise<number>
}

const imageTypes = new Set(['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/heif', 'image/avif'])
const maxPixels = 60_000_000 // a 50-megapixel phone photo passes, a decompression bomb does not

/** Files in a local folder: `<root>/<county>/<two hex digits>/<uuid>`. */
export function localFiles(root: string): Files {
  const room = roomIn(root)
  const incoming = join(root, 'incoming')
  const pathOf = (id: string) => {
    const { county, uuid } = splitId(id)
    if (!/^[0-9a-f-]{36}$/.test(uuid)) throw new Failure('invalid', 'request.invalid', { id })
    return join(root, String(county), uuid.slice(-2), uuid)
  }
  return {
    async receive(stream, options) {
      room.assertSpare()
      await mkdir(incoming, { recursive: true, mode: 0o700 })
      const path = join(incoming, randomUUID())
      try {
        const { bytes, sha256 } = await drain(stream, path, options.maxBytes)
        const type = await typeOf(path, options.types)
        return { path, type, bytes, sha256 }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    discard: (upload) => rm(upload.path, { force: true }),
    async keep(upload, id) {
      const target = pathOf(id)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      const part = `${target}.${randomUUID()}.part`
      const kept = imageTypes.has(upload.type) ? await reencode(upload, part) : await copy(upload, part)
      await rename(part, target)
      await settle(dirname(target))
      return kept
    },
    async open(id) {
      const path = pathOf(id)
      const info = await stat(path).catch(() => undefined)
      return info ? { stream: createReadStream(path), bytes: info.size } : undefined
    },
    remove: (id) => rm(pathOf(id), { force: true }),
    isFull: room.isFull,
    async *keptBefore(moment) {
      for await (const { path, name, county } of storedIn(root))
        if (isUuid(name) && (await ageOf(path)) < moment) yield `${county}-${name}`
    },
    async clearParts(before) {
      const parts = (await listOf(incoming)).map((name) => join(incoming, name))
      for await (const { path, name } of storedIn(root)) if (name.endsWith('.part')) parts.push(path)
      let gone = 0
      for (const path of parts)
        if ((await ageOf(path)) < before) {
          await rm(path, { force: true })
          gone++
        }
      return gone
    },
  }
}

const isUuid = (name: string): boolean => /^[0-9a-f-]{36}$/.test(name)
const listOf = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
/** When it was written; one that is gone in the meantime is as young as can be. */
const ageOf = async (path: string): Promise<number> =>
  (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY

async function* storedIn(root: string): AsyncGenerator<{ path: string; name: string; county: string }> {
  for (const county of await listOf(root)) {
    if (!/^\d{6}$/.test(county)) continue
    for (const drawer of await listOf(join(root, county)))
      for (const name of await listOf(join(root, county, drawer)))
        yield { path: join(root, county, drawer, name), name, county }
  }
}

async function drain(stream: NodeJS.ReadableStream, path: string, maxBytes: number) {
  const hash = createHash('sha256')
  let bytes = 0
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      bytes += chunk.length
      if (bytes > maxBytes)
        return callback(new Failure('tooLarge', 'request.tooLarge', { maxMegabytes: Math.round(maxBytes / 1e6) }))
      hash.update(chunk)
      callback(null, chunk)
    },
  })
  await pipeline(stream, meter, createWriteStream(path, { mode: 0o600 }))
  if (bytes === 0) throw new Failure('invalid', 'request.invalid', { reason: 'empty' })
  return { bytes, sha256: hash.digest('hex') }
}

/** The type is what the content says, not what the name or header claims. */
async function typeOf(path: string, allowed: readonly string[]): Promise<string> {
  // Firefox records `audio/ogg; codecs=opus`: the codec is not part of the type.
  const found = (await fileTypeFromFile(path))?.mime.split(';')[0]
  // Recorders of browsers write voice notes into containers that are named after video.
  const type =
    found === 'video/webm' && allowed.includes('audio/webm')
      ? 'audio/webm'
      : found === 'video/mp4' && !allowed.includes('video/mp4')
        ? 'audio/mp4'
        : found === 'audio/x-m4a'
          ? 'audio/mp4'
          : (found ?? (await textType(path, allowed)))
  if (!type || !allowed.includes(type)) throw new Failure('unsupported', 'request.unsupported', { allowed })
  return type
}

/** Text has no signature: it is what the operation asked for, if it is text at all. */
async function textType(path: string, allowed: readonly string[]): Promise<string | undefined> {
  const wanted = allowed.find((type) => /^text\/|json$/.test(type))
  if (!wanted) return undefined
  // Tables of older programs come in the encodings that those wrote.
  const encodings = wanted === 'text/csv' ? ['utf-8', 'gb18030', 'utf-16le'] : ['utf-8']
  for (const encoding of encodings) if (await isText(path, encoding)) return wanted
  return undefined
}
async function isText(path: string, encoding: string): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  try {
    for await (const chunk of createReadStream(path))
      if (decoder.decode(chunk as Buffer, { stream: true }).includes('\0')) return false
    return !decoder.decode().includes('\0')
  } catch {
    return false
  }
}

async function reencode(upload: Upload, path: string): Promise<StoredFile> {
  const image = await smaller(upload.path)
  await writeWhole(path, Readable.from([image]))
  return { type: 'image/jpeg', bytes: image.length, sha256: createHash('sha256').update(image).digest('hex') }
}

async function smaller(path: string): Promise<Buffer> {
  try {
    return await sharp(path, { limitInputPixels: maxPixels, failOn: 'error' })
      .rotate()
      .resize(2560, 2560, { fit: 'inside', withoutEnlargement: true })
      .jpeg({ quality: 82, mozjpeg: false })
      .toBuffer()
  } catch {
    throw new Failure('unsupported', 'request.unsupported', { reason: 'image' })
  }
}

async function copy(upload: Upload, path: string): Promise<StoredFile> {
  await writeWhole(path, createReadStream(upload.path))
  return { type: upload.type, bytes: upload.bytes, sha256: upload.sha256 }
}

/** On the disk when it returns, not only on its way there; nothing is left of one that did not fit. */
async function writeWhole(path: string, content: Readable): Promise<void> {
  try {
    await pipeline(content, createWriteStream(path, { mode: 0o600, flush: true }))
  } catch (error) {
    await rm(path, { force: true })
    throw error
  }
}

/** A new name is only safe from a power cut when its folder is on the disk too. */
async function settle(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

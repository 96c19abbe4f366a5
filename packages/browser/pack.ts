/**
 * Any value that waits on the device as bytes, so that it can be sealed whole: JSON, and behind it the files that lie in
 * it (photos, voice notes). Layout: length of the JSON (4 bytes), the JSON, the files one after another.
 */
type Filed = { $file: number; type: string; bytes: number }
const isFiled = (value: unknown): value is Filed => typeof value === 'object' && value !== null && '$file' in value

export async function pack(value: unknown): Promise<Uint8Array<ArrayBuffer>> {
  const files: Blob[] = []
  const text = JSON.stringify(value ?? null, (_key, inner: unknown) => {
    if (!(inner instanceof Blob)) return inner
    files.push(inner)
    return { $file: files.length - 1, type: inner.type, bytes: inner.size } satisfies Filed
  })
  const head = new TextEncoder().encode(text)
  const parts = await Promise.all(files.map((file) => file.arrayBuffer()))
  const size = 4 + head.length + parts.reduce((sum, part) => sum + part.byteLength, 0)
  const packed = new Uint8Array(size)
  new DataView(packed.buffer).setUint32(0, head.length)
  packed.set(head, 4)
  let at = 4 + head.length
  for (const part of parts) {
    packed.set(new Uint8Array(part), at)
    at += part.byteLength
  }
  return packed
}

export function unpack(packed: Uint8Array<ArrayBuffer>): unknown {
  const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0)
  const text = new TextDecoder().decode(packed.subarray(4, 4 + length))
  let at = 4 + length
  const files: Blob[] = []
  // Files lie in the order of their numbers, which is the order in which JSON.parse meets them only by chance.
  const found: Filed[] = []
  JSON.parse(text, (_key, inner: unknown) => {
    if (isFiled(inner)) found.push(inner)
    return inner
  })
  for (const { $file, type, bytes } of found.sort((a, b) => a.$file - b.$file)) {
    files[$file] = new Blob([packed.slice(at, at + bytes)], { type })
    at += bytes
  }
  return JSON.parse(text, (_key, inner: unknown) => (isFiled(inner) ? files[inner.$file] : inner))
}

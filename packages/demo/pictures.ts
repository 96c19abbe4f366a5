import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Demo } from './demo.ts'
import { diceOf } from './dice.ts'

/** A drawing made into a JPEG in the scratch folder, from where it is kept as often as wanted. */
export type Picture = { path: string; bytes: number; sha256: string }

/** @param drawings SVG documents by name @param grain how much it looks taken with a phone in poor light, 0 not at all */
export async function drawPictures(
  demo: Pick<Demo, 'scratch'>,
  drawings: Readonly<Record<string, string>>,
  options: { quality: number; grain: number },
): Promise<Map<string, Picture>> {
  const noise = options.grain > 0 ? await grain(options.grain) : undefined
  const drawn = Object.entries(drawings).map(async ([name, svg]): Promise<[string, Picture]> => {
    const path = join(demo.scratch, `${name}.jpg`)
    const plain = sharp(Buffer.from(svg))
    const image = noise ? plain.blur(0.8).composite([{ input: noise, tile: true, blend: 'soft-light' }]) : plain
    await image.jpeg({ quality: options.quality }).toFile(path)
    const content = await readFile(path)
    return [name, { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }]
  })
  return new Map(await Promise.all(drawn))
}

/** The picture is in its final shape, so the store is to take it as it is; `image/jpeg` would be encoded once more. */
export async function keepPicture(demo: Pick<Demo, 'parts'>, picture: Picture, id: string): Promise<void> {
  await demo.parts.files.keep({ ...picture, type: 'application/octet-stream' }, id)
}

/** A tile of fine noise, the same every time. */
function grain(strength: number): Promise<Buffer> {
  const side = 256
  const dice = diceOf(1, 'grain')
  const grey = Uint8Array.from({ length: side * side }, () => {
    const bell = dice.next() + dice.next() + dice.next() - 1.5
    return Math.max(0, Math.min(255, 128 + bell * strength))
  })
  return sharp(grey, { raw: { width: side, height: side, channels: 1 } })
    .png()
    .toBuffer()
}

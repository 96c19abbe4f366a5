import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import fontkit from '@pdf-lib/fontkit'

export type Weight = 'regular' | 'bold'
/** One font file, or one slice of a font that is published in slices. */
export type Face = {
  /** Name in the PDF, without spaces. */
  name: string
  /** `cff`: codes in the page are the font's own CIDs. `truetype`: codes are ours, mapped to glyphs at the end. */
  kind: 'cff' | 'truetype'
  file: string
  axes: Record<string, number> | undefined
}
/** A character as a page writes it. Width in thousandths of the type size. */
export type Sign = { face: Face; code: number | undefined; width: number; text: string }

type FullFont = {
  glyphForCodePoint(point: number): { id: number; advanceWidth: number }
  'CFF ': { topDict: { charset: { ranges: { first: number; nLeft: number }[] } } }
}
/** Printed where no font has the sign: the mark that Chinese typesetters use for it. */
const geta = '〓'

const folderOf = (name: string): string => dirname(createRequire(import.meta.url).resolve(`${name}/package.json`))
const mainFolder = (): string => dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-sc'))
const files = { regular: 'NotoSansHans-Regular.otf', bold: 'NotoSansHans-Bold.otf' } as const

/** Noto Sans Hans: all of GB 18030's two-byte and Extension A characters, and the 8,105 of the General Standard table. */
function openMain(weight: Weight) {
  const file = join(mainFolder(), '../fonts', files[weight])
  const font = fontkit.create(readFileSync(file)) as unknown as FullFont
  const cids = cidsOf(font['CFF '].topDict.charset.ranges)
  const face: Face = { name: files[weight].replace('.otf', ''), kind: 'cff', file, axes: undefined }
  return (point: number): Sign | undefined => {
    const glyph = font.glyphForCodePoint(point)
    if (glyph.id === 0) return undefined
    return { face, code: cids[glyph.id], width: glyph.advanceWidth, text: String.fromCodePoint(point) }
  }
}

function cidsOf(ranges: readonly { first: number; nLeft: number }[]): number[] {
  const cids = [0]
  for (const { first, nLeft } of ranges) for (let at = 0; at <= nLeft; at++) cids.push(first + at)
  return cids
}

/** Noto Sans JP, in slices by character: has characters of Extension B that stand in names, like 𠮷. */
function openSpare(weight: Weight) {
  const folder = folderOf('@fontsource-variable/noto-sans-jp')
  const slices = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  const points = new Map<number, Face>()
  for (const [key, ranges] of Object.entries(slices)) {
    const slice = key.replace(/[[\]]/g, '')
    const face: Face = {
      name: `NotoSansJP-${slice}-${weight}`,
      kind: 'truetype',
      file: join(folder, 'files', `noto-sans-jp-${slice}-wght-normal.woff2`),
      axes: { wght: weight === 'bold' ? 700 : 400 },
    }
    for (const range of ranges.split(',')) {
      const [from, to] = range
        .trim()
        .slice(2)
        .split('-')
        .map((hex) => Number.parseInt(hex, 16)) as [number, number?]
      // Only ideographs come from here, and those are as wide as the type is high.
      for (let point = from; point <= (to ?? from); point++) if (point >= 0x3400) points.set(point, face)
    }
  }
  return (point: number): Sign | undefined => {
    const face = points.get(point)
    return face && { face, code: undefined, width: 1000, text: String.fromCodePoint(point) }
  }
}

const opened = new Map<Weight, (sign: string) => Sign & { missing: boolean }>()

/** Looks a character up: the main font, then the spare one, then the mark for a missing sign. Read once per process. */
export function signs(weight: Weight): (sign: string) => Sign & { missing: boolean } {
  const known = opened.get(weight)
  if (known) return known
  const main = openMain(weight)
  const spare = openSpare(weight)
  const seen = new Map<string, Sign & { missing: boolean }>()
  const look = (sign: string) => {
    const found = seen.get(sign)
    if (found) return found
    const point = sign.codePointAt(0) ?? 0
    const own = main(point) ?? spare(point)
    const made = { ...(own ?? (main(geta.codePointAt(0) as number) as Sign)), missing: !own }
    seen.set(sign, made)
    return made
  }
  opened.set(weight, look)
  return look
}

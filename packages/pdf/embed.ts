import { readFile } from 'node:fs/promises'
import fontkit from '@pdf-lib/fontkit'
import { type PDFContext, PDFHexString, PDFName, type PDFRef, PDFString } from 'pdf-lib'
import subsetFont from 'subset-font'
import type { Face, Sign } from './faces.ts'

type Subset = {
  ascent: number
  descent: number
  capHeight: number
  unitsPerEm: number
  bbox: { minX: number; minY: number; maxX: number; maxY: number }
  glyphForCodePoint(point: number): { id: number }
}

/**
 * Writes what a page used of a face into the document, once: a subset made by HarfBuzz, embedded as a composite font
 * whose text can be searched and copied. (pdf-lib's own way loses the glyphs of CID-keyed OpenType fonts.)
 * @param used code in the pages → character
 */
export async function embedFace(
  context: PDFContext,
  ref: PDFRef,
  face: Face,
  used: ReadonlyMap<number, Sign>,
): Promise<void> {
  const text = [...used.values()].map((sign) => sign.text).join('')
  const data = await subsetFont(await readFile(face.file), text, {
    targetFormat: 'truetype',
    noLayoutClosure: true,
    ...(face.axes && { variationAxes: face.axes }),
  })
  const subset = fontkit.create(data) as unknown as Subset
  const name = `${tagOf(text)}+${face.name}`
  const descriptor = context.obj({
    Type: 'FontDescriptor',
    FontName: name,
    Flags: 4,
    FontBBox: [subset.bbox.minX, subset.bbox.minY, subset.bbox.maxX, subset.bbox.maxY],
    ItalicAngle: 0,
    Ascent: subset.ascent,
    Descent: subset.descent,
    CapHeight: subset.capHeight || subset.ascent,
    StemV: 80,
    ...(face.kind === 'cff'
      ? { FontFile3: context.register(context.flateStream(tableOf(data, 'CFF '), { Subtype: 'CIDFontType0C' })) }
      : { FontFile2: context.register(context.flateStream(data, { Length1: data.length })) }),
  })
  const descendant = context.obj({
    Type: 'Font',
    Subtype: face.kind === 'cff' ? 'CIDFontType0' : 'CIDFontType2',
    BaseFont: name,
    CIDSystemInfo: { Registry: PDFString.of('Adobe'), Ordering: PDFString.of('Identity'), Supplement: 0 },
    FontDescriptor: context.register(descriptor),
    DW: 1000,
    W: [...used].flatMap(([code, sign]) => [code, [sign.width]]),
    ...(face.kind === 'truetype' && { CIDToGIDMap: context.register(context.flateStream(gidMap(subset, used))) }),
  })
  context.assign(
    ref,
    context.obj({
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: PDFName.of(name),
      Encoding: 'Identity-H',
      DescendantFonts: [context.register(descendant)],
      ToUnicode: context.register(context.flateStream(toUnicode(used))),
    }),
  )
}

/** Six capitals before the name say that it is a subset; made from what is in it, so that the same input gives the same file. */
function tagOf(text: string): string {
  let hash = 7
  for (const sign of text) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 308_915_776 // 26^6
  return Array.from({ length: 6 }, (_, at) => String.fromCharCode(65 + (Math.floor(hash / 26 ** at) % 26))).join('')
}

/** One table of an OpenType file. */
function tableOf(data: Uint8Array, tag: string): Uint8Array {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength)
  for (let at = 12; at < 12 + view.getUint16(4) * 16; at += 16)
    if (String.fromCharCode(...data.subarray(at, at + 4)) === tag)
      return data.subarray(view.getUint32(at + 8), view.getUint32(at + 8) + view.getUint32(at + 12))
  throw new Error(`the font has no table ${tag}`)
}

function gidMap(subset: Subset, used: ReadonlyMap<number, Sign>): Uint8Array {
  const map = new Uint8Array(2 * (Math.max(...used.keys()) + 1))
  const view = new DataView(map.buffer)
  for (const [code, sign] of used) view.setUint16(2 * code, subset.glyphForCodePoint(sign.text.codePointAt(0) ?? 0).id)
  return map
}

const hex = (code: number): string => code.toString(16).padStart(4, '0').toUpperCase()

function toUnicode(used: ReadonlyMap<number, Sign>): string {
  const rows = [...used].map(
    ([code, sign]) => `<${hex(code)}> ${PDFHexString.fromText(sign.text).toString().replace(/FEFF/i, '')}`,
  )
  const blocks: string[] = []
  for (let at = 0; at < rows.length; at += 100) {
    const block = rows.slice(at, at + 100)
    blocks.push(`${block.length} beginbfchar\n${block.join('\n')}\nendbfchar`)
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`
}

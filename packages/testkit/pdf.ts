import { inflateSync } from 'node:zlib'
import { PDFArray, PDFDict, PDFDocument, PDFName, type PDFRawStream } from 'pdf-lib'

type Font = { name: string; embedded: boolean; letters: Map<string, string> }

/** The fonts of a file as a reader sees them: is the program in it, and which text does a code stand for? */
export async function readPdf(bytes: Uint8Array): Promise<{ fonts: Font[]; texts: string[] }> {
  const doc = await PDFDocument.load(bytes)
  const byTag = new Map<string, Font>()
  const texts: string[] = []
  for (const page of doc.getPages()) {
    const fonts = page.node.Resources()!.lookup(PDFName.of('Font'), PDFDict)
    for (const [tag] of fonts.entries()) {
      const font = fonts.lookup(tag, PDFDict)
      const descendant = font.lookup(PDFName.of('DescendantFonts'), PDFArray).lookup(0, PDFDict)
      const descriptor = descendant.lookup(PDFName.of('FontDescriptor'), PDFDict)
      const program = descriptor.get(PDFName.of('FontFile3')) ?? descriptor.get(PDFName.of('FontFile2'))
      byTag.set(tag.asString(), {
        name: font.get(PDFName.of('BaseFont'))!.toString(),
        embedded: program !== undefined,
        letters: lettersOf(streamOf(font.lookup(PDFName.of('ToUnicode')))),
      })
    }
    const content = streamOf(page.node.lookup(PDFName.of('Contents')))
    let tag = ''
    for (const [, font, codes] of content.matchAll(/(\/F\d+) [\d.]+ Tf|<([0-9a-f]+)> Tj/g))
      if (font) tag = font
      else
        texts.push(
          codes!
            .match(/.{4}/g)!
            .map((code) => byTag.get(tag)!.letters.get(code.toUpperCase()))
            .join(''),
        )
  }
  return { fonts: [...byTag.values()], texts }
}
const streamOf = (stream: unknown): string => inflateSync((stream as PDFRawStream).contents).toString('latin1')
const lettersOf = (cmap: string) =>
  new Map(
    [...cmap.matchAll(/<([0-9A-F]{4})> <([0-9A-Fa-f]+)>/g)].map(([, code, text]) => [
      code!,
      Buffer.from(text!, 'hex').swap16().toString('utf16le'),
    ]),
  )

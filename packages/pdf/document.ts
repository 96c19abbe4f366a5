import { PDFDocument, type PDFImage, PDFName, type PDFPage, type PDFRef } from 'pdf-lib'
import { embedFace } from './embed.ts'
import { type Face, type Sign, signs, type Weight } from './faces.ts'
import { clipped, linesOf } from './lines.ts'
import { boxPath, type Colour, number as n, points as pt, rgb } from './paths.ts'
import { modulesOf } from './qr.ts'

const sizes = { a4: [210, 297], a5: [148, 210] } as const
type Format = keyof typeof sizes

type TextStyle = {
  /** Type size in points. */
  size: number
  weight?: Weight
  colour?: Colour
  align?: 'left' | 'centre' | 'right'
  /** Distance of base lines as a multiple of the size. */
  leading?: number
  maxLines?: number
  /** Extra space between characters, in points. */
  tracking?: number
}
/** All positions and measures in millimetres from the top left corner of the page. */
export type Sheet = {
  width: number
  height: number
  /** Sets text in a column; `y` is the top of the first line. @returns the height it took. */
  text(words: string, at: { x: number; y: number; width: number }, style: TextStyle): number
  rectangle(at: Box, look: { fill?: Colour; line?: Colour; lineWidth?: number; radius?: number }): void
  line(
    from: { x: number; y: number },
    to: { x: number; y: number },
    look: { colour: Colour; width?: number; dash?: number[] },
  ): void
  /** A QR code in vectors, without its quiet zone. */
  qr(content: string, at: { x: number; y: number; size: number }, colour?: Colour): void
  /** Fills the box and cuts what hangs over, like `object-fit: cover`. */
  image(image: Image, at: Box & { radius?: number }): void
}
type Box = { x: number; y: number; width: number; height: number }
export type Image = PDFImage
export type Pdf = {
  sheet(format: Format | readonly [width: number, height: number]): Sheet
  jpeg(bytes: Uint8Array): Promise<Image>
  png(bytes: Uint8Array): Promise<Image>
  widthOf(text: string, size: number, weight?: Weight, tracking?: number): number
  /** Characters that no font has; they are printed as 〓. */
  missing: ReadonlySet<string>
  finish(): Promise<Uint8Array>
}
type UsedFace = { face: Face; ref: PDFRef; tag: string; used: Map<number, Sign>; codes: Map<string, number> }
type Open = { doc: PDFDocument; faces: Map<Face, UsedFace>; missing: Set<string> }

/** A new document. Fonts are made into subsets once, in `finish`. @param made instant written into the file */
export async function openPdf(about: { title: string; author: string; made: string; language?: string }): Promise<Pdf> {
  const doc = await PDFDocument.create({ updateMetadata: false })
  doc.setTitle(about.title, { showInWindowTitleBar: true })
  doc.setAuthor(about.author)
  doc.setLanguage(about.language ?? 'zh-CN')
  doc.setCreationDate(new Date(about.made))
  const open: Open = { doc, faces: new Map(), missing: new Set() }
  const pages: { page: PDFPage; ops: string[] }[] = []
  return {
    sheet(format) {
      const [width, height] = typeof format === 'string' ? sizes[format] : format
      const page = doc.addPage([pt(width), pt(height)])
      const ops: string[] = []
      pages.push({ page, ops })
      return sheetOn(open, page, ops, width, height)
    },
    jpeg: (bytes) => doc.embedJpg(bytes),
    png: (bytes) => doc.embedPng(bytes),
    widthOf: (text, size, weight = 'regular', tracking = 0) => widthOf(text, size, weight, tracking),
    missing: open.missing,
    async finish() {
      for (const { face, ref, used } of open.faces.values()) await embedFace(doc.context, ref, face, used)
      for (const { page, ops } of pages) {
        const content = doc.context.register(doc.context.flateStream(ops.join('\n')))
        page.node.set(PDFName.of('Contents'), content)
      }
      return doc.save({ useObjectStreams: true })
    },
  }
}

function widthOf(text: string, size: number, weight: Weight, tracking: number): number {
  const look = signs(weight)
  let width = 0
  for (const sign of text) width += (look(sign).width * size) / 1000 + tracking
  return (width * 25.4) / 72
}

function sheetOn(open: Open, page: PDFPage, ops: string[], width: number, height: number): Sheet {
  const up = (y: number): number => pt(height - y)
  return {
    width,
    height,
    text(words, at, style) {
      const { size, weight = 'regular', leading = 1.5, tracking = 0 } = style
      const measure = (text: string) => widthOf(text, size, weight, tracking)
      const all = linesOf(words, at.width, measure)
      const lines = style.maxLines ? clipped(all, style.maxLines, at.width, measure) : all
      const step = (size * leading * 25.4) / 72
      lines.forEach((line, index) => {
        const spare = at.width - measure(line)
        const x = at.x + (style.align === 'centre' ? spare / 2 : style.align === 'right' ? spare : 0)
        // The box of a Chinese character stands 0.88 above and 0.12 below its base line.
        const base = at.y + step * index + step / 2 + (size * 0.38 * 25.4) / 72
        ops.push(lineOps(open, page, line, weight, size, tracking, style.colour ?? '#000000', pt(x), up(base)))
      })
      return step * lines.length
    },
    rectangle(at, look) {
      const path = boxPath(pt(at.x), up(at.y + at.height), pt(at.width), pt(at.height), pt(look.radius ?? 0))
      const fill = look.fill ? `${rgb(look.fill)} rg ` : ''
      const line = look.line ? `${rgb(look.line)} RG ${n(pt(look.lineWidth ?? 0.25))} w ` : ''
      ops.push(`q ${fill}${line}${path} ${look.fill && look.line ? 'B' : look.fill ? 'f' : 'S'} Q`)
    },
    line(from, to, look) {
      const dash = look.dash ? `[${look.dash.map((mm) => n(pt(mm))).join(' ')}] 0 d ` : ''
      ops.push(
        `q ${rgb(look.colour)} RG ${n(pt(look.width ?? 0.25))} w ${dash}${n(pt(from.x))} ${n(up(from.y))} m ${n(pt(to.x))} ${n(up(to.y))} l S Q`,
      )
    },
    qr(content, at, colour = '#000000') {
      const { count, runs } = modulesOf(content)
      const module = pt(at.size) / count
      const boxes = runs.map(
        ({ column, row, length }) =>
          `${n(pt(at.x) + column * module)} ${n(up(at.y) - (row + 1) * module)} ${n(length * module)} ${n(module)} re`,
      )
      ops.push(`q ${rgb(colour)} rg ${boxes.join(' ')} f Q`)
    },
    image(image, at) {
      const tag = page.node.newXObject('Im', image.ref)
      const scale = Math.max(pt(at.width) / image.width, pt(at.height) / image.height)
      const [w, h] = [image.width * scale, image.height * scale]
      const [x, y] = [pt(at.x) + (pt(at.width) - w) / 2, up(at.y + at.height) + (pt(at.height) - h) / 2]
      const clip = boxPath(pt(at.x), up(at.y + at.height), pt(at.width), pt(at.height), pt(at.radius ?? 0))
      ops.push(`q ${clip} W n ${n(w)} 0 0 ${n(h)} ${n(x)} ${n(y)} cm ${tag} Do Q`)
    },
  }
}

/** One line of text, in runs of one face each. */
function lineOps(
  open: Open,
  page: PDFPage,
  line: string,
  weight: Weight,
  size: number,
  tracking: number,
  colour: Colour,
  x: number,
  y: number,
): string {
  const look = signs(weight)
  const parts: string[] = []
  let current: UsedFace | undefined
  let run = ''
  const flush = () => {
    if (run) parts.push(`<${run}> Tj`)
    run = ''
  }
  for (const char of line) {
    const sign = look(char)
    if (sign.missing) open.missing.add(char)
    const used = faceOf(open, sign.face)
    if (used !== current) {
      flush()
      page.node.setFontDictionary(PDFName.of(used.tag), used.ref as never)
      parts.push(`/${used.tag} ${n(size)} Tf`)
      current = used
    }
    run += codeOf(used, sign).toString(16).padStart(4, '0')
  }
  flush()
  return `BT ${rgb(colour)} rg ${n(tracking)} Tc 1 0 0 1 ${n(x)} ${n(y)} Tm ${parts.join(' ')} ET`
}

function faceOf(open: Open, face: Face): UsedFace {
  const known = open.faces.get(face)
  if (known) return known
  const made = { face, ref: open.doc.context.nextRef(), tag: `F${open.faces.size}`, used: new Map(), codes: new Map() }
  open.faces.set(face, made)
  return made
}

function codeOf(face: UsedFace, sign: Sign): number {
  const code = sign.code ?? face.codes.get(sign.text) ?? face.codes.size + 1
  face.codes.set(sign.text, code)
  face.used.set(code, sign)
  return code
}

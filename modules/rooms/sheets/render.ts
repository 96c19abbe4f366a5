import { join } from 'node:path'
import { loadWords } from '@doorstep/kernel/words.ts'
import { type Image, openPdf, type Pdf } from '@doorstep/pdf'
import sharp from 'sharp'
import type { SheetContent } from './content.ts'
import { drawBoard, type Say } from './draw.ts'

export type Paper = 'own' | 'a4' | 'a5' | 'a5on4'
export type Order = {
  boards: SheetContent[]
  paper: Paper
  made: string
  /** File id → picture as it was stored. */
  photos: Map<string, Uint8Array>
}
const a5 = 148 / 210

/** All sheets of an order as one PDF. Boards are read by residents, so their words are Chinese whatever the clerk reads. */
export async function renderSheets(order: Order): Promise<Uint8Array> {
  const words = loadWords([{ name: 'rooms', folder: join(import.meta.dirname, '..') }])
  const say: Say = (key, data) => words('zh-CN', `rooms.sheet.${key}`, data)
  const [first] = order.boards
  const pdf = await openPdf({
    title: say('fileTitle', { county: first?.county ?? '' }),
    author: first?.county ?? '',
    made: order.made,
  })
  const photos = await embedPhotos(pdf, order.photos)
  if (order.paper === 'a5on4') for (const pair of pairs(order.boards)) drawPair(pdf, pair, photos, say)
  else
    for (const board of order.boards) {
      const format = order.paper === 'own' ? board.format : order.paper
      drawBoard({ sheet: pdf.sheet(format), x: 0, y: 0, scale: format === 'a4' ? 1 : a5 }, board, photos, say)
    }
  return pdf.finish()
}

/** Portraits at the size they are printed: 36 mm at 300 dots per inch. */
async function embedPhotos(pdf: Pdf, files: ReadonlyMap<string, Uint8Array>): Promise<Map<string, Image>> {
  const images = new Map<string, Image>()
  for (const [id, bytes] of files) {
    const small = await sharp(bytes)
      .resize(432, 540, { fit: 'cover', position: 'top' })
      .flatten({ background: '#ffffff' })
      .jpeg({ quality: 82 })
      .toBuffer()
    images.set(id, await pdf.jpeg(small))
  }
  return images
}

const pairs = (boards: readonly SheetContent[]): SheetContent[][] =>
  Array.from({ length: Math.ceil(boards.length / 2) }, (_, at) => boards.slice(2 * at, 2 * at + 2))

/** Two A5 boards side by side on one A4 across, with marks where to cut. */
function drawPair(pdf: Pdf, pair: readonly SheetContent[], photos: ReadonlyMap<string, Image>, say: Say): void {
  const sheet = pdf.sheet([297, 210])
  for (const [at, board] of pair.entries()) drawBoard({ sheet, x: at * 148.5, y: 0, scale: a5 }, board, photos, say)
  const look = { colour: '#8b8a80', width: 0.2 } as const
  sheet.line({ x: 148.5, y: 0 }, { x: 148.5, y: 5 }, look)
  sheet.line({ x: 148.5, y: 205 }, { x: 148.5, y: 210 }, look)
}

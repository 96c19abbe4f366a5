import type { Colour, Image, Sheet } from '@doorstep/pdf'
import type { SheetContent } from './content.ts'

/** Colours of the product's tokens (packages/ui-base/styles/tokens.css), on paper. */
const ink: Colour = '#1d2828'
const ink2: Colour = '#535f5f'
const accent: Colour = '#0f6a64'
const accentSoft: Colour = '#eff6f3'
const line: Colour = '#d8d2c4'
const alarm: Colour = '#a52c22'
const alarmSoft: Colour = '#fae9e5'
const white: Colour = '#ffffff'

export type Say = (key: string, data?: Record<string, unknown>) => string
/** Where on the page a board is drawn, and how large: 1 is A4, A5 is its half. */
export type Place = { sheet: Sheet; x: number; y: number; scale: number }

/** Draws one contact board into a box of 210 × 297 mm × scale. */
export function drawBoard(place: Place, board: SheetContent, photos: ReadonlyMap<string, Image>, say: Say): void {
  const pen = penOn(place)
  drawHead(pen, board, say)
  drawOfficers(pen, board, photos, say)
  drawCode(pen, board, say)
  drawRoom(pen, board, say)
  drawFoot(pen, board, say)
}

/** The page's drawing with everything moved and scaled. */
function penOn({ sheet, x, y, scale }: Place) {
  const at = <T extends { x: number; y: number }>(box: T): T => {
    const measured = Object.entries(box).map(([name, value]) => [
      name,
      typeof value === 'number' ? value * scale : value,
    ])
    const moved = Object.fromEntries(measured) as T
    return { ...moved, x: moved.x + x, y: moved.y + y }
  }
  type TextLook = Parameters<Sheet['text']>[2]
  return {
    text: (words: string, box: { x: number; y: number; width: number }, look: TextLook) =>
      sheet.text(words, at(box), { ...look, size: look.size * scale, tracking: (look.tracking ?? 0) * scale }) / scale,
    box: (box: { x: number; y: number; width: number; height: number }, look: Parameters<Sheet['rectangle']>[1]) =>
      sheet.rectangle(at(box), {
        ...look,
        radius: (look.radius ?? 0) * scale,
        lineWidth: (look.lineWidth ?? 0.3) * scale,
      }),
    rule: (top: number, left = 18, right = 192) =>
      sheet.line(at({ x: left, y: top }), at({ x: right, y: top }), { colour: line, width: 0.3 * scale }),
    qr: (content: string, box: { x: number; y: number; size: number }) => sheet.qr(content, at(box), ink),
    image: (image: Image, box: { x: number; y: number; width: number; height: number; radius: number }) =>
      sheet.image(image, at(box)),
  }
}
type Pen = ReturnType<typeof penOn>

function drawHead(pen: Pen, board: SheetContent, say: Say): void {
  pen.box({ x: 0, y: 0, width: 210, height: 46 }, { fill: accent })
  pen.text(board.county, { x: 18, y: 9, width: 120 }, { size: 12, colour: '#cfe6e1', tracking: 1 })
  pen.text(
    say('title'),
    { x: 18, y: 17, width: 120 },
    { size: 32, weight: 'bold', colour: white, tracking: 3, leading: 1.3 },
  )
  pen.text(
    board.room.name,
    { x: 112, y: 21, width: 80 },
    {
      size: board.room.name.length > 14 ? 13 : 16,
      weight: 'bold',
      colour: white,
      align: 'right',
      leading: 1.35,
      maxLines: 2,
    },
  )
  pen.text(
    say('slogan'),
    { x: 18, y: 53, width: 174 },
    { size: 23, weight: 'bold', colour: accent, align: 'centre', tracking: 2 },
  )
}

const cardTop = 74
function drawOfficers(pen: Pen, board: SheetContent, photos: ReadonlyMap<string, Image>, say: Say): void {
  const [first, second] = board.officers
  if (!first) {
    pen.text(say('noOfficer'), { x: 18, y: cardTop + 12, width: 88 }, { size: 16, colour: ink, leading: 1.6 })
    return
  }
  drawPortrait(pen, { x: 18, y: cardTop, width: 36, height: 45 }, first, photos)
  const nameSize = [...first.name].length > 5 ? 19 : 28
  pen.text(say('officer'), { x: 59, y: cardTop, width: 50 }, { size: 12, colour: ink2 })
  const height = pen.text(
    first.name,
    { x: 59, y: cardTop + 7, width: 50 },
    { size: nameSize, weight: 'bold', colour: ink, leading: 1.3, maxLines: 3 },
  )
  if (first.badge)
    pen.text(
      say('badge', { badge: first.badge }),
      { x: 59, y: cardTop + 10 + height, width: 50 },
      { size: 13, colour: ink2, maxLines: 1 },
    )
  if (first.phone) {
    pen.text(say('officerPhone'), { x: 18, y: cardTop + 50, width: 88 }, { size: 12, colour: ink2 })
    pen.text(
      spaced(first.phone),
      { x: 18, y: cardTop + 56, width: 88 },
      { size: 30, weight: 'bold', colour: accent, leading: 1.25 },
    )
  }
  if (!second) return
  const top = cardTop + 74
  pen.rule(top - 3, 18, 106)
  drawPortrait(pen, { x: 18, y: top + 1, width: 18, height: 22.5 }, second, photos)
  pen.text(
    second.name,
    { x: 40, y: top, width: 66 },
    { size: 16, weight: 'bold', colour: ink, leading: 1.35, maxLines: 1 },
  )
  if (second.badge)
    pen.text(
      say('badge', { badge: second.badge }),
      { x: 40, y: top + 8.4, width: 66 },
      { size: 11, colour: ink2, maxLines: 1 },
    )
  if (second.phone)
    pen.text(
      spaced(second.phone),
      { x: 40, y: top + 14.6, width: 66 },
      { size: 17, weight: 'bold', colour: accent, leading: 1.3 },
    )
}

/** A mobile number in the groups in which people read it out. */
const spaced = (phone: string): string => phone.replace(/^(1\d{2})(\d{4})(\d{4})$/, '$1 $2 $3')

function drawPortrait(
  pen: Pen,
  box: { x: number; y: number; width: number; height: number },
  officer: SheetContent['officers'][number],
  photos: ReadonlyMap<string, Image>,
): void {
  const photo = officer.photo ? photos.get(officer.photo) : undefined
  if (photo) {
    pen.image(photo, { ...box, radius: 2 })
    return
  }
  pen.box(box, { fill: accentSoft, radius: 2 })
  const initial = [...officer.name][0] ?? ''
  const size = box.height * 1.1
  pen.text(
    initial,
    { x: box.x, y: box.y + box.height / 2 - size * 0.25, width: box.width },
    { size, colour: accent, align: 'centre', leading: 1.4 },
  )
}

function drawCode(pen: Pen, board: SheetContent, say: Say): void {
  pen.box({ x: 114, y: cardTop, width: 78, height: 96 }, { fill: white, line: accent, lineWidth: 0.6, radius: 4 })
  pen.qr(board.link, { x: 120, y: cardTop + 6, size: 66 })
  pen.text(
    say('scan'),
    { x: 116, y: cardTop + 75, width: 74 },
    { size: 14, weight: 'bold', colour: accent, align: 'centre' },
  )
  pen.text(
    say('scanFor'),
    { x: 116, y: cardTop + 83, width: 74 },
    { size: 10.5, colour: ink2, align: 'centre', maxLines: 1 },
  )
}

function drawRoom(pen: Pen, board: SheetContent, say: Say): void {
  const { room } = board
  const rows: [label: string, value: string, strong: boolean][] = [
    [say('address'), room.address, false],
    ...(room.phone ? [[say('roomPhone'), room.phone, true] as [string, string, boolean]] : []),
    ...(room.stationPhone ? [[say('stationPhone'), room.stationPhone, true] as [string, string, boolean]] : []),
    ...(room.hours.length > 0
      ? [[say('hours'), hoursInWords(room.hours, say), false] as [string, string, boolean]]
      : []),
  ]
  let top = 182
  for (const [label, value, strong] of rows) {
    pen.rule(top - 2)
    pen.text(label, { x: 18, y: top + (strong ? 1.6 : 0.4), width: 52 }, { size: 12.5, colour: ink2 })
    const height = pen.text(
      value,
      { x: 72, y: top, width: 120 },
      {
        size: strong ? 18 : 14,
        weight: strong ? 'bold' : 'regular',
        colour: ink,
        leading: 1.4,
        maxLines: 2,
      },
    )
    top += height + 4
  }
  pen.rule(top - 2)
}

const hoursInWords = (hours: SheetContent['room']['hours'], say: Say): string =>
  hours.map(({ on, from, to }) => `${say(`days.${on}`)} ${from}–${to}`).join(say('hoursJoin'))

function drawFoot(pen: Pen, board: SheetContent, say: Say): void {
  pen.box({ x: 18, y: 244, width: 174, height: 24 }, { fill: alarmSoft, radius: 3 })
  pen.text('110', { x: 22, y: 245.5, width: 36 }, { size: 38, weight: 'bold', colour: alarm, leading: 1.45 })
  pen.text(say('emergency'), { x: 60, y: 247.6, width: 128 }, { size: 13, colour: ink, leading: 1.5, maxLines: 2 })
  const supervision = board.room.supervisionPhone ? say('supervision', { phone: board.room.supervisionPhone }) : ''
  pen.text(say('number', { number: board.number }), { x: 18, y: 273, width: 80 }, { size: 10.5, colour: ink2 })
  pen.text(supervision, { x: 98, y: 273, width: 94 }, { size: 10.5, colour: ink2, align: 'right' })
  pen.text(
    `${board.areaName} · ${board.place}`,
    { x: 18, y: 280, width: 174 },
    { size: 10.5, colour: ink2, maxLines: 1 },
  )
}

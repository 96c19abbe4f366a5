/**
 * Breaking Chinese text into lines (避头尾, GB/T 15834 and the W3C requirements for Chinese layout): no line begins with
 * closing punctuation, none ends with opening punctuation, a dash or an ellipsis is not torn, and numbers and Latin words
 * stay whole where they fit.
 */

const neverFirst = /^[\s,.:;!?)\]}%‰°℃、。，．：；！？）］｝〕》〉」』】〗”’…—～·‐-]/u
const neverLast = /[([{（［｛〔《〈「『【〖“‘￥¥$＃#]$/u
const word = /[\p{Script=Latin}\p{Number}]/u
/** Marks that hold a number or an address together: 0937-5522110, 8:30, a.b */
const inWord = /[-+.:/@_'’]/u

/** The smallest pieces that a line may be broken between. */
export function unitsOf(text: string): string[] {
  const units: string[] = []
  let open = ''
  for (const sign of Array.from(text)) {
    const last = units.at(-1)
    const joins = last !== undefined && open === '' && (sticks(last, sign) || neverFirst.test(sign))
    if (joins) units[units.length - 1] = last + sign
    else if (neverLast.test(sign)) open += sign
    else {
      units.push(open + sign)
      open = ''
    }
  }
  if (open) units.push(open)
  return units
}

function sticks(unit: string, sign: string): boolean {
  const end = Array.from(unit).at(-1) ?? ''
  return (
    (word.test(end) && (word.test(sign) || inWord.test(sign))) ||
    (inWord.test(end) && word.test(sign) && word.test(unit))
  )
}

/**
 * @param widthOf width of a string, in the unit of `width`
 * @returns the lines, without the spaces at their ends; a piece wider than a line is broken wherever it must be
 */
export function linesOf(text: string, width: number, widthOf: (text: string) => number): string[] {
  return text.split(/\r?\n/).flatMap((paragraph) => fill(paragraph, width, widthOf))
}

/** Widths add up: no kerning between Chinese characters. */
function fill(paragraph: string, width: number, widthOf: (text: string) => number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  const pieces = unitsOf(paragraph).flatMap((unit) => (widthOf(unit.trim()) > width ? Array.from(unit) : [unit]))
  for (const piece of pieces) {
    if (line !== '' && used + widthOf(piece.trimEnd()) > width) {
      lines.push(line.trimEnd())
      line = piece.trimStart()
      used = widthOf(line)
    } else {
      line += piece
      used += widthOf(piece)
    }
  }
  lines.push(line.trimEnd())
  return lines
}

/** The first `most` lines; what is cut off shows as an ellipsis. */
export function clipped(
  lines: readonly string[],
  most: number,
  width: number,
  widthOf: (text: string) => number,
): string[] {
  if (lines.length <= most) return [...lines]
  const signs = Array.from(lines[most - 1] ?? '')
  while (signs.length > 0 && widthOf(`${signs.join('')}…`) > width) signs.pop()
  return [...lines.slice(0, most - 1), `${signs.join('')}…`]
}

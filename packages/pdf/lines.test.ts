import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clipped, linesOf, unitsOf } from './lines.ts'

/** Chinese is one em wide, Latin half. */
const widthOf = (text: string): number =>
  [...text].reduce((width, sign) => width + ((sign.codePointAt(0) ?? 0) < 0x2e80 ? 0.5 : 1), 0)

describe('lines', () => {
  it('keeps closing marks with what they close, and opening ones with what they open', () => {
    expect(linesOf('请找民警（小张）。', 5, widthOf)).toEqual(['请找民警', '（小张）。'])
    expect(linesOf('他说：“来”。', 4, widthOf)).toEqual(['他说：', '“来”。'])
  })
  it('keeps numbers, words and clock times whole', () => {
    expect(linesOf('电话0937-5522110转8', 6, widthOf)).toEqual(['电话', '0937-5522110', '转8'])
    expect(unitsOf('每天8:30-17:30值班')).toEqual(['每', '天', '8:30-17:30', '值', '班'])
  })
  it('does not tear a dash or an ellipsis', () => {
    expect(unitsOf('好……来——去')).toEqual(['好……', '来——', '去'])
  })
  it('breaks a piece that is wider than the line where it must', () => {
    expect(linesOf('abcdefgh', 2, widthOf)).toEqual(['abcd', 'efgh'])
  })
  it('keeps line feeds and drops spaces at the ends of lines', () => {
    expect(linesOf('一二 三四\n五', 2.5, widthOf)).toEqual(['一二', '三四', '五'])
  })
  it('holds for any text: nothing is lost, no line begins with a closing mark or is too wide', () => {
    const sign = fc.constantFrom(...'家门口警民，。！？（）《》“”…—0123-:ab 𠮷')
    fc.assert(
      fc.property(fc.array(sign, { maxLength: 60 }), fc.integer({ min: 12, max: 30 }), (signs, width) => {
        const text = signs.join('')
        const lines = linesOf(text, width, widthOf)
        expect(lines.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''))
        for (const [at, line] of lines.entries()) {
          // A run of marks longer than a line has to break somewhere.
          if (unitsOf(text).some((unit) => widthOf(unit) > width)) continue
          expect(widthOf(line)).toBeLessThanOrEqual(width)
          if (at > 0) expect(line).not.toMatch(/^[，。！？）》”…—]/)
          if (at < lines.length - 1) expect(line).not.toMatch(/[（《“]$/)
        }
      }),
    )
  })
  it('cuts with an ellipsis that fits', () => {
    expect(clipped(['一二三', '四五六', '七'], 2, 3, widthOf)).toEqual(['一二三', '四五…'])
    expect(clipped(['一', '二'], 2, 3, widthOf)).toEqual(['一', '二'])
  })
})

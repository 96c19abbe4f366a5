/** Words of a report: its first sentence, how alike two are, what a search looks for. Chinese text has no spaces. */

const maxSummary = 60

/** First sentence or line, at most 60 characters. */
export function summaryOf(description: string): string {
  const first = description
    .trim()
    .match(/^[^。！？!?；;\n]*[。！？!?]?/)?.[0]
    ?.trim()
  const signs = [...(first || description.trim())]
  return signs.length > maxSummary ? `${signs.slice(0, maxSummary - 1).join('')}…` : signs.join('')
}

const clean = (text: string): string[] => [...text.toLowerCase().replace(/[\p{P}\p{S}\s\p{C}]/gu, '')]
const pairs = (signs: readonly string[]): string[] => signs.slice(1).map((sign, at) => (signs[at] ?? '') + sign)

/** Sørensen–Dice over pairs of neighbouring characters: 0 nothing in common, 1 the same. */
export function likeness(a: string, b: string): number {
  const [left, right] = [clean(a), clean(b)]
  if (left.length < 2 || right.length < 2) return left.join('') === right.join('') && left.length > 0 ? 1 : 0
  const counts = new Map<string, number>()
  for (const pair of pairs(left)) counts.set(pair, (counts.get(pair) ?? 0) + 1)
  let common = 0
  for (const pair of pairs(right)) {
    const n = counts.get(pair) ?? 0
    if (n === 0) continue
    common++
    counts.set(pair, n - 1)
  }
  return (2 * common) / (left.length - 1 + right.length - 1)
}

/** Pairs of characters by which a text is found, also with two-character words. */
export const gramsOf = (text: string): string[] => [
  ...new Set(
    text
      .toLowerCase()
      .split(/\s+/)
      .flatMap((word) => pairs([...word])),
  ),
]
/** What was typed into a search box, as words that must all occur. */
export const searchWords = (typed: string): string[] => typed.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 8)

const doubleSurnames = new Set(
  '欧阳 司马 上官 诸葛 司徒 东方 独孤 南宫 夏侯 尉迟 皇甫 令狐 慕容 宇文 长孙 公孙 轩辕 端木 百里 呼延 闻人 澹台'.split(
    ' ',
  ),
)
/** Surname of a full name: 欧阳 of 欧阳明, 阿依 of 阿依·古丽 (the part before the dot), the last word in Latin letters. */
export function surnameOf(name: string): string {
  const whole = name.trim()
  if (whole.includes('·')) return whole.split('·')[0] as string
  if (/^[\p{Script=Latin}\s.'-]+$/u.test(whole)) return whole.split(/\s+/).at(-1) ?? whole
  const signs = [...whole]
  const two = signs.slice(0, 2).join('')
  return doubleSurnames.has(two) && signs.length > 2 ? two : (signs[0] ?? '')
}

import { pinyin } from 'pinyin-pro'

const syllables = (name: string): string[] =>
  pinyin(name, { toneType: 'none', type: 'array', surname: 'head', nonZh: 'consecutive', v: true })
    .map((syllable) => syllable.toLowerCase().replace(/[^a-z0-9]/g, ''))
    .filter(Boolean)

/**
 * How a name is found and where it stands in a list: 单雄信 → initials `sxx` (the surname's own reading), spelling
 * `shan xiong xin`. Latin letters and digits stay.
 */
export function spellingOf(name: string): { initials: string; spelling: string } {
  const parts = syllables(name)
  const latin = (part: string) => !/[\u3400-\u9fff\u{20000}-\u{3ffff}]/u.test(name) || /\d/.test(part)
  return {
    initials: parts
      .map((part) => (latin(part) ? part : part.slice(0, 1)))
      .join('')
      .slice(0, 60),
    spelling: parts.join(' ').slice(0, 200),
  }
}

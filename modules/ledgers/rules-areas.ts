import type { ProblemCode } from './rules-problems.ts'

/** Areas as ledgers write them: by code, by name in full or in short, by pinyin, with or without what lies above. */

export type NamedArea = {
  code: string
  name: string
  pinyin: readonly string[]
  ended: boolean
  supersededBy: readonly string[]
}
export type AreaIndex = {
  byCode: ReadonlyMap<string, NamedArea>
  byWord: ReadonlyMap<string, readonly NamedArea[]>
  townships: readonly { words: readonly string[]; area: NamedArea }[]
}
export type AreaRead = { area: string | null; problem?: ProblemCode }

const bare = (text: string): string => text.toLowerCase().replace(/[\s\p{P}\p{S}]/gu, '')
const endings =
  /(社区居民委员会|社区居委会|居民委员会|居委会|村民委员会|村委会|街道办事处|人民政府|社区|街道|行政村|村|镇|乡|网格)$/
/** `杨树里社区居委会` is also 杨树里社区, 杨树里; what is left must be longer than one sign. */
function wordsOf(name: string): string[] {
  const words = [bare(name)]
  for (let word = bare(name); endings.test(word); ) {
    word = word.replace(endings, '')
    if (word.length < 2) break
    words.push(word)
  }
  if (/居委会$/.test(name)) words.push(bare(name.replace(/居委会$/, '')))
  return [...new Set(words)]
}

export function indexOf(areas: readonly NamedArea[]): AreaIndex {
  const byWord = new Map<string, NamedArea[]>()
  const add = (word: string, area: NamedArea) => {
    const known = byWord.get(word)
    if (!known) byWord.set(word, [area])
    else if (!known.includes(area)) known.push(area)
  }
  for (const area of areas) {
    for (const word of wordsOf(area.name)) add(word, area)
    for (const word of area.pinyin) add(bare(word), area)
  }
  const townships = areas
    .filter(({ code }) => code.length === 9)
    .map((area) => ({ area, words: wordsOf(area.name).sort((a, b) => b.length - a.length) }))
  return { byCode: new Map(areas.map((area) => [area.code, area])), byWord, townships }
}

const deepest = (areas: readonly NamedArea[]): readonly NamedArea[] => {
  const longest = Math.max(...areas.map(({ code }) => code.length))
  return areas.filter(({ code }) => code.length === longest)
}
/** Those in force come before those that ended under the same name. */
const living = (areas: readonly NamedArea[]): readonly NamedArea[] => {
  const alive = areas.filter(({ ended }) => !ended)
  return alive.length > 0 ? alive : areas
}

function named(index: AreaIndex, part: string, inside: readonly NamedArea[]): readonly NamedArea[] {
  const word = bare(part)
  const found = index.byWord.get(word) ?? index.byWord.get(word.replace(endings, '')) ?? []
  if (found.length > 0) {
    const within = found.filter(({ code }) =>
      inside.some((outer) => code.startsWith(outer.code) && code !== outer.code),
    )
    return within.length > 0 ? within : found
  }
  // Everything in one word: 渠口街道杨树里社区.
  for (const { words, area } of index.townships)
    for (const head of words)
      if (word.startsWith(head) && word.length > head.length) {
        const rest = named(index, word.slice(head.length), [area]).filter(({ code }) => code.startsWith(area.code))
        if (rest.length > 0) return rest
      }
  return []
}

/** @param parts of one cell, or of several: what stands later lies inside what stands before */
export function readArea(index: AreaIndex, parts: readonly string[]): AreaRead {
  const words = parts
    .flatMap((part) => part.split(/[/\\>·|\n]|\s[-–—]\s/))
    .map((part) => part.trim())
    .filter(Boolean)
  if (words.length === 0) return { area: null, problem: 'areaMissing' }
  let inside: readonly NamedArea[] = []
  let unknown = false
  for (const word of words) {
    const digits = word.replace(/\.0+$/, '')
    if (/^\d{6,15}$/.test(digits)) {
      // A code that was filled up with zeros to twelve digits means what stands before them.
      const found = index.byCode.get(digits) ?? index.byCode.get(digits.replace(/(000)+$/, ''))
      if (found) inside = [found]
      else unknown = true
      continue
    }
    const found = named(index, word, inside)
    if (found.length > 0) inside = found
    else unknown = true
  }
  if (inside.length === 0) return { area: null, problem: 'areaUnknown' }
  const all = living(inside)
  const best = all.length > 1 ? deepest(all) : all
  if (best.length > 1) return { area: null, problem: 'areaAmbiguous' }
  const found = followed(index, best[0] as NamedArea)
  if (!found.area || found.area.length >= 12) return found
  return { area: found.area, problem: unknown ? 'areaUnknown' : 'areaTooWide' }
}

/** An area that ended goes on in its one heir; where it was split only a point can tell. */
function followed(index: AreaIndex, area: NamedArea): AreaRead {
  let at = area
  for (let steps = 0; at.ended && steps < 10; steps++) {
    const [heir, ...more] = at.supersededBy
    const next = heir === undefined ? undefined : index.byCode.get(heir)
    if (!next || more.length > 0) return { area: null, problem: 'areaSplit' }
    at = next
  }
  return at === area ? { area: area.code } : { area: at.code, problem: 'areaEnded' }
}

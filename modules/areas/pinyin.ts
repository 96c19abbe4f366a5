/**
 * Pinyin keys of area names. Server only: the dictionary of `pinyin-pro` is hundreds of kilobytes, and phones get the
 * finished keys. The library knows most place names. The tables below mend the county names it was seen to read wrong, and
 * the characters that are read differently from place to place; a name missing from them is still found by characters.
 */
import { pinyin } from 'pinyin-pro'
import type { SearchKeys } from './rules-search.ts'

/** Names that the dictionary reads wrong. Longer ones are tried first. */
const placeReadings: Readonly<Record<string, string>> = {
  浒墅关: 'xu shu guan',
  六合区: 'lu he qu',
  乐亭: 'lao ting',
  番禺: 'pan yu',
  浚县: 'xun xian',
  蔚县: 'yu xian',
  涡阳: 'guo yang',
  歙县: 'she xian',
  单县: 'shan xian',
  洪洞: 'hong tong',
  什邡: 'shi fang',
  莘庄: 'xin zhuang',
  曾都: 'zeng du',
  泌阳: 'bi yang',
  繁峙: 'fan shi',
  尉犁: 'yu li',
}

/** Read one way in place names, whatever the dictionary of everyday words says. */
const characterReadings: Readonly<Record<string, string>> = { 都: 'du' }

/** Characters whose reading in a place name depends on the place: all readings become keys. */
const regionalReadings: Readonly<Record<string, readonly string[]>> = {
  堡: ['bao', 'pu', 'bu'],
  圩: ['wei', 'xu'],
  埔: ['pu', 'bu'],
  厦: ['xia', 'sha'],
  长: ['chang', 'zhang'],
  重: ['chong', 'zhong'],
  乐: ['le', 'yue'],
  行: ['hang', 'xing'],
  朝: ['chao', 'zhao'],
}

/** More variants than this help nobody: four polyphonic characters in one name do not happen in practice. */
const maxVariants = 8

/** `瓜州县` → `{ full: ['guazhouxian'], initials: ['gzx'] }`. Characters that are not Chinese are kept as they are. */
export function searchKeys(name: string): SearchKeys {
  let variants: string[][] = [[]]
  for (const choices of readingsOf(name)) {
    const grown = variants.flatMap((variant) => choices.map((choice) => [...variant, choice]))
    variants = grown.length <= maxVariants ? grown : variants.map((variant) => [...variant, choices[0] ?? ''])
  }
  return {
    full: unique(variants.map((syllables) => syllables.join(''))),
    initials: unique(variants.map((syllables) => syllables.map((one) => one.charAt(0)).join(''))),
  }
}

/** One entry per character (or per place name of the table), each with its possible readings, the likeliest first. */
function readingsOf(name: string): string[][] {
  const readings: string[][] = []
  const likely = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' })
  const characters = [...name]
  for (let at = 0; at < characters.length; ) {
    const known = knownPlaceAt(characters, at)
    if (known) {
      readings.push(...known.split(' ').map((syllable) => [syllable]))
      at += known.split(' ').length
    } else {
      readings.push(readingOf(characters[at] as string, likely[at] ?? ''))
      at += 1
    }
  }
  return readings
}

function knownPlaceAt(characters: readonly string[], at: number): string | undefined {
  for (const length of [3, 2]) {
    const reading = placeReadings[characters.slice(at, at + length).join('')]
    if (reading) return reading
  }
  return undefined
}

function readingOf(character: string, likely: string): string[] {
  const always = characterReadings[character]
  if (always) return [always]
  const regional = regionalReadings[character]
  if (regional) return unique([likely, ...regional])
  return [likely.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')]
}

function unique(list: readonly string[]): string[] {
  return [...new Set(list)]
}

/**
 * The real administrative divisions of the country, from the files beside this one. Server only: reads from disk.
 * Source and licence: NOTICE.md. Format: README.md. One province is unpacked per call (4 MB at most, some 10 ms) and
 * nothing is kept: a county is imported once in its life.
 */
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { brotliDecompress } from 'node:zlib'
import { searchKeys } from '../pinyin.ts'
import { search } from '../rules-search.ts'

export interface Division {
  code: string
  name: string
}

export interface CityDivision extends Division {
  /** 市辖区, 县, 省直辖县级行政区划: a heading in the code table, not a city that anyone would name in an address */
  nominal: boolean
}

export interface County {
  province: Division
  city: CityDivision
  county: Division
  /** nine digits */
  townships: Division[]
  /** twelve digits: communities and villages */
  villages: Division[]
}

export interface FoundCounty extends Division {
  province: string
  city: string
  townships: number
  villages: number
}

const nominalCities = new Set(['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])
const unpack = promisify(brotliDecompress)

/**
 * Everything inside one county, in the order of the codes; undefined for a code that is no county. A city without
 * counties is found under the code that ends in 00 (Dongguan 441900), as its townships' codes begin with it.
 */
export async function findDivisions(countyCode: string): Promise<County | undefined> {
  const names = await readIndex()
  const province = names.get(countyCode.slice(0, 2))
  const city = names.get(countyCode.slice(0, 4))
  const county = names.get(countyCode)
  if (countyCode.length !== 6 || !province || !city || !county) return undefined
  return {
    province: { code: province.code, name: province.name },
    city: { code: city.code, name: city.name, nominal: nominalCities.has(city.name) },
    county: { code: county.code, name: county.name },
    ...parseCounty(countyCode, await readProvince(province.code)),
  }
}

/** As `findDivisions`, for a code that is known to be a county. Throws RangeError otherwise. */
export async function readDivisions(countyCode: string): Promise<County> {
  const found = await findDivisions(countyCode)
  if (!found) throw new RangeError(`no county has the code ${countyCode}`)
  return found
}

/** Counties by characters, pinyin, initials or the start of the code; best first. */
export async function findCounties(text: string, limit = 20): Promise<FoundCounty[]> {
  const names = await readIndex()
  const counties = [...names.values()].filter(({ code }) => code.length === 6)
  const searchable = counties.map((county) => ({ ...county, ...searchKeys(county.name) }))
  return search(searchable, text, limit).map(({ code, name, townships, villages }) => ({
    code,
    name,
    province: names.get(code.slice(0, 2))?.name ?? '',
    city: names.get(code.slice(0, 4))?.name ?? '',
    townships,
    villages,
  }))
}

interface IndexEntry extends Division {
  townships: number
  villages: number
}

async function readIndex(): Promise<Map<string, IndexEntry>> {
  const text = await readFile(new URL('counties.tsv', import.meta.url), 'utf8')
  const names = new Map<string, IndexEntry>()
  for (const line of text.split('\n')) {
    const [code, name, townships = '0', villages = '0'] = line.split('\t')
    if (code && name) names.set(code, { code, name, townships: Number(townships), villages: Number(villages) })
  }
  return names
}

async function readProvince(code: string): Promise<string> {
  const packed = await readFile(new URL(`divisions/${code}.txt.br`, import.meta.url))
  return (await unpack(packed)).toString('utf8')
}

function parseCounty(countyCode: string, text: string): Pick<County, 'townships' | 'villages'> {
  const townships: Division[] = []
  const villages: Division[] = []
  let order = 0
  for (const line of countyLines(countyCode, text)) {
    if (line.startsWith('+')) {
      townships.push({ code: countyCode + line.slice(1, 4), name: line.slice(4) })
      order = 0
      continue
    }
    const numbered = /^(\d{3})(.+)$/.exec(line)
    order = numbered ? Number(numbered[1]) : order + 1
    const township = townships.at(-1)?.code ?? ''
    villages.push({ code: township + String(order).padStart(3, '0'), name: numbered?.[2] ?? line })
  }
  return { townships, villages }
}

function countyLines(countyCode: string, text: string): string[] {
  const heading = `=${countyCode}\n`
  const at = text.startsWith(heading) ? 0 : text.indexOf(`\n${heading}`) + 1
  const from = at + heading.length
  const next = text.indexOf('\n=', from - 1)
  return text
    .slice(from, next < 0 ? undefined : next)
    .split('\n')
    .filter(Boolean)
}

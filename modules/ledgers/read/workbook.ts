import type { Problem } from '../rules-problems.ts'
import { LedgerFault } from '../rules-problems.ts'
import { limits } from './source.ts'
import { xmlReader } from './xml.ts'
import type { Parts } from './zip.ts'

/** What a workbook says about its sheets and formats. Every part may be missing: then it is told and done without. */
export type Workbook = {
  sheets: { name: string; part: string }[]
  date1904: boolean
  /** Whether a number in this format means a date; undefined where formats are missing. */
  isDate(style: number): boolean
  strings: string | undefined
  problems: Problem[]
}
const note = (code: Problem['code']): Problem => ({ row: 0, column: -1, code })

async function elements(parts: Parts, part: string, open: (name: string, at: Record<string, string>) => void) {
  const text = await parts.text(part)
  if (text === undefined) return false
  const write = xmlReader({ open: (name, attributes) => open(name, attributes) }, part)
  write(Buffer.from(text))
  write(null)
  return true
}

export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const problems: Problem[] = []
  const targets = new Map<string, string>()
  await elements(parts, 'xl/_rels/workbook.xml.rels', (name, { Id = '', Target = '' }) => {
    if (name === 'Relationship')
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target.replace(/^\.\//, '')}`)
  })
  const sheets: Workbook['sheets'] = []
  let date1904 = false
  const found = await elements(parts, 'xl/workbook.xml', (name, attributes) => {
    if (name === 'workbookPr') date1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
    if (name !== 'sheet') return
    const id = Object.entries(attributes).find(([key]) => key === 'id' || key.endsWith(':id'))?.[1] ?? ''
    const part = targets.get(id) ?? `xl/worksheets/sheet${sheets.length + 1}.xml`
    if (sheets.length >= limits.sheets) throw new LedgerFault('tooBig', { sheets: limits.sheets })
    sheets.push({ name: attributes.name ?? `${sheets.length + 1}`, part })
  })
  if (!found) problems.push(note('workbookMissing'))
  if (sheets.length === 0)
    for (const part of parts.names().filter((each) => /^xl\/worksheets\/[^/]+\.xml$/.test(each)))
      sheets.push({ name: part.replace(/^.*\/|\.xml$/g, ''), part })
  const there = sheets.filter(({ part }) => parts.has(part))
  if (there.length === 0) throw new LedgerFault('noSheet')
  if (date1904) problems.push(note('date1904'))
  const isDate = await dateStyles(parts)
  if (!isDate) problems.push(note('stylesMissing'))
  const strings = [...targets.values(), 'xl/sharedStrings.xml'].find(
    (part) => /sharedStrings/i.test(part) && parts.has(part),
  )
  return { sheets: there, date1904, isDate: isDate ?? (() => false), strings, problems }
}

const builtInDates = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58)
/** A format with a day, a month, a year or an hour in it, outside of quotes and brackets. */
const isDateFormat = (code: string): boolean => {
  const bare = code.replace(/"[^"]*"|\\.|\[(?!h|m|s)[^\]]*\]|_.|\*./gi, '')
  return /[ymdhs年月日时分]/i.test(bare) && !/^general$/i.test(bare) && !/[#0?]\.?[#0?]*[eE][+-]/.test(bare)
}

async function dateStyles(parts: Parts): Promise<((style: number) => boolean) | undefined> {
  const formats = new Map<number, string>()
  const styles: boolean[] = []
  let inCellFormats = false
  const found = await elements(parts, 'xl/styles.xml', (name, { numFmtId = '0', formatCode = '' }) => {
    if (name === 'numFmt') formats.set(Number(numFmtId), formatCode)
    else if (name === 'cellXfs') inCellFormats = true
    else if (name === 'cellStyles' || name === 'dxfs') inCellFormats = false
    else if (name === 'xf' && inCellFormats) {
      const own = formats.get(Number(numFmtId))
      styles.push(own === undefined ? builtInDates(Number(numFmtId)) : isDateFormat(own))
    }
  })
  return found ? (style) => styles[style] ?? false : undefined
}

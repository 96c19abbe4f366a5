/**
 * Cells that a spreadsheet cannot take for a formula. CSV has no types: whatever begins like one gets an apostrophe
 * before it, as the spreadsheets themselves do it. XLSX says of every cell that it is text, so nothing is changed there.
 */
const startsFormula = /^\s*[=+\-@＝＋－＠|%]|^[\t\r\n]/
const isNumber = /^-?\d+(\.\d+)?$/
const safeText = (text: string): string => (startsFormula.test(text) && !isNumber.test(text) ? `'${text}` : text)

const csvCell = (text: string): string => {
  const safe = safeText(text)
  return /[",\r\n;\t]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\r\n`

/** Control characters but tab and line ends, and halves of characters: XML cannot hold them. */
const unfit = /(?![\t\n\r])\p{Cc}|\p{Cs}|[\ufffe\uffff]/gu
export const xmlText = (text: string): string =>
  text.slice(0, 32_767).replace(unfit, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

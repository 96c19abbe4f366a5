/**
 * Everything that can be wrong with a ledger, by name. `rejected`: the row stays out and goes to the file of rejected
 * rows; `changed`: the row is taken, but not as it stands; `note`: about the file or a column. Words: locales, `problems.<code>`.
 */
export const severityOf = {
  // the file lies about itself
  encodingGuessed: 'note',
  encodingBroken: 'note',
  dimensionWrong: 'note',
  workbookMissing: 'note',
  sharedStringsMissing: 'note',
  stylesMissing: 'note',
  date1904: 'note',
  titleRows: 'note',
  headerMerged: 'note',
  headerRepeated: 'note',
  headerEmpty: 'note',
  mergedCells: 'note',
  emptyRows: 'note',
  totalsRow: 'note',
  columnForbidden: 'note',
  columnUnused: 'note',
  columnMissing: 'note',
  dateOrderAssumed: 'note',
  fileCut: 'note',
  pastRetention: 'note',
  // rows that stay out
  cellsTooMany: 'rejected',
  descriptionMissing: 'rejected',
  kindMissing: 'rejected',
  kindUnknown: 'rejected',
  stateUnknown: 'rejected',
  dateMissing: 'rejected',
  dateUnreadable: 'rejected',
  dateAmbiguous: 'rejected',
  dateFuture: 'rejected',
  datesReversed: 'rejected',
  areaMissing: 'rejected',
  areaUnknown: 'rejected',
  areaAmbiguous: 'rejected',
  areaTooWide: 'rejected',
  areaSplit: 'rejected',
  rowRepeated: 'rejected',
  stringMissing: 'rejected',
  pastRetentionLeft: 'rejected',
  kindNotTaken: 'rejected',
  // rows that are taken, but not as they stand
  dateLeftOut: 'changed',
  dateSerial: 'changed',
  reportedFrom: 'changed',
  resolvedMissing: 'changed',
  areaEnded: 'changed',
  pointZero: 'changed',
  pointRounded: 'changed',
  pointSwapped: 'changed',
  pointUnreadable: 'changed',
  pointOutside: 'changed',
  pointElsewhere: 'changed',
  phoneRounded: 'changed',
  phoneMended: 'changed',
  phoneWrong: 'changed',
  numberRounded: 'changed',
  numberMissing: 'changed',
  idNumberRemoved: 'changed',
  textCut: 'changed',
  charactersLost: 'changed',
  cellError: 'changed',
  formulaEmpty: 'changed',
  gradeUnknown: 'changed',
  channelUnknown: 'changed',
  urgencyUnknown: 'changed',
  ratingWrong: 'changed',
  handlerUnknown: 'changed',
  extraUnknown: 'changed',
  touchedSince: 'changed',
} as const satisfies Record<string, 'rejected' | 'changed' | 'note'>
export type ProblemCode = keyof typeof severityOf
export type Severity = (typeof severityOf)[ProblemCode]
export const problemCodes = Object.keys(severityOf) as ProblemCode[]

/** `row`: line of a CSV or row of a sheet, as people count them; 0 for the file. `column`: place from 0, -1 for the whole row. */
export type Problem = {
  row: number
  column: number
  code: ProblemCode
  data?: Readonly<Record<string, string | number>>
}

/** Reasons why a whole file cannot be read; also failures of the command line. */
export const fileFaults = [
  'notALedger',
  'oldExcel',
  'zipBroken',
  'tooBig',
  'noSheet',
  'sheetBroken',
  'quoteOpen',
  'noRows',
  'tooManyColumns',
] as const
export type FileFault = (typeof fileFaults)[number]

/** The file is none of ours, or breaks off; what was wrong is a code with words. */
export class LedgerFault extends Error {
  readonly fault: FileFault
  readonly data: Readonly<Record<string, string | number>>
  constructor(fault: FileFault, data: Record<string, string | number> = {}) {
    super(`${fault} ${JSON.stringify(data)}`)
    this.fault = fault
    this.data = data
  }
}

/** `0 → A, 27 → AB`: how people name a column of a sheet. */
export function letterOf(column: number): string {
  let letters = ''
  for (let n = column + 1; n > 0; n = Math.floor((n - 1) / 26))
    letters = String.fromCharCode(65 + ((n - 1) % 26)) + letters
  return letters
}

export { type Format, type Image, openPdf, type Pdf, type Sheet, sizes, type TextStyle } from './document.ts'
export type { Colour } from './paths.ts'

export { type Image, openPdf, type Pdf, type Sheet } from './document.ts'
export type { Colour } from './paths.ts'

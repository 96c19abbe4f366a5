export { type Image, openPdf, type Pdf, type Sheet } from './document.ts'
export { type Flow, flow } from './flow.ts'
export type { Colour } from './paths.ts'

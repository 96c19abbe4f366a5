/** Millimetres → points. */
export const points = (mm: number): number => (mm * 72) / 25.4
/** A number as PDF writes it. */
export const number = (value: number): string => String(Math.round(value * 1000) / 1000)

export type Colour = `#${string}`
export const rgb = (colour: Colour): string =>
  [1, 3, 5].map((at) => number(Number.parseInt(colour.slice(at, at + 2), 16) / 255)).join(' ')

/** A rectangle, its corners rounded by Bézier curves where there is a radius. */
export function boxPath(x: number, y: number, w: number, h: number, radius: number): string {
  if (radius <= 0) return `${number(x)} ${number(y)} ${number(w)} ${number(h)} re`
  const r = Math.min(radius, w / 2, h / 2)
  const k = r * 0.4477 // 1 − 0.5523, the handle of a quarter circle
  const p = (...values: number[]) => values.map(number).join(' ')
  return [
    `${p(x + r, y)} m ${p(x + w - r, y)} l ${p(x + w - k, y, x + w, y + k, x + w, y + r)} c`,
    `${p(x + w, y + h - r)} l ${p(x + w, y + h - k, x + w - k, y + h, x + w - r, y + h)} c`,
    `${p(x + r, y + h)} l ${p(x + k, y + h, x, y + h - k, x, y + h - r)} c`,
    `${p(x, y + r)} l ${p(x, y + k, x + k, y, x + r, y)} c h`,
  ].join(' ')
}

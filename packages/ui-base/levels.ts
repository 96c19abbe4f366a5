export const levels = ['blue', 'yellow', 'orange', 'red'] as const
export type Level = (typeof levels)[number]

/** Circle, triangle, diamond, octagon on a 16-unit grid: apart at 12 px and without any colour. */
export const levelShapes: Record<Level, string> = {
  blue: 'M8 2a6 6 0 1 0 0 12A6 6 0 0 0 8 2Z',
  yellow: 'M8 1.8 15 14H1L8 1.8Z',
  orange: 'M8 .8 15.2 8 8 15.2.8 8 8 .8Z',
  red: 'M5.2 1.2h5.6l4 4v5.6l-4 4H5.2l-4-4V5.2l4-4Z',
}

/** Pieces of the drawn photographs: drawn on 960 × 720, in soft light, nobody in them. */

let shades = 0
/** A vertical gradient to fill with. */
function fade(from: string, to: string): { defs: string; fill: string } {
  const id = `g${++shades}`
  return {
    defs: `<linearGradient id="${id}" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${from}"/><stop offset="1" stop-color="${to}"/></linearGradient>`,
    fill: `url(#${id})`,
  }
}
export const rect = (x: number, y: number, width: number, height: number, fill: string, more = ''): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}" ${more}/>`
export const path = (d: string, fill: string, more = ''): string => `<path d="${d}" fill="${fill}" ${more}/>`
export const line = (d: string, stroke: string, width: number, more = ''): string =>
  `<path d="${d}" fill="none" stroke="${stroke}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`
export const circle = (x: number, y: number, r: number, fill: string, more = ''): string =>
  `<circle cx="${x}" cy="${y}" r="${r}" fill="${fill}" ${more}/>`
export const oval = (x: number, y: number, rx: number, ry: number, fill: string, more = ''): string =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${ry}" fill="${fill}" ${more}/>`

/** A room or a street: `back` from top to `horizon`, `ground` below it. */
export function scene(back: [string, string], ground: [string, string], horizon: number, drawn: string): string {
  const [wall, floor] = [fade(...back), fade(...ground)]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 960 720" width="720" height="540"><defs>${wall.defs}${floor.defs}
<radialGradient id="v" cx=".5" cy=".45" r=".75"><stop offset=".55" stop-opacity="0"/><stop offset="1" stop-opacity=".42"/></radialGradient>
<filter id="s"><feGaussianBlur stdDeviation="14"/></filter><filter id="t"><feGaussianBlur stdDeviation="4"/></filter></defs>
${rect(0, 0, 960, horizon, wall.fill)}${rect(0, horizon, 960, 720 - horizon, floor.fill)}${drawn}
${rect(0, 0, 960, 720, 'url(#v)')}</svg>`
}

/** Bricks or tiles of a wall, row by row. */
export function tiles(
  x: number,
  y: number,
  width: number,
  height: number,
  tile: [number, number],
  stroke: string,
): string {
  const [w, h] = tile
  const rows = Math.ceil(height / h)
  let d = ''
  for (let row = 0; row <= rows; row++) {
    d += `M${x} ${y + row * h}h${width}`
    for (let at = row % 2 === 0 ? 0 : w / 2; at <= width; at += w) d += `M${x + at} ${y + row * h}v${h}`
  }
  return line(d, stroke, 2, 'opacity=".5"')
}

export function car(x: number, y: number, colour: string, scale = 1): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})">${oval(260, 190, 280, 22, '#000', 'opacity=".35" filter="url(#t)"')}
${path('M10 160q-8-60 50-70l60-8q40-72 110-74h90q70 4 116 76l60 14q34 10 30 62z', colour)}
${path('M140 82q34-56 84-58h16v58zM256 24h56q52 4 88 58H256z', '#27323c')}${path('M10 160q-6-40 20-58h470q26 8 26 58z', '#000', 'opacity=".14"')}
${circle(120, 164, 44, '#1d1f22')}${circle(120, 164, 22, '#8d9499')}${circle(420, 164, 44, '#1d1f22')}${circle(420, 164, 22, '#8d9499')}
${rect(20, 104, 40, 16, '#f6e6b4', 'rx="6"')}${rect(492, 104, 30, 16, '#c2453c', 'rx="6"')}</g>`
}

export function scooter(x: number, y: number, colour: string, scale = 1): string {
  return `<g transform="translate(${x} ${y}) scale(${scale})">${oval(140, 208, 150, 12, '#000', 'opacity=".3" filter="url(#t)"')}
${circle(50, 180, 34, '#222')}${circle(50, 180, 15, '#777')}${circle(236, 180, 34, '#222')}${circle(236, 180, 15, '#777')}
${path('M30 150q30-70 90-66l60 4q60 0 84 62l-40 14-70-6H96z', colour)}${path('M40 92q50-20 96-4l-6 20H46z', '#2a2a2c')}
${line('M222 130L196 20M170 22h46', '#333', 12)}${circle(212, 62, 14, '#f3ead0')}</g>`
}

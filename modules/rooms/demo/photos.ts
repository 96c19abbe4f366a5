import { circle, line, path, rect, scene, tiles } from '@doorstep/demo/draw.ts'

/** A room from the street, and boards on the walls where they hang. No words on them: they would be too small to read. */
const sheet = (x: number, y: number, w: number): string => {
  const h = w * 1.41
  const qr = Array.from({ length: 49 }, (_, at) =>
    (at * 7 + (at >> 2) * 5) % 3 === 0
      ? rect(
          x + w * 0.55 + (at % 7) * w * 0.05,
          y + h * 0.55 + Math.floor(at / 7) * w * 0.05,
          w * 0.05,
          w * 0.05,
          '#1d2a38',
        )
      : '',
  ).join('')
  const lines = [0.36, 0.42, 0.48, 0.62, 0.68, 0.74]
    .map((part) => rect(x + w * 0.1, y + h * part, w * (part < 0.5 ? 0.8 : 0.36), h * 0.018, '#8b97a3'))
    .join('')
  return `<g transform="rotate(-1 ${x} ${y})">${rect(x + 6, y + 8, w, h, '#000', 'opacity=".25" filter="url(#t)"')}${rect(x, y, w, h, '#fbfaf5')}${rect(x, y, w, h * 0.14, '#23548a')}
${rect(x + w * 0.2, y + h * 0.05, w * 0.6, h * 0.04, '#fff', 'opacity=".9"')}${rect(x + w * 0.1, y + h * 0.18, w * 0.22, h * 0.15, '#c9d8e6')}${circle(x + w * 0.21, y + h * 0.23, w * 0.05, '#2c3e5c')}${path(`M${x + w * 0.12} ${y + h * 0.33}q${w * 0.09} -${h * 0.08} ${w * 0.18} 0z`, '#2c3e5c')}
${rect(x + w * 0.38, y + h * 0.2, w * 0.4, h * 0.03, '#33465a')}${rect(x + w * 0.38, y + h * 0.26, w * 0.5, h * 0.025, '#8b97a3')}${lines}${qr}${rect(x, y + h * 0.92, w, h * 0.08, '#c43d33')}</g>`
}

export const boardPhotos: Readonly<Record<string, string>> = {
  stairwell: scene(
    ['#dcd9cf', '#bfbbae'],
    ['#9b968b', '#7e7a70'],
    600,
    `${rect(0, 360, 960, 240, '#9fb3a4')}${rect(640, 120, 220, 480, '#7b5b45')}${circle(668, 380, 12, '#d9c26b')}${sheet(280, 110, 240)}`,
  ),
  gate: scene(
    ['#cbd8de', '#dfe5e3'],
    ['#918e88', '#74716b'],
    560,
    `${rect(80, 60, 620, 500, '#b9a48c')}${tiles(80, 60, 620, 500, [70, 34], '#93806a')}${rect(720, 120, 30, 450, '#5c666d')}${[0, 1, 2, 3].map((at) => rect(760 + at * 50, 180, 14, 390, '#5c666d')).join('')}${sheet(270, 120, 240)}`,
  ),
  board: scene(
    ['#bcd2df', '#e3eae6'],
    ['#9aa07f', '#7f856a'],
    500,
    `${circle(120, 300, 130, '#6f8f61')}${circle(850, 280, 150, '#7c9a6c')}${rect(210, 100, 540, 440, '#8b99a2')}${rect(230, 120, 500, 400, '#f0ede4')}${rect(250, 540, 20, 160, '#6d7a82')}${rect(690, 540, 20, 160, '#6d7a82')}${path('M190 100l290-60 290 60z', '#23548a')}${sheet(260, 140, 230)}${rect(540, 170, 160, 20, '#c9c3b2')}${rect(540, 210, 160, 130, '#dcd6c6')}${rect(540, 370, 160, 90, '#e3d4ae')}`,
  ),
  shop: scene(
    ['#c9c0b0', '#b6ad9d'],
    ['#8d8a85', '#706d68'],
    580,
    `${rect(0, 60, 960, 80, '#9a3f38')}${rect(470, 160, 440, 420, '#4d5e66')}${rect(490, 180, 190, 400, '#7f97a2')}${rect(700, 180, 190, 400, '#88a0aa')}${rect(680, 380, 10, 90, '#ddd')}${tiles(0, 140, 460, 440, [80, 60], '#9d9484')}${sheet(120, 170, 230)}`,
  ),
}
export const photoFor = (kind: string): string =>
  kind === 'stairwell' || kind === 'gate' ? kind : ['shop', 'market', 'station'].includes(kind) ? 'shop' : 'board'

const front = (wall: [string, string], plinth: string, village: boolean): string =>
  scene(
    ['#b9d0de', '#e2e9e6'],
    ['#a29d92', '#827d73'],
    560,
    `${village ? `${circle(60, 330, 120, '#7c9a6c')}${path('M120 210L480 70l360 140z', '#8f5a48')}` : rect(100, 0, 760, 176, '#c9bda8') + [150, 330, 530, 710].map((x) => rect(x, 40, 100, 80, '#8aa0ab')).join('')}
${rect(140, 180, 680, 390, wall[0])}${rect(140, 470, 680, 100, plinth)}${rect(140, 170, 680, 80, '#23548a')}${rect(330, 194, 300, 32, '#f4f6f8', 'opacity=".92"')}${path('M200 190h30v26q0 20-15 26-15-6-15-26z', '#e5cd83')}
${rect(400, 290, 160, 280, '#33424d')}${rect(412, 302, 66, 268, '#8fabb8')}${rect(484, 302, 66, 268, '#9bb6c2')}${rect(180, 300, 170, 130, '#e9edee')}${rect(192, 312, 146, 106, '#7f98a5')}${rect(610, 300, 170, 130, '#e9edee')}${rect(622, 312, 146, 106, '#8aa3af')}
${circle(772, 276, 15, '#c43d33')}${circle(772, 276, 7, '#ff9a8c')}${rect(330, 570, 300, 20, '#b9b4a8')}${line('M150 590h660', '#000', 6, 'opacity=".12"')}${wall[1] ? rect(840, 400, 40, 170, wall[1]) : ''}`,
  )
export const roomPhotos: Readonly<Record<string, string>> = {
  town: front(['#e8e4d9', '#7d8f72'], '#b9c3c9', false),
  village: front(['#ece3d2', '#8fa27d'], '#c2b49c', true),
}

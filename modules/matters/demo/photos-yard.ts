import { car, circle, line, oval, path, rect, scene, tiles } from '@doorstep/demo/draw.ts'

/** Outside: yards and houses. */
const block = (x: number, y: number, w: number, h: number, colour: string): string => {
  let windows = ''
  for (let row = 0; row < Math.floor((h - 30) / 86); row++)
    for (let at = 0; at < Math.floor((w - 20) / 92); at++)
      windows +=
        rect(x + 26 + at * 92, y + 24 + row * 86, 58, 50, (row * 3 + at) % 4 === 0 ? '#b9c9cf' : '#5f7480') +
        rect(x + 26 + at * 92, y + 72 + row * 86, 58, 5, '#fff', 'opacity=".4"')
  return rect(x, y, w, h, colour) + windows
}
const sky: [string, string] = ['#c7d7e0', '#e6ebe9']
const road: [string, string] = ['#8e8d8a', '#6c6b69']

export const yardPhotos = {
  fireLaneCar: scene(
    sky,
    road,
    400,
    `${block(40, 60, 420, 340, '#cdbfa9')}${block(520, 20, 400, 380, '#bdb3a4')}${path('M120 720L380 400h200l260 320z', '#7b7a77')}${path('M150 720L392 400h16L210 720zM810 720L568 400h-14l196 320z', '#e2b93b')}${[500, 580, 660].map((y, at) => path(`M${330 - at * 40} ${y}l40-30h${210 + at * 70}l30 30z`, '#e2b93b', 'opacity=".6"')).join('')}${car(210, 420, '#a53b34', 1.05)}${car(560, 350, '#dfe3e6', 0.55)}${rect(866, 330, 12, 200, '#777')}${circle(872, 320, 40, '#c93f36')}${circle(872, 320, 28, '#2b5c9e')}${line('M852 300l40 40', '#c93f36', 9)}`,
  ),
  carScratch: scene(
    ['#9fb0bb', '#c5ced2'],
    ['#77767a', '#59585c'],
    180,
    `${path('M-40 640q-20-330 120-400l300-60q320-40 460 30l180 60v420H-40z', '#3b5f86')}${path('M-40 420q400-90 1060-30v40Q420 370-40 470z', '#fff', 'opacity=".12"')}${path('M120 250q90-130 260-130h120v130zM530 120h160q130 20 190 130H530z', '#24313c')}${rect(540, 330, 90, 20, '#2a4360', 'rx="10"')}${line('M180 470l190-34 60 12 150-30 110 10', '#dfe6ea', 7)}${line('M210 492l160-26M430 462l200-34', '#c9d2d8', 4)}${circle(150, 640, 130, '#1c1d20')}${circle(150, 640, 66, '#9aa0a4')}${circle(860, 640, 130, '#1c1d20')}${circle(860, 640, 66, '#9aa0a4')}`,
  ),
  cableCharging: scene(
    ['#d8cfbf', '#c4b9a7'],
    ['#8b8a86', '#6e6d6a'],
    560,
    `${tiles(0, 0, 960, 560, [70, 34], '#a99d88')}${[60, 360, 660].map((x) => rect(x, 60, 200, 150, '#e9e6de') + rect(x + 14, 74, 172, 122, '#58707d') + rect(x + 96, 74, 8, 122, '#e9e6de')).join('')}${[60, 360, 660].map((x) => rect(x, 320, 200, 150, '#e9e6de') + rect(x + 14, 334, 172, 122, '#6b828e') + rect(x + 96, 334, 8, 122, '#e9e6de')).join('')}${line('M470 196q40 180 10 250t70 140', '#141414', 8)}${line('M484 196q70 150 40 240t60 110', '#e8e4da', 5)}${rect(500, 556, 130, 34, '#f4f2ec', 'rx="8" stroke="#b8b3a6"')}${[520, 556, 592].map((x) => circle(x + 8, 573, 8, '#444')).join('')}
<g transform="translate(560 470) scale(1.05)">${circle(50, 180, 36, '#222')}${circle(250, 180, 36, '#222')}${path('M30 150q30-70 90-66l70 4q60 0 84 62l-40 14H96z', '#2f7d6b')}${path('M40 92q50-20 96-4l-6 20H46z', '#2a2a2c')}${line('M232 130L204 20M176 22h50', '#333', 12)}</g>${line('M600 590q30 30 60 0', '#141414', 7)}`,
  ),
  wallTiles: scene(
    ['#cfd9de', '#dde2e2'],
    ['#8f8c86', '#73706b'],
    600,
    `${rect(120, 0, 720, 610, '#c79f7d')}${tiles(120, 0, 720, 610, [40, 22], '#9c7657')}${path('M330 120l160-30 120 60 40 130-90 110-150 20-100-90z', '#8f8a80')}${path('M350 140l140-26 100 54 34 110-80 92-130 16-84-78z', '#a5a096')}${line('M380 180l120 60-30 90M500 240l90 20', '#6d685f', 6)}${Array.from({ length: 26 }, (_, at) => rect(250 + ((at * 71) % 470), 622 + ((at * 37) % 70), 26 + (at % 3) * 10, 14, at % 2 ? '#b98d6b' : '#d0a985', `transform="rotate(${at * 31} ${260 + ((at * 71) % 470)} 640)"`)).join('')}${rect(150, 60, 110, 140, '#e9e6de')}${rect(162, 72, 86, 116, '#5c7380')}${rect(700, 60, 110, 140, '#e9e6de')}${rect(712, 72, 86, 116, '#5c7380')}${line('M60 650L900 610', '#e04b3c', 8)}${line('M60 650L900 610', '#fff', 8, 'stroke-dasharray="30 30"')}`,
  ),
  treeBranch: scene(
    ['#c9dbe4', '#e4ecea'],
    ['#98a07f', '#7b8266'],
    470,
    `${rect(600, 180, 330, 290, '#b8afa2')}${line('M0 150h960M0 190h960', '#3a3a3a', 4)}${path('M200 720q20-260 0-470l70-20q10 240 40 490z', '#6f5840')}${[
      [160, 160, 150],
      [300, 110, 140],
      [90, 260, 110],
      [340, 230, 110],
    ]
      .map(([x, y, r]) => circle(x as number, y as number, r as number, '#5f8150', 'opacity=".9"'))
      .join(
        '',
      )}${line('M260 330q160 40 300 220t250 90', '#5a4632', 34)}${line('M480 470q90-60 150-40M600 590q70-60 160-40', '#5a4632', 16)}${[
      [640, 420, 60],
      [770, 545, 62],
      [820, 640, 70],
      [560, 560, 40],
    ]
      .map(([x, y, r]) => circle(x as number, y as number, r as number, '#71935d', 'opacity=".85"'))
      .join(
        '',
      )}${rect(640, 560, 260, 20, '#6b6f73')}${rect(660, 580, 14, 110, '#6b6f73')}${rect(870, 580, 14, 110, '#6b6f73')}`,
  ),
  brokenGate: scene(
    ['#d4dadb', '#e2e3de'],
    ['#9a958a', '#7d786f'],
    540,
    `${rect(0, 120, 300, 430, '#b5a18b')}${rect(660, 120, 300, 430, '#b5a18b')}${rect(300, 60, 360, 60, '#8d7b68')}${rect(300, 120, 360, 430, '#2f3a40')}${path('M300 120l190 60v420l-190-50z', '#4f6a5c')}${path('M318 150l150 46v180l-150-40z', '#87a89a')}${line('M470 350l-30 8M466 390l-36 16', '#c9c9c2', 10)}${circle(452, 372, 18, '#23292b')}${path('M660 120l-60 30v400l60 4z', '#4f6a5c')}${rect(700, 240, 90, 130, '#d9dcd8', 'rx="8"')}${Array.from({ length: 9 }, (_, at) => circle(722 + (at % 3) * 22, 290 + Math.floor(at / 3) * 24, 7, '#555')).join('')}${rect(714, 254, 62, 20, '#7d9a6a')}${path('M340 560h250l90 160H240z', '#000', 'opacity=".16"')}`,
  ),
  rubbishHeap: scene(
    ['#cbd6d8', '#dfe2dc'],
    ['#9b9588', '#7d776b'],
    430,
    `${block(0, 40, 560, 390, '#c3b6a3')}${rect(560, 180, 400, 250, '#a9b59a')}${rect(90, 330, 170, 230, '#3f7a54', 'rx="12"')}${rect(76, 310, 198, 34, '#356848', 'rx="8"')}${rect(280, 340, 170, 220, '#4b6f94', 'rx="12"')}${path('M266 336l200-60 10 30-196 60z', '#3d5c7b')}${[
      [520, 560, 90, '#2d3134'],
      [640, 590, 110, '#3c4246'],
      [440, 620, 80, '#54433a'],
      [760, 610, 80, '#d8d4ca'],
      [580, 500, 70, '#e9e6df'],
      [330, 640, 70, '#6a7d52'],
      [700, 520, 60, '#8f2f2a'],
    ]
      .map(([x, y, r, fill]) =>
        path(
          `M${(x as number) - (r as number)} ${(y as number) + (r as number) * 0.7}q0-${r as number} ${r as number}-${(r as number) * 1.3} ${r as number} ${(r as number) * 0.3} ${r as number} ${(r as number) * 1.3}z`,
          fill as string,
        ),
      )
      .join(
        '',
      )}${rect(800, 560, 120, 90, '#b98a54')}${rect(190, 610, 130, 80, '#c79a63')}${[400, 620, 720].map((x) => oval(x, 690, 60, 10, '#4a4a3c', 'opacity=".5"')).join('')}`,
  ),
  dog: scene(
    ['#c9d6cf', '#dde3da'],
    ['#a9a596', '#8b8778'],
    400,
    `${block(520, 0, 440, 400, '#c2b4a0')}${circle(120, 250, 170, '#6f8f61')}${circle(290, 290, 130, '#7c9a6c')}${oval(480, 640, 250, 24, '#000', 'opacity=".3" filter="url(#t)"')}${path('M300 470q40-70 170-60l140 6q60 10 60 80l-10 130h-46l-14-100-150 6-20 94h-48l-4-100q-60-10-78-56z', '#b58a55')}${path('M630 430q-10-110 60-130l70 20q50 30 40 90l-60 30-50 40z', '#b58a55')}${path('M690 300l-16-60 60 30M760 318l30-50 6 66z', '#8d6738')}${oval(800, 392, 22, 16, '#2b2320')}${circle(744, 356, 9, '#1e1814')}${line('M300 480q-60-20-70-90', '#b58a55', 24)}${rect(640, 424, 90, 22, '#b3322c', 'rx="10" transform="rotate(24 680 430)"')}`,
  ),
} as const

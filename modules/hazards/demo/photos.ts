import { circle, line, oval, path, rect, scene } from '@doorstep/demo/draw.ts'

/** Three spots, each before and after, seen from where the first photo was taken. */

const hall = (things: string): string =>
  scene(
    ['#dcd9cf', '#c2beb2'],
    ['#a7a297', '#8a857b'],
    540,
    `${rect(0, 320, 960, 220, '#a4b6a8')}${rect(700, 150, 170, 390, '#6f7d86', 'rx="4"')}${circle(725, 350, 9, '#d8d2b8')}${line('M0 318h960', '#c8cfc6', 6)}${rect(80, 180, 130, 90, '#cfdbe0', 'stroke="#8d9aa0" stroke-width="6"')}${circle(480, 90, 30, '#f8efc9', 'opacity=".85"')}${things}`,
  )
const boxes = [
  [60, 430, 180, 200, '#b98a54'],
  [90, 320, 140, 110, '#c79a63'],
  [250, 500, 170, 140, '#a97b48'],
  [440, 540, 130, 110, '#8d6c78'],
] as const
const clutter = boxes
  .map(([x, y, w, h, colour]) => rect(x, y, w, h, colour) + rect(x, y, w, 12, '#fff', 'opacity=".18"'))
  .join('')

const shed = (things: string): string =>
  scene(
    ['#cfd9de', '#b7c2c7'],
    ['#8e8f8b', '#777872'],
    520,
    `${rect(0, 140, 960, 40, '#70787c')}${[80, 420, 760].map((x) => rect(x, 160, 22, 380, '#848c90')).join('')}${[170, 500].map((x) => oval(x + 110, 620, 150, 18, '#5d5d58') + circle(x + 30, 590, 46, '#2f3437') + circle(x + 190, 590, 46, '#2f3437') + path(`M${x + 30} 590l60-110h80l20 110z`, '#3d6f8f')).join('')}${things}`,
  )
const road = (things: string): string =>
  scene(
    ['#d7e0e4', '#bcc9cf'],
    ['#7d7f80', '#66696a'],
    420,
    `${path('M0 700L330 420h300l330 280z', '#6d7071')}${line('M480 430v60M480 520v70M480 620v80', '#d9d6c8', 12)}${rect(0, 400, 960, 24, '#b3ad9e')}${things}`,
  )

export const photos: Readonly<Record<string, string>> = {
  hazardHallBefore: hall(clutter),
  hazardHallAfter: hall(oval(300, 660, 240, 10, '#8f8a80', 'opacity=".4"')),
  hazardShedBefore: shed(
    `${line('M90 180C240 330 300 260 300 480M440 180C520 380 620 300 620 480', '#1f2326', 9)}${rect(270, 470, 60, 34, '#e9e6dc', 'rx="6"')}`,
  ),
  hazardShedAfter: shed(
    `${[250, 580].map((x) => rect(x, 250, 90, 120, '#e9ece8', 'rx="8"') + circle(x + 45, 300, 14, '#3c8f5a')).join('')}`,
  ),
  hazardRoadBefore: road(`${oval(520, 600, 150, 44, '#3b3d3e')}${oval(510, 594, 120, 30, '#232526')}`),
  hazardRoadAfter: road(path('M390 560h260l30 80H360z', '#4a4c4d')),
}

const spots: Readonly<Record<string, string>> = {
  fireLane: 'Hall',
  stairwellClutter: 'Hall',
  lockOrGuard: 'Hall',
  lighting: 'Hall',
  ebikeCharging: 'Shed',
  gas: 'Shed',
  wiring: 'Shed',
}
export const pictureOf = (sort: string, when: 'Before' | 'After'): string => `hazard${spots[sort] ?? 'Road'}${when}`

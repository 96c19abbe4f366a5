import { circle, line, oval, path, rect, scene, scooter, tiles } from '@doorstep/demo/draw.ts'

/** Inside: rooms and stairwells. */
const steps = (x: number, y: number, count: number): string =>
  Array.from(
    { length: count },
    (_, at) =>
      rect(x + at * 46, y - at * 34, 960, 34, at % 2 ? '#8f8b84' : '#9c988f') +
      rect(x + at * 46, y - at * 34, 960, 5, '#b9b5ab'),
  ).join('')
const rail = line('M250 640L640 330M270 640v-150M360 566v-150M450 494v-150M540 424v-150M250 500L620 200', '#5d6b63', 9)
const crate = (x: number, y: number, w: number, h: number, colour: string): string =>
  rect(x, y, w, h, colour) +
  rect(x, y, w, 10, '#fff', 'opacity=".18"') +
  line(`M${x + w / 2} ${y}v${h}`, '#6b4d2c', 3, 'opacity=".6"') +
  rect(x + w * 0.3, y + h * 0.4, w * 0.4, h * 0.2, '#fff', 'opacity=".35"')

const stain = (x: number, y: number, r: number): string =>
  [1, 0.8, 0.62, 0.4]
    .map((part, at) =>
      oval(
        x + at * 9,
        y + at * 4,
        r * part * 1.5,
        r * part * 0.62,
        ['#d6bd86', '#c5a469', '#b08d53', '#94723f'][at] as string,
        `opacity="${0.5 + at * 0.1}" filter="url(#${at < 2 ? 's' : 't'})"`,
      ),
    )
    .join('') +
  line(
    `M${x - r * 1.35} ${y + 8}q${r * 0.4} ${r * 0.6} ${r * 1.4} ${r * 0.52}t${r * 1.2}-${r * 0.5}`,
    '#8b6a39',
    4,
    'opacity=".55"',
  )

export const homePhotos = {
  ceilingStain: scene(
    ['#efece4', '#dcd8ce'],
    ['#cfd3cf', '#b9beba'],
    520,
    `${path('M0 0h960L770 130H190z', '#f5f2ea')}${line('M190 130h580M190 130v390M770 130v390', '#c9c5ba', 4)}${stain(500, 92, 150)}${stain(250, 60, 60)}
${[430, 520, 560].map((x, at) => line(`M${x} 150v${40 + at * 46}`, '#b59a66', 5, 'opacity=".5"') + path(`M${x} ${210 + at * 46}q-9 16 0 22 9-6 0-22z`, '#9fb4bf')).join('')}
${circle(480, 150, 26, '#fbf7ea')}${rect(474, 96, 12, 40, '#aaa')}${rect(330, 420, 300, 120, '#8a6f55', 'rx="12"')}${rect(350, 380, 260, 60, '#a88b6d', 'rx="14"')}${path('M560 560h120l-14 90h-92z', '#4a7fa5')}${oval(620, 560, 60, 14, '#8fb4ca')}`,
  ),
  wallMould: scene(
    ['#e8e4d9', '#d6d1c4'],
    ['#a58e72', '#8b765d'],
    600,
    `${rect(0, 580, 960, 24, '#f1eee6')}${stain(250, 500, 170)}${Array.from({ length: 70 }, (_, at) => circle(60 + ((at * 137) % 420), 330 + ((at * 89) % 240), 4 + ((at * 7) % 13), '#4d5444', `opacity="${0.18 + ((at * 3) % 5) / 12}"`)).join('')}
${path('M110 250l60 30-20 60 70 40-10 60-60-20-50 40-30-80z', '#cfc7b4')}${path('M120 262l40 24-18 50 60 38-8 40-50-12-34 26-20-64z', '#b9ae97')}${rect(640, 130, 220, 270, '#7b6650', 'rx="6"')}${rect(656, 146, 188, 238, '#cdd6d4')}${rect(700, 440, 60, 90, '#f4f2ec', 'rx="8" stroke="#ccc"')}${circle(718, 480, 5, '#666')}${circle(742, 480, 5, '#666')}`,
  ),
  stairClutter: scene(
    ['#d9d6cb', '#bdb9ac'],
    ['#a09b90', '#827d73'],
    560,
    `${rect(0, 330, 960, 230, '#9fb3a4')}${steps(420, 610, 8)}${rail}${crate(40, 470, 170, 190, '#b98a54')}${crate(70, 350, 130, 120, '#c79a63')}${crate(220, 540, 150, 130, '#a97b48')}${crate(230, 440, 110, 100, '#c29258')}
${path('M380 690q10-120 60-130l90 6q40 20 44 124z', '#7a5b66')}${rect(400, 500, 150, 80, '#8d6c78', 'rx="16"')}${rect(590, 560, 60, 110, '#5c7b8c', 'rx="6"')}${oval(620, 560, 30, 9, '#7fa0b0')}${path('M20 690h320v30H20z', '#000', 'opacity=".2"')}${line('M150 350l40-90 30 20', '#6a5138', 14)}${circle(560, 170, 34, '#f8efc9', 'opacity=".85" filter="url(#t)"')}`,
  ),
  stairBikes: scene(
    ['#d4d6d2', '#b6b9b4'],
    ['#97948c', '#76736c'],
    540,
    `${rect(0, 300, 960, 240, '#a9bccb')}${steps(520, 600, 7)}${[80, 250, 420].map((x, at) => `<g transform="translate(${x} ${430 + at * 14})">${circle(60, 170, 62, 'none', 'stroke="#2b2b2b" stroke-width="9"')}${circle(240, 170, 62, 'none', 'stroke="#2b2b2b" stroke-width="9"')}${line('M60 170l60-96h96l24 96M120 74l40 96h80M120 74l-20-30h30M216 74l-12-46h40', ['#b3473d', '#3f6e9a', '#d0a13c'][at] as string, 11)}${rect(84, 30, 56, 14, '#222', 'rx="7"')}</g>`).join('')}${rect(650, 220, 150, 200, '#7f8a8f', 'rx="4"')}${rect(664, 234, 122, 172, '#98a3a7')}${path('M712 300h26l-14 34h20l-34 50 8-38h-18z', '#e2c24b')}`,
  ),
  gasHose: scene(
    ['#e6ebe9', '#cfd6d3'],
    ['#b9b2a4', '#9d9688'],
    470,
    `${tiles(0, 0, 960, 470, [120, 96], '#b4bdb9')}${rect(0, 440, 960, 40, '#6c5a4a')}${rect(300, 380, 380, 70, '#3b3f42', 'rx="10"')}${[390, 580].map((x) => circle(x, 376, 58, '#2a2d2f') + circle(x, 370, 34, '#55595c')).join('')}${rect(60, 60, 26, 300, '#d3b13c')}${rect(40, 330, 70, 44, '#c49a2e', 'rx="6"')}${line('M100 352q110 40 90 150t90 120q90-10 80-150', '#e08a2c', 22)}${line('M196 470l14 40M186 500l30 10M270 610l34-26M300 624l-20-34', '#4b2a10', 5)}${rect(720, 520, 120, 170, '#7f9a4e', 'rx="40"')}${rect(756, 486, 48, 40, '#5f7638', 'rx="8"')}`,
  ),
  ebikesHall: scene(
    ['#d9dcd6', '#c0c4bd'],
    ['#a9a59b', '#88847b'],
    470,
    `${rect(330, 90, 300, 380, '#55606a')}${rect(350, 110, 125, 360, '#8fb0bf')}${rect(486, 110, 125, 360, '#9dbdca')}${scooter(20, 400, '#b5423b', 1.05)}${scooter(560, 410, '#3d6b8f', 1.1)}${scooter(290, 480, '#e0ddd4', 1.05)}${line('M760 250q-30 120-90 160t-60 130', '#1f1f1f', 6)}${line('M760 250q10 150-240 210t-120 130', '#d8d8d2', 6)}${rect(738, 214, 54, 42, '#f2f2ee', 'rx="6" stroke="#aaa"')}${rect(70, 150, 150, 110, '#c93f36', 'rx="8"')}${circle(145, 205, 38, 'none', 'stroke="#fff" stroke-width="9"')}${line('M120 230l50-50', '#fff', 9)}`,
  ),
  windowBroken: scene(
    ['#b9a28a', '#a58d75'],
    ['#8a8378', '#6f695f'],
    620,
    `${tiles(0, 0, 960, 620, [90, 40], '#8a735c')}${rect(250, 110, 460, 400, '#f0ede6')}${rect(276, 136, 200, 348, '#3e5362')}${rect(490, 136, 194, 348, '#6f8ea0')}${path('M300 160l60 90-40 60 80 30-20 110 76-40V136H290z', '#1f2a33')}${line('M390 270L282 190M390 270l90-110M390 270l-70 120M390 270l84 150M390 270h86M390 270l-20-130', '#dfe9ee', 4)}${[300, 380, 450, 520, 350].map((x, at) => path(`M${x} ${640 + ((at * 23) % 50)}l34-22 16 30z`, '#cfe0e8', 'opacity=".85"')).join('')}${rect(230, 500, 500, 26, '#d9d4c8')}`,
  ),
} as const

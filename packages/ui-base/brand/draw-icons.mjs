// Draws the clients' icons from icon.svg: `node packages/ui-base/brand/draw-icons.mjs`. The results are committed.
import { copyFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'

const here = import.meta.dirname
const svg = await readFile(join(here, 'icon.svg'), 'utf8')
// Launchers cut their own shape out of the middle: full-bleed ground, picture inside the safe zone.
const maskable = svg
  .replace('rx="15" ', '')
  .replace(/(<path[\s\S]*)<\/svg>/, '<g transform="translate(9 9) scale(.72)">$1</g></svg>')

for (const client of ['console', 'officer', 'auxiliary', 'resident', 'volunteer']) {
  const to = join(here, '../../../apps', client, 'public')
  await copyFile(join(here, 'icon.svg'), join(to, 'icon.svg'))
  for (const size of [180, 192, 512]) await png(svg, size, join(to, `icon-${size}.png`))
  await png(maskable, 512, join(to, 'icon-maskable-512.png'))
}

function png(source, size, file) {
  return sharp(Buffer.from(source), { density: (72 * size) / 64 })
    .resize(size, size)
    .png({ palette: true, compressionLevel: 9 })
    .toFile(file)
}

// Photos that people of the story take: drawn, so that no file of anybody's home lies in the repository.

import sharp from 'sharp'

const drawn = (svg: string): Promise<Buffer> => sharp(Buffer.from(svg)).jpeg({ quality: 85 }).toBuffer()
const sheet = (inside: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="1600" height="1200" viewBox="0 0 1600 1200">${inside}</svg>`

export const leakingCeiling = (): Promise<Buffer> =>
  drawn(
    sheet(`<rect width="1600" height="1200" fill="#e9e4da"/><rect y="820" width="1600" height="380" fill="#c8bda9"/>
  <ellipse cx="760" cy="330" rx="430" ry="210" fill="#b9a888" opacity=".55"/>
  <ellipse cx="800" cy="340" rx="260" ry="130" fill="#8d7a58" opacity=".6"/>
  <g stroke="#6d88a0" stroke-width="9" stroke-linecap="round"><path d="M700 470v90M820 480v140M900 460v70"/></g>
  <path d="M560 1010h460l-60 150H620z" fill="#5b7fa6"/>`),
  )

export const wetFloor = (): Promise<Buffer> =>
  drawn(
    sheet(`<rect width="1600" height="1200" fill="#d6d1c4"/>
  <g stroke="#b7b09f" stroke-width="6"><path d="M0 300h1600M0 600h1600M0 900h1600M400 0v1200M800 0v1200M1200 0v1200"/></g>
  <path d="M380 520c160-150 560-130 720 20s120 360-140 420-560 10-640-150 0-230 60-290z" fill="#7f9fb8" opacity=".7"/>`),
  )

export const contactBoard = (): Promise<Buffer> =>
  drawn(
    sheet(`<rect width="1600" height="1200" fill="#bfb8aa"/><rect x="420" y="160" width="760" height="900" fill="#fff"/>
  <rect x="420" y="160" width="760" height="150" fill="#1f5c53"/><rect x="640" y="520" width="320" height="320" fill="#222"/>`),
  )

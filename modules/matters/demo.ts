import type { Demo } from '@doorstep/demo/demo.ts'
import { drawPictures, keepPicture, type Picture } from '@doorstep/demo/pictures.ts'
import { clockOf } from './demo/clock.ts'
import type { Life } from './demo/life.ts'
import { makeLives } from './demo/lives.ts'
import { noticesOf } from './demo/notices.ts'
import { photos } from './demo/photos.ts'
import { isOpen } from './states.ts'
import { insertLives } from './store-demo.ts'

/** 1,200 matters over fourteen months, moved by the module's own rules, with their pictures. */
export async function layDemoMatters(demo: Demo): Promise<void> {
  const drawing = drawPictures(demo, photos, { quality: 72, grain: 36 })
  const lives = makeLives(demo, await clockOf(demo))
  const pictures = await drawing
  await insertLives(demo, lives, pictures)
  await keepAll(demo, lives, pictures)
  demo.matters.push(...lives.map(({ matter, visits }) => ({ ...matter, open: isOpen(matter.state), revisits: visits })))
  demo.notices.push(...noticesOf(demo, lives))
}

/** Every matter keeps its own copy, as if each had been sent. */
async function keepAll(demo: Demo, lives: readonly Life[], pictures: ReadonlyMap<string, Picture>): Promise<void> {
  const files = lives.flatMap((life) => life.files)
  await Promise.all(
    files.map(({ id, picture }) => {
      const drawn = pictures.get(picture)
      if (!drawn) throw new RangeError(`nobody drew ${picture}`)
      return keepPicture(demo, drawn, id)
    }),
  )
}

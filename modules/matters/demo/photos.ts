import { homePhotos } from './photos-home.ts'
import { streetPhotos } from './photos-street.ts'
import { yardPhotos } from './photos-yard.ts'

/** Every drawing by the name that scenarios use. */
export const photos: Readonly<Record<string, string>> = { ...homePhotos, ...yardPhotos, ...streetPhotos }

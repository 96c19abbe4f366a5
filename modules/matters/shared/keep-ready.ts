import { recall, remember, rememberedAt } from '@doorstep/browser'
import { type Matter, type MatterRow, mattersApi } from './api.ts'

/** How many matters of a list are fetched ahead, so that they open in a basement; a day's work of one officer. */
const ahead = 30
const thumbnail = 320

/** Keeps the matters of a list on the device, with their flow logs. Quiet: without a signal it simply stops. */
export async function keepReady(rows: readonly MatterRow[]): Promise<void> {
  for (const row of rows.slice(0, ahead)) if (!(await keepOne(row).catch(() => null))) return
}

/** One matter with its flow log and small pictures of its photos, unless it has not changed since. */
export async function keepOne({ id, updatedAt }: Pick<MatterRow, 'id' | 'updatedAt'>): Promise<Matter> {
  const memory = `matters.${id}`
  const kept = (await recall(memory))?.value as { matter: Matter } | undefined
  if (kept?.matter.updatedAt === updatedAt) return kept.matter
  const [matter, steps] = await Promise.all([mattersApi.get({ params: { id } }), mattersApi.steps({ params: { id } })])
  await remember(memory, { matter, steps: steps.items })
  return matter
}

const memoryOfPhoto = (file: string): string => `matters.photo.${file}`
/** Small pictures: a day's photos in full would fill a phone, and in a basement they only have to be recognised. */
export async function keepPhotos({ id, attachments }: Matter): Promise<void> {
  for (const { id: file, type } of attachments) {
    if (!type.startsWith('image/') || (await rememberedAt(memoryOfPhoto(file)))) continue
    const photo = (await mattersApi.attachment({ params: { id, file } })) as unknown as Blob
    await remember(memoryOfPhoto(file), { small: await shrink(photo) })
  }
}
export async function keptPhoto(file: string): Promise<Blob | undefined> {
  const kept = (await recall(memoryOfPhoto(file)))?.value as { small: Blob } | undefined
  return kept?.small
}

async function shrink(photo: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(photo)
  const scale = Math.min(1, thumbnail / Math.max(bitmap.width, bitmap.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(bitmap.width * scale))
  canvas.height = Math.max(1, Math.round(bitmap.height * scale))
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height)
  bitmap.close()
  return new Promise((resolve, reject) =>
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('not drawn'))), 'image/jpeg', 0.7),
  )
}

// Photos leave the phone small and without their metadata: drawing them anew drops place, time and device.
export type Photo = { id: string; blob: Blob; width: number; height: number; preview: string }

const longestSide = 2048

export async function preparePhoto(file: Blob): Promise<Photo> {
  const bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' })
  const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height))
  const width = Math.max(1, Math.round(bitmap.width * scale))
  const height = Math.max(1, Math.round(bitmap.height * scale))
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const pen = canvas.getContext('2d')
  if (!pen) throw new Error('no canvas')
  // JPEG has no transparency: screenshots get paper, not black.
  pen.fillStyle = '#fff'
  pen.fillRect(0, 0, width, height)
  pen.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.85))
  if (!blob) throw new Error('not drawn')
  return { id: crypto.randomUUID?.() ?? String(Math.random()), blob, width, height, preview: URL.createObjectURL(blob) }
}

export const dropPhoto = (photo: Photo): void => URL.revokeObjectURL(photo.preview)

// The Chinese web font is a last resort: phones and desktops in China have one, and then nothing is downloaded.
const href = '/assets/fonts/index.css'

/** Links the web font if this device cannot draw Chinese: two different characters that look alike are both the empty box. */
export function ensureChineseFont(): void {
  if (looksAlike('家', '警') && !document.querySelector(`link[href="${href}"]`)) {
    const link = document.createElement('link')
    link.rel = 'stylesheet'
    link.href = href
    document.head.append(link)
  }
}

function looksAlike(one: string, other: string): boolean {
  const canvas = document.createElement('canvas')
  canvas.width = 48
  canvas.height = 24
  const pen = canvas.getContext('2d', { willReadFrequently: true })
  if (!pen) return false
  pen.font = '20px sans-serif'
  pen.textBaseline = 'top'
  pen.fillText(one, 0, 0)
  pen.fillText(other, 24, 0)
  const left = pen.getImageData(0, 0, 24, 24).data
  const right = pen.getImageData(24, 0, 24, 24).data
  return left.every((value, at) => value === right[at])
}

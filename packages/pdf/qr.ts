import qrcode from 'qrcode'

/** Modules of a QR code as horizontal runs. Level Q survives a quarter of damage: boards hang in the weather. */
export function modulesOf(content: string): { count: number; runs: { column: number; row: number; length: number }[] } {
  const { modules } = qrcode.create(content, { errorCorrectionLevel: 'Q' })
  const runs: { column: number; row: number; length: number }[] = []
  for (let row = 0; row < modules.size; row++)
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue
      const start = column
      while (column < modules.size && modules.get(row, column)) column++
      runs.push({ column: start, row, length: column - start })
    }
  return { count: modules.size, runs }
}

import { mkdirSync, statfsSync } from 'node:fs'
import { Failure } from '@doorstep/contract'

/** PostgreSQL takes room for its log by the piece, each of 16 MB: with less than this it may have to stop. */
const logPiece = 20_000_000
const mostSpare = 256_000_000

/** Room on the disk of the kept files, which is also that of the embedded database. */
export function roomIn(folder: string) {
  const look = () => {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const { bavail, blocks, bsize } = statfsSync(folder)
    return { left: bavail * bsize, size: blocks * bsize }
  }
  return {
    /** Uploads give way before the last of the disk is used up, so that the database can go on. @throws Failure `server.full` */
    assertSpare(): void {
      const { left, size } = look()
      if (left < Math.min(mostSpare, size / 20)) throw new Failure('full', 'server.full')
    },
    isFull(): boolean {
      try {
        return look().left < logPiece
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOSPC'
      }
    },
  }
}

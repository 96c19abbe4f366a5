import { BackupError } from '@doorstep/kernel/backup/manifest.ts'

/** A setting or a place that cannot be used; its message is one sentence for the operator. */
export class ConfigError extends Error {}

type SystemError = Error & { code?: string; path?: string }

const ofFiles: Readonly<Record<string, string>> = {
  ENOSPC: 'there is no space left on its disk',
  EDQUOT: 'the quota of this user is used up',
  EROFS: 'its file system is read-only',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  ENOENT: 'it cannot be made there',
  ENOTDIR: 'a part of its path is a file',
  EEXIST: 'a part of its path is a file',
  EIO: 'its disk reports an error',
}
const ofDisk = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'])
const ofDatabase: Readonly<Record<string, string>> = {
  '28P01': 'refuses the password of DATABASE_URL',
  '28000': 'refuses the user of DATABASE_URL',
  '3D000': 'has no database of the name in DATABASE_URL',
  '42501': 'does not let the user of DATABASE_URL do what an owner must do',
  '57P03': 'is just starting or stopping; try again',
  '53300': 'has no connection left',
  '53100': 'has no space left on its disk',
  '25006': 'is read-only',
  ECONNREFUSED: 'does not answer at the address in DATABASE_URL',
  ENOTFOUND: 'has an address in DATABASE_URL that does not exist',
  ETIMEDOUT: 'does not answer in time',
}

/** What went wrong at a start, as one sentence for the operator; `undefined` for a mistake of ours, which needs its stack. */
export function sentenceOf(error: unknown, dataDir: string): string | undefined {
  if (error instanceof ConfigError || error instanceof BackupError) return error.message
  const { code = '', path, message } = error as SystemError
  const about = path === undefined ? ofDisk.has(code) : path.startsWith(dataDir) || dataDir.startsWith(path)
  if (dataDir && about && ofFiles[code]) {
    const where = path?.startsWith(`${dataDir}/`) ? ` (${path})` : ''
    return `The data folder ${dataDir} cannot be used: ${ofFiles[code]}${where}.`
  }
  if (ofDatabase[code]) return `The database ${ofDatabase[code]}.`
  if (/timeout exceeded when trying to connect/.test(message)) return `The database ${ofDatabase.ETIMEDOUT}.`
  return undefined
}

/** Why nothing can listen there. */
export function listenSentence(error: unknown, host: string, port: number): string | undefined {
  const { code = '' } = error as SystemError
  if (code === 'EADDRINUSE') return `Port ${port} is in use: stop the other program, or choose another port with PORT.`
  if (code === 'EACCES') return `Port ${port} needs special rights: choose one above 1023 with PORT.`
  if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN', 'EAFNOSUPPORT', 'EINVAL'].includes(code))
    return `DOORSTEP_HOST is "${host}", but this machine has no such address.`
  return undefined
}

import { randomBytes } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, sentenceOf } from './troubles.ts'

const isKey = (text: string) => /^[0-9a-f]{64}$/i.test(text)
const howToMake = 'make one with: openssl rand -hex 32'

/** Field-encryption keys, newest first. Outside production one is made where none is given. @throws ConfigError */
export function readKeys(text: string, production: boolean, dataDir: string): Buffer[] {
  if (text !== '') {
    const keys = text.split(',').map((key) => key.trim())
    if (!keys.every(isKey)) throw new ConfigError(`DOORSTEP_KEYS has a key that is not 64 hex digits; ${howToMake}`)
    return keys.map((key) => Buffer.from(key, 'hex'))
  }
  if (production)
    throw new ConfigError(
      `DOORSTEP_KEYS is missing: a production start needs a field-encryption key that is kept outside the database; ${howToMake}`,
    )
  const file = join(dataDir, 'field.key')
  const key = keptIn(dataDir, file, () => randomBytes(32).toString('hex'))
  if (!isKey(key))
    throw new ConfigError(
      `${file} does not hold a key of 64 hex digits; put the right one back: without it, the encrypted fields cannot be read.`,
    )
  return [Buffer.from(key, 'hex')]
}

/** Keys that are there already: none is made where a backup is going to bring its own. @throws ConfigError */
export function findKeys(text: string, production: boolean, dataDir: string): Buffer[] {
  return text !== '' || existsSync(join(dataDir, 'field.key')) ? readKeys(text, production && text === '', dataDir) : []
}

/** A secret of this installation: made at the first start, the same ever after. @throws ConfigError */
export function keptIn(dataDir: string, file: string, make: () => string): string {
  try {
    if (!existsSync(file)) keepKey(dataDir, file, make())
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new ConfigError(sentenceOf(error, dataDir) ?? `${file} cannot be read.`)
  }
}

/** Whole or not at all, and never over one that is there: a lost key is lost data. */
function keepKey(dataDir: string, file: string, key: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const aside = `${file}.${process.pid}`
  writeFileSync(aside, key, { mode: 0o600, flush: true })
  try {
    linkSync(aside, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(aside, { force: true })
  }
}

import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { processMark } from './process.ts'

type Owner = { pid: number; mark: string }

/**
 * Makes this process the owner of a data folder, or throws when a living process owns it. The file is put in place
 * with link(), which fails if it exists, so of two processes only one wins. Returns what gives the folder back.
 */
export function claim(ownerFile: string, dataDir: string): () => void {
  const mine = `${ownerFile}.${process.pid}`
  const text = JSON.stringify({ pid: process.pid, mark: processMark(process.pid) ?? '' })
  writeFileSync(mine, text, { mode: 0o600 })
  try {
    for (let attempt = 0; attempt < 5; attempt++) {
      if (linked(mine, ownerFile)) return () => giveBack(ownerFile, text)
      const living = ownerOf(ownerFile)
      if (living !== undefined) throw inUse(dataDir, living)
      setAside(ownerFile, readOwner(ownerFile), mine)
    }
    throw new Error(`Several processes are starting PostgreSQL in ${dataDir} at once. Start one of them.`)
  } finally {
    rmSync(mine, { force: true })
  }
}

/** The living process that owns a data folder. */
export function ownerOf(ownerFile: string): number | undefined {
  const owner = readOwner(ownerFile)
  return owner && processMark(owner.pid) === owner.mark ? owner.pid : undefined
}

function inUse(dataDir: string, pid: number): Error {
  const who = pid === process.pid ? 'this process already' : `process ${pid}`
  return new Error(`The data folder ${dataDir} is in use by ${who}. Stop it first, or choose another data folder.`)
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function readOwner(file: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Moves a dead owner's file away; should another process have replaced it in between, its file is put back. */
function setAside(ownerFile: string, dead: Owner | undefined, mine: string): void {
  const aside = `${mine}.old`
  try {
    renameSync(ownerFile, aside)
  } catch {
    return
  }
  const moved = readOwner(aside)
  if (moved && (moved.pid !== dead?.pid || moved.mark !== dead.mark)) linked(aside, ownerFile)
  rmSync(aside, { force: true })
}

function giveBack(ownerFile: string, text: string): void {
  try {
    if (readFileSync(ownerFile, 'utf8') === text) rmSync(ownerFile)
  } catch {
    // the folder is gone already: nothing to give back
  }
}

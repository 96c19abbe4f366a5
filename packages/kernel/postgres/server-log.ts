import { closeSync, existsSync, openSync, readSync, renameSync, statSync } from 'node:fs'

const largest = 5_000_000

/** Starts a new log when the old one has grown large; one old one is kept. */
export function rotate(file: string): void {
  if (sizeOf(file) > largest) renameSync(file, `${file}.1`)
}

export function sizeOf(file: string): number {
  return existsSync(file) ? statSync(file).size : 0
}

/** Hands each new line of the log to `log`; returns what ends it. Polled, because file watchers differ by system. */
export function follow(file: string, from: number, log: (line: string) => void): () => void {
  let offset = from
  let rest = ''
  const read = () => {
    const text = readFrom(file, offset)
    offset += Buffer.byteLength(text)
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) log(line)
  }
  const timer = setInterval(read, 500).unref()
  return () => {
    clearInterval(timer)
    read()
  }
}

export function readFrom(file: string, offset: number): string {
  const length = Math.min(sizeOf(file) - offset, 1_000_000)
  if (length <= 0) return ''
  const buffer = Buffer.alloc(length)
  const descriptor = openSync(file, 'r')
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, offset)).toString('utf8')
  } finally {
    closeSync(descriptor)
  }
}

const hints: [RegExp, string][] = [
  [/No space left on device/, 'The disk is full: make room and start again.'],
  [
    /still in use|lock file .* already exists/,
    'An earlier server on this data folder has not ended yet: stop it first.',
  ],
  [/unrecognized configuration parameter|invalid value for parameter|outside the valid range/, 'A setting is wrong.'],
  [/Permission denied|has wrong ownership/, 'The data folder belongs to another user: start as that user.'],
  [/shared libraries|not found \(required by/, 'PostgreSQL for this system needs glibc; set DATABASE_URL instead.'],
  [
    /could not locate a valid checkpoint|PANIC/,
    'The database files are damaged: restore the data folder from a backup.',
  ],
  [/could not map|Cannot allocate memory|could not create shared memory/, 'There is too little memory.'],
]

/** An error a person can act on: what happened, the server's last words, what to do. */
export function failedStart(logFile: string, from: number, why: string): Error {
  const text = readFrom(logFile, from).trim()
  const hint = hints.find(([pattern]) => pattern.test(text))?.[1] ?? 'The full log is beside the data.'
  const lastLines = text.split('\n').slice(-15).join('\n')
  return new Error(`PostgreSQL did not start (${why}).\n${lastLines || '(it wrote no log)'}\n${hint} Log: ${logFile}`)
}

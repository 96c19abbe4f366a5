/** What was asked of the server and what it answered: the truth that the database is held against afterwards. */
export type Asked = {
  /** of the matter */
  id: string
  verb: 'report' | 'register' | 'attach' | 'accept' | 'note' | 'reply' | 'resolve'
  method: 'POST'
  path: string
  key: string
  cookie: string | null
  body: { json: object } | { bytes: Buffer; sha256: string; file: string }
  /** The server said yes; when, in milliseconds since 1970. */
  acknowledged: number | null
  tries: number
}
export type Book = {
  asked: Asked[]
  /** How often each status was answered; `none` where there was no answer. */
  answers: Map<string, number>
  /** Answers that nobody should get: 4xx and 500. */
  wrong: string[]
  /** Different answers to the same request. */
  unlike: string[]
  acknowledgedAt: number[]
  /** Moments at which there was no answer, or none that says yes. */
  failedAt: number[]
}
export const newBook = (): Book => ({
  asked: [],
  answers: new Map(),
  wrong: [],
  unlike: [],
  acknowledgedAt: [],
  failedAt: [],
})

const firstAnswers = new WeakMap<Asked, string>()

/** Asks once. @returns true when the server has said yes */
export async function ask(book: Book, port: number, asked: Asked): Promise<boolean> {
  asked.tries++
  const { body } = asked
  const bytes = 'bytes' in body
  try {
    const reply = await fetch(`http://127.0.0.1:${port}${asked.path}`, {
      method: asked.method,
      headers: {
        'idempotency-key': asked.key,
        'content-type': bytes ? 'application/pdf' : 'application/json',
        ...(asked.cookie ? { cookie: asked.cookie } : {}),
      },
      body: bytes ? new Uint8Array(body.bytes) : JSON.stringify(body.json),
      signal: AbortSignal.timeout(15_000),
    })
    const text = await reply.text()
    count(book, String(reply.status))
    if (reply.status === 200) {
      const first = firstAnswers.get(asked)
      if (first !== undefined && first !== text) book.unlike.push(`${asked.verb} ${asked.id}`)
      firstAnswers.set(asked, text)
      asked.acknowledged ??= Date.now()
      book.acknowledgedAt.push(performance.now())
      return true
    }
    book.failedAt.push(performance.now())
    if (reply.status !== 503) book.wrong.push(`${asked.verb} ${reply.status} ${text.slice(0, 300)}`)
  } catch {
    book.failedAt.push(performance.now())
    count(book, 'none')
  }
  return false
}
const count = ({ answers }: Book, status: string) => void answers.set(status, (answers.get(status) ?? 0) + 1)

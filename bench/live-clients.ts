import { connect } from 'node:net'

/** A process that is many live clients. Told `{ port, n, cookie }` it opens as many more; told `{ expect }` it says when each heard of it. */
type Wanted = { port: number; n: number; cookie: string } | { expect: string; listening: number }
export type Told = { at: number[] }

let expected: { id: string; listening: number; at: number[] } | undefined

function openOne({ port, cookie }: { port: number; cookie: string }): Promise<void> {
  return new Promise((opened, failed) => {
    let said = ''
    const socket = connect({ port, host: '127.0.0.1' }, () =>
      socket.write(
        `GET /api/live HTTP/1.1\r\nhost: localhost\r\ncookie: ${cookie}\r\naccept: text/event-stream\r\n\r\n`,
      ),
    )
    socket.on('error', failed)
    socket.on('data', (chunk) => {
      said += chunk.toString('latin1')
      if (said.includes('retry: ')) opened()
      if (expected && said.includes(`matters.reported","subject":"${expected.id}`)) hear(expected)
      else if (said.length < 20_000) return
      said = ''
    })
  })
}

function hear(event: NonNullable<typeof expected>): void {
  event.at.push(Date.now())
  if (event.at.length < event.listening) return
  expected = undefined
  process.send?.({ at: event.at } satisfies Told)
}

async function openMany(wanted: Exclude<Wanted, { expect: string }>): Promise<void> {
  for (let at = 0; at < wanted.n; at += 50)
    await Promise.all(Array.from({ length: Math.min(50, wanted.n - at) }, () => openOne(wanted)))
  process.send?.('open')
}
const giveUp = (error: unknown) => {
  console.error(error)
  process.exit(1)
}
process.on('message', (wanted: Wanted) => {
  if ('expect' in wanted) expected = { id: wanted.expect, listening: wanted.listening, at: [] }
  else openMany(wanted).catch(giveUp)
})
process.on('disconnect', () => process.exit(0))

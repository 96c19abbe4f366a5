import { createServer, type Server } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { post } from './post.ts'

/** What certainly did not arrive and what may have: told apart at every place where a line can break. */

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})
/** A bare line: what it does with the first bytes is the test's. */
async function line(answer: (say: (text: string) => void, end: () => void) => void, open = true): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () =>
      answer(
        (text) => socket.write(text),
        () => socket.destroy(),
      ),
    )
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  if (!open) await new Promise((resolve) => server.close(resolve))
  return `127.0.0.1:${port}`
}
const send = (url: string) => post(url, { headers: { 'content-type': 'text/plain' }, body: 'x'.repeat(2000) }, 300)

it('an answer is an answer, whatever it says, and is not followed elsewhere', async () => {
  const host = await line((say, end) => {
    say('HTTP/1.1 307 Elsewhere\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 2\r\n\r\nno')
    end()
  })
  expect(await send(`http://${host}/`)).toMatchObject({ outcome: 'answered', status: 307, body: 'no' })
})
it('nobody listens: it did not arrive', async () => {
  const host = await line(() => {}, false)
  expect(await send(`http://${host}/`)).toEqual({ outcome: 'unsent', why: 'econnrefused' })
})
it('time-out before anything could be sent (a handshake that never ends): it did not arrive', async () => {
  const host = await line(() => {})
  expect(await send(`https://${host}/`)).toEqual({ outcome: 'unsent', why: 'timeout' })
})
it('cut off during the handshake: it did not arrive', async () => {
  const host = await line((_say, end) => end())
  expect(await send(`https://${host}/`)).toMatchObject({ outcome: 'unsent' })
})
it('time-out after all of it was sent: nobody knows', async () => {
  const host = await line(() => {})
  expect(await send(`http://${host}/`)).toEqual({ outcome: 'unclear', why: 'timeout' })
})
it('the line is reset after all of it was sent: nobody knows', async () => {
  const host = await line((_say, end) => end())
  expect(await send(`http://${host}/`)).toMatchObject({ outcome: 'unclear' })
})
it('half an answer is none', async () => {
  const host = await line((say, end) => {
    say('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"errcode"')
    setTimeout(end, 20)
  })
  expect(await send(`http://${host}/`)).toMatchObject({ outcome: 'unclear' })
})

// A line that breaks: between the browser and the server, in the middle of a request, and after the server has done it but
// before its answer is through.

import { once } from 'node:events'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { build, type Rollup } from 'vite'
import { contractRoutes } from '../../packages/browser/vite-contracts.ts'

type Cut = 'before' | 'middle' | 'after'
export type Front = {
  address: string
  /** Share of the writes that are cut, from now on. */
  cutting(share: number): void
  cuts: Record<Cut, number>
  close(): void
}
export const probePath = '/officer/assets/probe-of-the-test.js'

/** The same numbers in every run. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

async function probeCode(): Promise<string> {
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    root: join(import.meta.dirname, '..', '..'),
    plugins: [contractRoutes()],
    define: { 'process.env.NODE_ENV': '"production"', __VUE_PROD_DEVTOOLS__: 'false' },
    build: { write: false, lib: { entry: join(import.meta.dirname, 'probe.ts'), formats: ['es'], fileName: 'probe' } },
  })) as Rollup.RollupOutput[]
  return built[0]?.output[0].code ?? ''
}

export async function breakingLine(port: number, random: () => number): Promise<Front> {
  const probe = await probeCode()
  let share = 0
  const cuts: Front['cuts'] = { before: 0, middle: 0, after: 0 }
  function cutFor({ method, url = '' }: IncomingMessage): Cut | undefined {
    if (method !== 'POST' || !url.startsWith('/api/matters') || random() >= share) return undefined
    const cut = (['before', 'middle', 'after'] as const)[Math.floor(random() * 3)] as Cut
    cuts[cut]++
    return cut
  }
  const server = createServer((asked, answer) => {
    if (asked.url === probePath) answer.writeHead(200, { 'content-type': 'text/javascript' }).end(probe)
    else pass(asked, answer, port, cutFor(asked))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    address: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    cutting: (wanted) => {
      share = wanted
    },
    cuts,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number, cut: Cut | undefined): void {
  const lost = () => void answer.destroy()
  if (cut === 'before') {
    lost()
    return
  }
  const { method, url: path, headers } = asked
  const onward = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (given) => {
    if (cut === 'after') {
      // Read to its end: the server has committed.
      given.on('end', lost).resume()
      return
    }
    answer.writeHead(given.statusCode ?? 502, given.headers)
    given.pipe(answer)
    given.on('error', lost)
  })
  onward.on('error', lost)
  answer.on('close', () => !answer.writableFinished && onward.destroy())
  if (cut !== 'middle') {
    asked.pipe(onward)
    return
  }
  asked.once('data', (part: Buffer) => {
    onward.write(part.subarray(0, Math.ceil(part.length / 2)))
    setTimeout(() => {
      onward.destroy()
      lost()
    }, 10)
  })
}

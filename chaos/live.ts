import { type ClientRequest, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Place } from './place.ts'

export type Line = {
  /** Sequence numbers in the order they came. */
  heard: number[]
  /** Where it began to listen, or the number up to which it was told to read everything anew. */
  begins: number
  told: Map<number, string>
  resets: number
  connections: number
  refused: number
  stop(): void
}

/** A screen that follows what happens: reconnects by itself and says where it was, as browsers do. */
export function openLine(place: Place, cookie: string): Line {
  let over = false
  let request: ClientRequest | undefined
  let lastId: string | undefined
  const line: Line = {
    heard: [],
    begins: -1,
    told: new Map(),
    resets: 0,
    connections: 0,
    refused: 0,
    stop() {
      over = true
      request?.destroy()
    },
  }
  const take = (frame: string) => {
    const id = /^id: (\d+)$/m.exec(frame)?.[1]
    const event = /^event: (\w+)$/m.exec(frame)?.[1]
    const data = /^data: (.*)$/m.exec(frame)?.[1]
    if (id === undefined || data === undefined) return
    lastId = id
    if (event === 'here') line.begins = Number(id)
    else if (event === 'reset') {
      line.resets++
      line.begins = Number(id)
    } else {
      line.heard.push(Number(id))
      line.told.set(Number(id), (JSON.parse(data) as { type: string }).type)
    }
  }
  const connect = () =>
    new Promise<void>((ended) => {
      const headers = { cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) }
      request = get({ host: '127.0.0.1', port: place.port, path: '/api/live', headers, agent: false }, (response) => {
        if (response.statusCode === 200) line.connections++
        else line.refused++
        let rest = ''
        response.setEncoding('utf8').on('data', (chunk: string) => {
          const frames = (rest + chunk).split('\n\n')
          rest = frames.pop() ?? ''
          if (response.statusCode === 200) for (const frame of frames) take(frame)
        })
        response.on('close', ended)
      })
      request.on('error', () => ended())
    })
  const follow = async () => {
    while (!over) {
      await connect()
      await sleep(300)
    }
  }
  void follow()
  return line
}

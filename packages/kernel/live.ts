import type { ServerResponse } from 'node:http'
import { type Grant, grantOf } from '@doorstep/contract'
import pg from 'pg'
import type { Actor, Event, Parts } from './ctx.ts'
import { setLiveClients } from './metrics.ts'
import { liveChannel } from './outbox.ts'

/** The permission by which staff follow what happens in their area. */
export const livePermission = 'live.follow'
type Told = Pick<Event, 'seq' | 'type' | 'subject' | 'area' | 'accounts' | 'county' | 'at'>
type Client = { response: ServerResponse; actor: Actor; grant: Grant | undefined; county: number }

export type LiveHub = {
  /** Takes a response over and keeps it open as server-sent events. `lastId` resumes where the client was. */
  follow(response: ServerResponse, actor: Actor, lastId: number | null): Promise<void>
  clients(): number
  stop(): Promise<void>
}

const replayLimit = 1000

/** Only pointers travel (type and id): what changed is read again through the API, with the reader's own rights. */
function concerns(client: Client, event: Told): boolean {
  if (client.actor.account && event.accounts.includes(client.actor.account)) return true
  if (client.actor.receipt?.subject === event.subject) return true
  return !!event.area && !!client.grant?.scopes.some((scope) => (event.area as string).startsWith(scope))
}
const frame = (event: Told) =>
  `id: ${event.seq}\ndata: ${JSON.stringify({ type: event.type, subject: event.subject, area: event.area, at: event.at })}\n\n`

export async function startLive(parts: Parts): Promise<LiveHub> {
  const clients = new Set<Client>()
  const owner = parts.database.owner
  let seen = (await owner.query<{ seq: number | null }>('select max(seq) as seq from kernel.outbox')).rows[0]?.seq ?? 0
  let listener: pg.Client | null = null
  let stopped = false
  let busy = false
  let again = false

  const read = (after: number, county?: number) =>
    owner.query<Told>(
      `select seq, type, subject, area, accounts, county, created_at as at from kernel.outbox
       where seq > $1 ${county === undefined ? '' : 'and county = $2'} order by seq limit ${replayLimit}`,
      county === undefined ? [after] : [after, county],
    )
  const tell = async (): Promise<void> => {
    if (busy) {
      again = true
      return
    }
    busy = true
    try {
      do {
        again = false
        const { rows } = await read(seen)
        for (const event of rows) {
          seen = event.seq
          for (const client of clients) if (concerns(client, event)) client.response.write(frame(event))
        }
        if (rows.length === replayLimit) again = true
      } while (again)
    } catch (error) {
      parts.log.warn({ error: String(error) }, 'live events wait for the database')
    } finally {
      busy = false
    }
  }
  const listen = async (): Promise<void> => {
    if (stopped || listener) return
    const client = new pg.Client({ connectionString: parts.database.url, application_name: 'doorstep-live' })
    const lost = () => {
      if (listener === client) listener = null
      client.end().catch(() => {})
    }
    client.on('error', lost)
    client.on('end', lost)
    client.on('notification', () => void tell())
    try {
      await client.connect()
      await client.query(`listen ${liveChannel}`)
      listener = client
    } catch {
      lost()
    }
  }
  await listen()
  // The safety net under NOTIFY: reconnects, catches up after a lost connection, and keeps proxies from closing idle streams.
  const timer = setInterval(() => {
    void listen().then(tell)
  }, 2000)
  const beat = setInterval(() => {
    for (const { response } of clients) response.write(': still here\n\n')
  }, 20_000)

  return {
    clients: () => clients.size,
    async follow(response, actor, lastId) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      response.write('retry: 2000\n\n')
      const client: Client = {
        response,
        actor,
        grant: grantOf(parts.matrix, livePermission, actor.postings),
        county: actor.county,
      }
      // Followed first, replayed after: nothing falls between; what is told twice is only a pointer.
      const upTo = seen
      clients.add(client)
      setLiveClients(clients.size)
      response.on('close', () => {
        clients.delete(client)
        setLiveClients(clients.size)
      })
      if (lastId !== null) await replay(client, lastId, upTo, read)
    },
    async stop() {
      stopped = true
      clearInterval(timer)
      clearInterval(beat)
      for (const { response } of clients) response.end()
      await listener?.end().catch(() => {})
    },
  }
}

async function replay(
  client: Client,
  lastId: number,
  seen: number,
  read: (after: number, county?: number) => Promise<{ rows: Told[] }>,
): Promise<void> {
  const { rows } = await read(lastId, client.county)
  if (rows.length >= replayLimit) {
    // Too much was missed to tell it one by one: the client reads its screens anew.
    client.response.write(`id: ${seen}\nevent: reset\ndata: {}\n\n`)
    return
  }
  for (const event of rows) if (event.seq <= seen && concerns(client, event)) client.response.write(frame(event))
}

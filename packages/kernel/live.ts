import type { ServerResponse } from 'node:http'
import { type Grant, grantOf } from '@doorstep/contract'
import pg from 'pg'
import type { Actor, Event, Parts } from './ctx.ts'
import { describe } from './describe.ts'
import { setLiveClients } from './metrics.ts'
import { liveChannel } from './outbox.ts'

/** The permission by which staff follow what happens in their area. */
const livePermission = 'live.follow'
type Told = Pick<Event, 'seq' | 'type' | 'subject' | 'area' | 'accounts' | 'county' | 'at'>
type Client = { response: ServerResponse; actor: Actor; grant: Grant | undefined; county: number; again: Again }
/** Who is behind this line now: sessions end, postings change. */
type Again = () => Promise<Actor>

export type LiveHub = {
  /** Takes a response over and keeps it open as server-sent events. `lastId` resumes where the client was. */
  follow(response: ServerResponse, actor: Actor, lastId: number | null, again: Again): Promise<void>
  /** Has this person as many lines open as anybody may? */
  isFull(actor: Actor): boolean
  clients(): number
  stop(): Promise<void>
}

const replayLimit = 1000
/** Tabs and devices of one person. */
const linesEach = 24
/** What waits for a reader who does not read: with more, the line ends, and the reader resumes where it was. */
const mostWaiting = 256_000

const ownerOf = ({ account, receipt }: Actor): string => account ?? receipt?.hash ?? ''
function tell({ response }: Client, text: string): void {
  if (response.writableLength > mostWaiting) response.destroy()
  else response.write(text)
}

/** Only pointers travel (type and id): what changed is read again through the API, with the reader's own rights. */
function concerns(client: Client, event: Told): boolean {
  if (client.actor.account && event.accounts.includes(client.actor.account)) return true
  if (client.actor.receipt?.subject === event.subject) return true
  return !!event.area && !!client.grant?.scopes.some((scope) => (event.area as string).startsWith(scope))
}
const frame = (event: Told) =>
  `id: ${event.seq}\ndata: ${JSON.stringify({ type: event.type, subject: event.subject, area: event.area, at: event.at })}\n\n`

type Read = (after: number, county?: number) => Promise<{ rows: Told[] }>
const reader =
  (pool: pg.Pool): Read =>
  (after, county) =>
    pool.query<Told>(
      `select seq, type, subject, area, accounts, county, created_at as at from kernel.outbox
       where seq > $1 ${county === undefined ? '' : 'and county = $2'} order by seq limit ${replayLimit}`,
      county === undefined ? [after] : [after, county],
    )

export async function startLive(parts: Parts): Promise<LiveHub> {
  const clients = new Set<Client>()
  const read = reader(parts.database.owner)
  const feed = await openFeed(parts, read, (event) => {
    for (const client of clients) if (concerns(client, event)) tell(client, frame(event))
  })
  // Keeps proxies from closing idle streams.
  const beat = setInterval(() => {
    for (const client of clients) tell(client, ': still here\n\n')
    void lookAgain(parts, clients)
  }, 20_000)
  return {
    clients: () => clients.size,
    isFull: (actor) =>
      [...clients].filter((client) => ownerOf(client.actor) === ownerOf(actor)).length >=
      linesEach * parts.settings.rateFactor,
    async follow(response, actor, lastId, again) {
      response.writeHead(200, {
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
        connection: 'keep-alive',
      })
      response.write('retry: 2000\n\n')
      const grant = grantOf(parts.matrix, livePermission, actor.postings)
      const client: Client = { response, actor, grant, county: actor.county, again }
      // Followed first, replayed after: nothing falls between; what is told twice is only a pointer.
      const upTo = feed.seen()
      clients.add(client)
      setLiveClients(clients.size)
      response.on('close', () => {
        clients.delete(client)
        setLiveClients(clients.size)
      })
      if (lastId === null) response.write(`id: ${upTo}\nevent: here\ndata: {}\n\n`)
      else
        await replay(client, lastId, upTo, read).catch((error) => {
          // Told nothing of what it missed, it must not go on as if there had been nothing: it comes again.
          parts.log.warn({ error: describe(error) }, 'what a live client missed could not be read')
          response.end()
        })
    },
    async stop() {
      clearInterval(beat)
      // The connection ends too: kept alive, it would keep the server from closing.
      for (const { response } of clients) {
        const { socket } = response
        response.end(() => socket?.destroySoon())
      }
      await feed.stop()
    },
  }
}

/** Ends the lines of those who have signed out or were sent away; follows whose posts have changed. One after the other. */
async function lookAgain(parts: Parts, clients: ReadonlySet<Client>): Promise<void> {
  for (const client of [...clients]) {
    const actor = await client.again().catch(() => client.actor) // the database is away: nothing is told either
    if (ownerOf(actor) !== ownerOf(client.actor) || actor.session !== client.actor.session) client.response.end()
    client.actor = actor
    client.grant = grantOf(parts.matrix, livePermission, actor.postings)
  }
}

/** Calls `tell` for every event in its order: woken by NOTIFY, and every two seconds in case a notice was lost. */
async function openFeed(parts: Parts, read: Read, tell: (event: Told) => void) {
  let seen =
    (await parts.database.owner.query<{ seq: number | null }>('select max(seq) as seq from kernel.outbox')).rows[0]
      ?.seq ?? 0
  let busy = false
  let again = false
  const catchUp = async (): Promise<void> => {
    again = true
    if (busy) return
    busy = true
    try {
      while (again) {
        again = false
        const { rows } = await read(seen)
        for (const event of rows) {
          seen = event.seq
          tell(event)
        }
        if (rows.length === replayLimit) again = true
      }
    } catch (error) {
      parts.log.warn({ error: describe(error) }, 'live events wait for the database')
    } finally {
      busy = false
    }
  }
  const listener = listenerOf(parts.database.url, () => void catchUp())
  await listener.open()
  const timer = setInterval(() => void listener.open().then(catchUp), 2000)
  return {
    seen: () => seen,
    async stop() {
      clearInterval(timer)
      await listener.close()
    },
  }
}

/** One connection that listens; `open` is harmless while it is open and reconnects when it was lost. */
function listenerOf(url: string, notified: () => void) {
  let current: pg.Client | null = null
  let closed = false
  return {
    async open(): Promise<void> {
      if (closed || current) return
      const client = new pg.Client({ connectionString: url, application_name: 'doorstep-live' })
      const lost = () => {
        if (current === client) current = null
        client.end().catch(() => {})
      }
      client.on('error', lost)
      client.on('end', lost)
      client.on('notification', notified)
      current = client
      try {
        await client.connect()
        await client.query(`listen ${liveChannel}`)
      } catch {
        lost()
      }
    },
    async close(): Promise<void> {
      closed = true
      await current?.end().catch(() => {})
    },
  }
}

async function replay(client: Client, lastId: number, seen: number, read: Read): Promise<void> {
  const { rows } = lastId > seen ? { rows: [] } : await read(lastId, client.county)
  if (rows.length >= replayLimit || lastId > seen) {
    // Too much was missed to tell it one by one, or the database is younger than what the client knows, because it was
    // restored from a backup: the client reads its screens anew.
    client.response.write(`id: ${seen}\nevent: reset\ndata: {}\n\n`)
    return
  }
  for (const event of rows) if (event.seq <= seen && concerns(client, event)) tell(client, frame(event))
}

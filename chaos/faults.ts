import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Book } from './book.ts'
import type { Dice } from './dice.ts'
import { lookInto, type Place, type Server, startServer } from './place.ts'

export type Fault = {
  what: 'server' | 'postmaster' | 'backend'
  /** From the kill to the first write that was acknowledged again, in seconds. */
  backAfter: number
}

/** The faults in an order that the dice decide; database kills leave the server alone. */
export function planFaults(dice: Dice, servers: number, databases: number): Fault['what'][] {
  const plan: Fault['what'][] = [
    ...Array.from({ length: servers }, () => 'server' as const),
    ...Array.from({ length: databases }, (_, at) => (at % 2 === 0 ? ('postmaster' as const) : ('backend' as const))),
  ]
  for (let at = plan.length - 1; at > 0; at--) {
    const other = Math.floor(dice.between(0, at + 1))
    ;[plan[at], plan[other]] = [plan[other] as Fault['what'], plan[at] as Fault['what']]
  }
  return plan
}

const longest = 60_000

/** Does one fault at a random moment of full work. @returns the server that runs afterwards */
export async function strike(
  place: Place,
  server: Server,
  what: Fault['what'],
  book: Book,
  dice: Dice,
): Promise<{ server: Server; fault: Fault }> {
  await sleep(dice.between(300, 2500))
  const killedAt = performance.now()
  let after = server
  if (what === 'server') {
    const ended = new Promise((done) => server.child.once('exit', done))
    process.kill(server.pid, 'SIGKILL')
    await ended
    // whoever looks after it needs a moment too, and then it is not always ready before the next
    await sleep(dice.between(0, 500))
    after = await startServer(place)
  } else process.kill(what === 'postmaster' ? postmasterOf(place) : await backendOf(place, dice), 'SIGKILL')
  const back = await firstYesAfter(book, killedAt)
  if (after.child.exitCode !== null || after.child.signalCode !== null)
    throw new Error(`the server did not survive the ${what}: ${place.log().slice(-3000)}`)
  return { server: after, fault: { what, backAfter: (back - killedAt) / 1000 } }
}

async function firstYesAfter(book: Book, moment: number): Promise<number> {
  // what was under way in the moment of the kill is not yet a sign of life: somebody must have felt it
  for (const until = performance.now() + longest; performance.now() < until; ) {
    const felt = book.failedAt.find((at) => at > moment) ?? (performance.now() > moment + 3000 ? moment : undefined)
    const yes = felt === undefined ? undefined : book.acknowledgedAt.find((at) => at > felt + 50)
    if (yes !== undefined) return yes
    await sleep(25)
  }
  throw new Error(`nothing was acknowledged for ${longest / 1000} seconds after a kill`)
}

const postmasterOf = ({ data }: Place): number =>
  Number(readFileSync(join(data, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])

/** One of the processes that serve the server's own connections. */
async function backendOf(place: Place, dice: Dice): Promise<number> {
  const pids = await lookInto(place, async ({ owner }) => {
    const { rows } = await owner.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name in ('doorstep', 'doorstep-owner', 'doorstep-live') and pid <> pg_backend_pid()
       order by state = 'active' desc, pid limit 4`,
    )
    return rows.map(({ pid }) => pid)
  })
  return dice.one(pids)
}

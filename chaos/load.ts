import { createHash, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { newId } from '@doorstep/contract'
import { world } from '../packages/testkit/world.ts'
import { type Asked, ask, type Book } from './book.ts'
import type { Dice } from './dice.ts'
import type { Place } from './place.ts'

export type Load = { stop(): Promise<void> }

/** People at work: each takes a matter from the doorstep to settled, then the next, whatever happens to the server. */
export function startLoad(place: Place, book: Book, dice: Dice, people: number): Load {
  let over = false
  const working = Array.from({ length: people }, async () => {
    const own = dice.another()
    while (!over) await story(place, book, own, () => over)
  })
  return {
    async stop() {
      over = true
      await Promise.all(working)
    },
  }
}

async function story(place: Place, book: Book, dice: Dice, isOver: () => boolean): Promise<void> {
  const { cookie } = dice.one(place.officers)
  const visitor = newReport()
  const { id } = visitor
  const byStaff = dice.next() < 0.5
  const first = byStaff
    ? write(id, 'register', '/api/matters/register', cookie, { ...report(id), channel: 'visit' })
    : visitor
  // Now and then somebody puts the phone down: what was not answered is not asked again, until the very end.
  const patient = dice.next() < 0.8
  const go = (asked: Asked) => untilYes(place, book, asked, dice, patient, isOver)
  if (!(await go(first))) return
  for (let files = Math.floor(dice.between(0, 3)); files > 0; files--) if (!(await go(paper(id, cookie, dice)))) return
  const verb = (name: Asked['verb'], body: object) => write(id, name, `/api/matters/${id}/${name}`, cookie, body)
  if (!(await go(verb('accept', { words: '马上到' })))) return
  for (let notes = Math.floor(dice.between(0, 3)); notes > 0; notes--)
    if (!(await go(verb(dice.one(['note', 'reply']), { text: `第 ${notes} 次回访` })))) return
  if (dice.next() < 0.7) await go(verb('resolve', { grade: 'solved', result: '已经修好' }))
}

const report = (id: string) => ({
  id,
  kind: 'help',
  description: '门口的路灯坏了，晚上看不见。',
  point: world.point,
  name: '王小明',
  phone: '13800138000',
})

const write = (id: string, verb: Asked['verb'], path: string, cookie: string | null, json: object): Asked => ({
  id,
  verb,
  method: 'POST',
  path,
  key: randomUUID(),
  cookie,
  body: { json },
  acknowledged: null,
  tries: 0,
})

/** A visitor reports something. */
export function newReport(): Asked {
  const id = newId(world.county)
  return write(id, 'report', '/api/matters', null, report(id))
}

export function paper(id: string, cookie: string, dice: Dice): Asked {
  const file = newId(world.county)
  const noise = Uint32Array.from({ length: Math.floor(dice.between(2_000, 60_000)) }, () => dice.next() * 2 ** 32)
  const bytes = Buffer.concat([Buffer.from('%PDF-1.4\n'), Buffer.from(noise.buffer)])
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const path = `/api/matters/${id}/attachments/${file}`
  return { ...write(id, 'attach', path, cookie, {}), body: { bytes, sha256, file } }
}

async function untilYes(
  place: Place,
  book: Book,
  asked: Asked,
  dice: Dice,
  patient: boolean,
  isOver: () => boolean,
): Promise<boolean> {
  book.asked.push(asked)
  for (;;) {
    if (await ask(book, place.port, asked)) {
      // an answer that got lost on its way is asked for again by a client that cannot know
      if (dice.next() < 0.05) await ask(book, place.port, asked)
      return true
    }
    if (!patient || isOver()) return false
    await sleep(dice.between(50, 400))
  }
}

/** Asks again for whatever had no answer. @returns what was refused or did not come */
export async function repeatUnanswered(place: Place, book: Book): Promise<Asked[]> {
  const failed: Asked[] = []
  for (const asked of book.asked) {
    for (let attempt = 0; attempt < 5 && asked.acknowledged === null; attempt++)
      if (!(await ask(book, place.port, asked))) await sleep(300)
    if (asked.acknowledged === null) failed.push(asked)
  }
  return failed
}

import { newId, splitId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import type { supervision } from './contract-supervision.ts'
import type { Matter } from './rules.ts'
import type { State } from './states.ts'
import { lay } from './test-matters.ts'

/** Valid requests of supervision: a matter with a card, or one that was handed on. */

async function matter({ t, who, relation, place }: Asking, state: State, more: Partial<Matter> = {}): Promise<Matter> {
  const own = relation === 'own' && who.account
  const theirs: Partial<Matter> = own ? { unit: 'housing', assignee: who.account, reporter: who.account } : {}
  return lay(t, state, { area: place.grid, point: place.point, ...theirs, ...more })
}
export async function layCard(asking: Asking, on: Matter, answeredBy: string | null): Promise<string> {
  const id = newId(asking.place.county)
  await asking.t.sql(
    `insert into matters.card (county, id, matter, colour, because, step, issued_at, answer_due, answered_at, answered_by, answer_reason, answer_remedy)
     values ($1, $2, $3, 'yellow', 'handle.yellow', $4, now(), now() + interval '2 days', $5, $6, $7, $7)`,
    [
      splitId(id).county,
      splitId(id).uuid,
      splitId(on.id).uuid,
      splitId(newId(asking.place.county)).uuid,
      ...(answeredBy ? [new Date().toISOString(), answeredBy, '在等材料'] : [null, null, null]),
    ],
  )
  return id
}
/** Given to the asker, and to the asker's department. */
async function layHandover(asking: Asking, on: Matter): Promise<string> {
  const id = newId(asking.place.county)
  const { who, place } = asking
  await asking.t.sql(
    `insert into matters.handover (county, id, matter, code, way, from_account, from_area, to_account, to_unit, to_area, at, due_at)
     values ($1, $2, $3, $4, 'assign', $5, $6, $5, $7, $6, now(), now() + interval '1 day')`,
    [
      splitId(id).county,
      splitId(id).uuid,
      splitId(on.id).uuid,
      on.code,
      who.account || null,
      place.grid,
      asking.relation === 'own' ? 'housing' : null,
    ],
  )
  return id
}
const reason = '情况需要'

export const supervisionSamples: Samples<typeof supervision> = {
  async cards(asking): Promise<Sample> {
    const laid = await matter(asking, 'inProgress')
    return { query: { limit: 200 }, hidden: await layCard(asking, laid, null) }
  },
  supervised: async () => ({ query: {}, hidden: 'no ids are told' }),
  async supervisionOf(asking) {
    const laid = await matter(asking, 'inProgress')
    await layCard(asking, laid, null)
    return { params: { id: laid.id } }
  },
  async press(asking) {
    return { params: { id: (await matter(asking, 'inProgress')).id }, body: { reason, days: 2 } }
  },
  async answerCard(asking) {
    const laid = await matter(asking, 'inProgress', { assignee: asking.who.account || null })
    return {
      params: { card: await layCard(asking, laid, null) },
      body: { reason: '在等检测报告', remedy: '周五前办结' },
    }
  },
  async closeCard(asking) {
    const laid = await matter(asking, 'inProgress')
    const officer = await asking.t.as('officer', asking.place.area)
    const by = officer.account === asking.who.account ? newId(asking.place.county) : officer.account
    return { params: { card: await layCard(asking, laid, by) }, body: { words: '同意' } }
  },
  async handovers(asking) {
    const laid = await matter(asking, 'inProgress')
    return { query: { limit: 200 }, hidden: await layHandover(asking, laid) }
  },
  async takeHandover(asking) {
    const laid = await matter(asking, 'inProgress')
    return { params: { handover: await layHandover(asking, laid) } }
  },
  async takeBack(asking) {
    const laid = await matter(asking, 'inProgress')
    return { params: { handover: await layHandover(asking, laid) }, body: { reason } }
  },
}

import { joinId } from '@doorstep/contract'
import { type Ctx, maskPhone } from '@doorstep/kernel'
import type { Person, PersonRow, Posting } from './contract-shapes.ts'
import { holds, isOver, manages, type StaffRole } from './rules.ts'
import * as store from './store.ts'

/** Rows as they stand on the wire. */
export const postingView = (row: store.PostingRow): Posting => ({
  id: joinId(row.county, row.id),
  role: row.role as StaffRole,
  area: row.area,
  unit: row.unit,
  from: row.valid_from,
  to: row.valid_to,
  createdBy: row.created_by,
  endedBy: row.ended_by,
  endReason: row.end_reason,
})

export function rowView(ctx: Ctx, row: store.PersonRow, postings: readonly store.PostingRow[]): PersonRow {
  return {
    id: row.account,
    name: row.name,
    initials: row.initials,
    badge: row.badge,
    state: row.state,
    photo: row.photo !== null,
    dutyVisible: row.duty_visible,
    postings: postings
      .filter((posting) => posting.account === row.account)
      .map(postingView)
      .filter((posting) => holds(posting, ctx.now()))
      .map(({ id, role, area, unit, from }) => ({ id, role, area, unit, from })),
  }
}

/** Postings that hold now or later, all of them: also those that the actor does not see. */
export async function heldBy(ctx: Ctx, account: string): Promise<store.PostingRow[]> {
  const all = await ctx.asSystem((system) => store.postingsOf(system, [account]))
  return all.filter((row) => !isOver({ from: row.valid_from, to: row.valid_to }, ctx.now()))
}

/** May the actor look after this person? Nobody looks after themselves. */
export async function mayManage(ctx: Ctx, account: string): Promise<boolean> {
  return (
    account !== ctx.actor.account &&
    ctx.may('people.manage') !== undefined &&
    manages(ctx.actor.postings, ctx.county, await heldBy(ctx, account))
  )
}

export async function personView(ctx: Ctx, row: store.PersonRow): Promise<Person> {
  const postings = await store.postingsOf(ctx, [row.account])
  const manage = await mayManage(ctx, row.account)
  const phone = row.phone_sealed ? ctx.vault.open(row.phone_sealed) : null
  return {
    ...rowView(ctx, row, postings),
    username: row.username,
    stateReason: row.state_reason,
    phone: phone === null || manage || row.duty_visible ? phone : maskPhone(phone),
    dutyText: row.duty_text,
    history: postings.map(postingView),
    manage,
  }
}

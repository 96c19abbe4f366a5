import { newId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Table } from './defaults.ts'
import type { Act, Level } from './rules.ts'
import type { Verb } from './states.ts'
import { type ChangeRow, db, type ObjectionRow } from './store-tables.ts'

/** What was said about a level, and the county's table. */

const uuidOf = (id: string): string => splitId(id).uuid

export async function addChange(
  ctx: Ctx,
  level: Level,
  verb: Verb | 'expired' | 'closed',
  act: Act,
  reason: string | null,
): Promise<void> {
  await db(ctx)
    .insertInto('levels.change')
    .values({
      county: ctx.county,
      level: uuidOf(level.id),
      id: uuidOf(newId(ctx.county)),
      at: act.at,
      verb,
      colour: level.colour,
      by_account: act.by,
      reason,
    })
    .execute()
}
export async function changes(ctx: Ctx, id: string): Promise<ChangeRow[]> {
  return db(ctx)
    .selectFrom('levels.change')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('level', '=', uuidOf(id))
    .orderBy('at')
    .orderBy('id')
    .execute()
}

export async function objections(ctx: Ctx, id: string): Promise<ObjectionRow[]> {
  return db(ctx)
    .selectFrom('levels.objection')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('level', '=', uuidOf(id))
    .orderBy('at', 'desc')
    .orderBy('id')
    .execute()
}
/** @returns false when one waits already */
export async function addObjection(ctx: Ctx, id: string, text: string, at: string, due: string): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('levels.objection')
    .values({
      county: ctx.county,
      level: uuidOf(id),
      id: uuidOf(newId(ctx.county)),
      text,
      at,
      due,
      answer: null,
      answered_at: null,
      answered_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
/** @returns the answered objection, or nothing where none waited */
export async function answerObjection(
  ctx: Ctx,
  id: string,
  answer: string,
  act: Act,
): Promise<ObjectionRow | undefined> {
  return db(ctx)
    .updateTable('levels.objection')
    .set({ answer, answered_at: act.at, answered_by: act.by })
    .where('county', '=', ctx.county)
    .where('level', '=', uuidOf(id))
    .where('answered_at', 'is', null)
    .returningAll()
    .executeTakeFirst()
}

export async function findTable(ctx: Ctx): Promise<Table | undefined> {
  const row = await db(ctx)
    .selectFrom('levels.setting')
    .select('value')
    .where('county', '=', ctx.county)
    .executeTakeFirst()
  return row?.value as Table | undefined
}
export async function saveTable(ctx: Ctx, table: Table): Promise<void> {
  const value = JSON.stringify(table)
  await db(ctx)
    .insertInto('levels.setting')
    .values({ county: ctx.county, value })
    .onConflict((conflict) => conflict.column('county').doUpdateSet({ value }))
    .execute()
}

/** Levels that ended before then, with their log and objections. @returns how many went */
export async function removeBefore(ctx: Ctx, before: string): Promise<number> {
  const result = await db(ctx)
    .deleteFrom('levels.level')
    .where('county', '=', ctx.county)
    .where('state', '=', 'ended')
    .where('ended_at', '<', before)
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}

import { newId, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Settings } from './defaults.ts'
import type { Hazard, Notice, Recheck } from './rules.ts'
import { db, type NoticeRow, type RecheckRow } from './store-tables.ts'

/** What hangs on a hazard: its notices and rechecks; and the county's own settings. */

const uuidOf = (id: string): string => splitId(id).uuid
const json = <T>(value: T | null) => value && JSON.stringify(value)

export const noticesOf = (ctx: Ctx, id: string): Promise<NoticeRow[]> =>
  db(ctx)
    .selectFrom('hazards.notice')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('hazard', '=', uuidOf(id))
    .orderBy('n', 'desc')
    .execute()
export async function addNotice(
  ctx: Ctx,
  { id, notices: n }: Hazard,
  notice: Omit<Notice, 'before'>,
  issued: { at: string; by: string | null },
): Promise<void> {
  await db(ctx)
    .insertInto('hazards.notice')
    .values({
      county: ctx.county,
      hazard: uuidOf(id),
      n,
      class: notice.class,
      responsible: notice.responsible,
      person: notice.person,
      demands: notice.demands,
      due: notice.due,
      issued_at: issued.at,
      issued_by: issued.by,
      served_at: null,
      way: null,
    })
    .execute()
}
export async function changeNotice(
  ctx: Ctx,
  { id, notices: n }: Pick<Hazard, 'id' | 'notices'>,
  change: Partial<Pick<NoticeRow, 'served_at' | 'way' | 'due'>>,
): Promise<void> {
  await db(ctx)
    .updateTable('hazards.notice')
    .set(change)
    .where('county', '=', ctx.county)
    .where('hazard', '=', uuidOf(id))
    .where('n', '=', n)
    .execute()
}

export const rechecksOf = (ctx: Ctx, id: string): Promise<RecheckRow[]> =>
  db(ctx)
    .selectFrom('hazards.recheck')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('hazard', '=', uuidOf(id))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()
export async function addRecheck(ctx: Ctx, id: string, { at, by, gone, words, after }: Recheck): Promise<void> {
  await db(ctx)
    .insertInto('hazards.recheck')
    .values({
      county: ctx.county,
      hazard: uuidOf(id),
      id: uuidOf(newId(ctx.county)),
      at,
      by_account: by,
      gone,
      words,
      after: json(after),
    })
    .execute()
}

export async function findSettings(ctx: Ctx): Promise<Settings | undefined> {
  const query = db(ctx).selectFrom('hazards.setting').select('value').where('county', '=', ctx.county)
  return (await query.executeTakeFirst())?.value as Settings | undefined
}
export async function saveSettings(ctx: Ctx, settings: Settings): Promise<void> {
  const value = JSON.stringify(settings)
  await db(ctx)
    .insertInto('hazards.setting')
    .values({ county: ctx.county, value })
    .onConflict((conflict) => conflict.column('county').doUpdateSet({ value }))
    .execute()
}

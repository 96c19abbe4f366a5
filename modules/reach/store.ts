import type { Page } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { keyOf, pageOf } from '@doorstep/kernel'
import type { Selectable } from 'kysely'
import type { Choices, Topic } from './rules-kinds.ts'
import { type BucketRow, type ChoiceRow, type DeviceRow, db, type RobotRow } from './store-tables.ts'

export type { ChoiceRow, DeviceRow, RobotRow }

// What people chose.
export const choicesOf = (ctx: Ctx, accounts: readonly string[]): Promise<ChoiceRow[]> =>
  db(ctx)
    .selectFrom('reach.choice')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('account', 'in', [...accounts])
    .execute()
export async function choose(ctx: Ctx, account: string, { push, sms, quiet }: Choices): Promise<void> {
  const chosen = {
    push: [...push],
    sms: [...sms],
    quiet: quiet.on,
    quiet_from: quiet.from,
    quiet_to: quiet.to,
    changed_at: ctx.now(),
  }
  await db(ctx)
    .insertInto('reach.choice')
    .values({ county: ctx.county, account, ...chosen })
    .onConflict((conflict) => conflict.columns(['county', 'account']).doUpdateSet(chosen))
    .execute()
}

// Devices.
export const devicesOf = (ctx: Ctx, accounts: readonly string[]): Promise<DeviceRow[]> =>
  db(ctx)
    .selectFrom('reach.device')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('account', 'in', [...accounts])
    .orderBy('made_at', 'desc')
    .orderBy('id')
    .execute()
export const findDevice = (ctx: Ctx, uuid: string): Promise<DeviceRow | undefined> =>
  db(ctx)
    .selectFrom('reach.device')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('id', '=', uuid)
    .executeTakeFirst()
/** A browser has one row, whoever uses it now. @returns undefined when the id is taken by another browser */
export function keepDevice(ctx: Ctx, device: Omit<DeviceRow, 'reached_at'>): Promise<DeviceRow | undefined> {
  const { county: _, id: __, endpoint: ___, made_at: ____, ...now } = device
  return db(ctx)
    .insertInto('reach.device')
    .values({ ...device, reached_at: null })
    .onConflict((conflict) => conflict.columns(['county', 'endpoint']).doUpdateSet(now))
    .returningAll()
    .executeTakeFirst()
}
export async function removeDevices(ctx: Ctx, uuids: readonly string[]): Promise<number> {
  if (uuids.length === 0) return 0
  const result = await db(ctx)
    .deleteFrom('reach.device')
    .where('county', '=', ctx.county)
    .where('id', 'in', [...uuids])
    .executeTakeFirst()
  return Number(result.numDeletedRows)
}
export const moveDevice = (ctx: Ctx, uuid: string, to: Pick<DeviceRow, 'endpoint' | 'sealed'>): Promise<unknown> =>
  db(ctx).updateTable('reach.device').set(to).where('county', '=', ctx.county).where('id', '=', uuid).execute()
export const deviceReached = (ctx: Ctx, uuid: string): Promise<unknown> =>
  db(ctx)
    .updateTable('reach.device')
    .set({ reached_at: ctx.now() })
    .where('county', '=', ctx.county)
    .where('id', '=', uuid)
    .execute()

// Robots.
const robots = (ctx: Ctx) => db(ctx).selectFrom('reach.robot').selectAll().where('county', '=', ctx.county)
export async function listRobots<T>(
  ctx: Ctx,
  query: { after?: string; limit: number },
  shape: (row: RobotRow) => T,
): Promise<Page<T>> {
  const key = keyOf(query.after, 2)
  let select = robots(ctx)
    .orderBy('area')
    .orderBy('id')
    .limit(query.limit + 1)
  if (key) select = select.where((eb) => eb(eb.refTuple('area', 'id'), '>', eb.tuple(String(key[0]), String(key[1]))))
  return pageOf(await select.execute(), query.limit, ({ area, id }) => [area, id], shape)
}
export const findRobot = (ctx: Ctx, uuid: string): Promise<RobotRow | undefined> =>
  robots(ctx).where('id', '=', uuid).executeTakeFirst()
export async function robotNames(ctx: Ctx, uuids: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(uuids)]
  if (ids.length === 0) return new Map()
  const rows = await robots(ctx).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
export const lockRobot = (ctx: Ctx, uuid: string): Promise<RobotRow | undefined> =>
  robots(ctx).where('id', '=', uuid).forUpdate().executeTakeFirst()
/** Those that stand over an area and say such things. */
export const robotsOver = (ctx: Ctx, area: string, topic: Topic): Promise<RobotRow[]> =>
  robots(ctx)
    .where(
      'area',
      'in',
      [6, 9, 12, 15].filter((length) => length <= area.length).map((length) => area.slice(0, length)),
    )
    .where('enabled', '=', true)
    .where((eb) => eb(eb.val(topic), '=', eb.fn.any('kinds')))
    .execute()
/** @returns false when the id is taken. */
export async function addRobot(ctx: Ctx, robot: Selectable<RobotRow>): Promise<boolean> {
  const result = await db(ctx)
    .insertInto('reach.robot')
    .values(robot)
    .onConflict((conflict) => conflict.columns(['county', 'id']).doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}
export const changeRobot = (ctx: Ctx, uuid: string, change: Partial<RobotRow>): Promise<unknown> =>
  db(ctx).updateTable('reach.robot').set(change).where('county', '=', ctx.county).where('id', '=', uuid).execute()
export async function removeRobot(ctx: Ctx, uuid: string): Promise<boolean> {
  const result = await db(ctx)
    .deleteFrom('reach.robot')
    .where('county', '=', ctx.county)
    .where('id', '=', uuid)
    .executeTakeFirst()
  return Number(result.numDeletedRows) > 0
}

// What a webhook may still be given.
export async function lockBucket(ctx: Ctx, fresh: Omit<BucketRow, 'county'>): Promise<BucketRow> {
  await db(ctx)
    .insertInto('reach.bucket')
    .values({ county: ctx.county, ...fresh })
    .onConflict((conflict) => conflict.columns(['county', 'address']).doNothing())
    .execute()
  return db(ctx)
    .selectFrom('reach.bucket')
    .selectAll()
    .where('county', '=', ctx.county)
    .where('address', '=', fresh.address)
    .forUpdate()
    .executeTakeFirstOrThrow()
}
export const saveBucket = (ctx: Ctx, { address, ...bucket }: Omit<BucketRow, 'county'>): Promise<unknown> =>
  db(ctx)
    .updateTable('reach.bucket')
    .set(bucket)
    .where('county', '=', ctx.county)
    .where('address', '=', address)
    .execute()

/** As the system only. */
export async function forgetAccount(ctx: Ctx, account: string): Promise<{ choices: number; devices: number }> {
  const choices = await db(ctx)
    .deleteFrom('reach.choice')
    .where('county', '=', ctx.county)
    .where('account', '=', account)
    .executeTakeFirst()
  const devices = await db(ctx)
    .deleteFrom('reach.device')
    .where('county', '=', ctx.county)
    .where('account', '=', account)
    .executeTakeFirst()
  return { choices: Number(choices.numDeletedRows), devices: Number(devices.numDeletedRows) }
}

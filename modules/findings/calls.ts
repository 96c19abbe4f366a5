import { newId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { Target } from '@doorstep/modules/ledgers/index.ts'
import { placeKeyOf, type Sign } from './rules.ts'
import { type Family, families } from './states.ts'
import * as signs from './store-signs.ts'

/** 110 calls as a target of the importer: only those about a quarrel, only for as long as they are kept. */

export const keptDays = 90
const dayMs = 86_400_000
type Row = Parameters<Target['bring']>[2][number]

const familyOf = (extra: Record<string, unknown>): Family | null =>
  families.find((family) => family === extra.family) ?? null
const signOf = (ctx: Ctx, row: Row): Sign => ({
  id: newId(ctx.county, Date.parse(row.reportedAt)),
  source: 'call',
  ref: row.id,
  area: row.area,
  family: familyOf(row.extra),
  place: row.place,
  placeKey: placeKeyOf(row.place),
  point: row.point,
  at: row.reportedAt,
  proposal: null,
  matter: null,
})

/** Who called is not taken over; the number only sealed, so that one can be called back and asked to be forgotten. */
async function bring(ctx: Ctx, rows: readonly Row[]): Promise<string> {
  const now = ctx.now()
  const calls = rows.map((row) => ({
    id: row.id,
    area: row.area,
    number: row.origin.number,
    words: ctx.vault.seal(row.description),
    phone: row.phone && ctx.vault.seal(row.phone),
    phone_blind: row.phone && ctx.vault.blind(`phone ${row.phone}`),
    called_at: row.reportedAt,
    updated_at: now,
  }))
  await signs.saveCalls(ctx, calls)
  await signs.addSigns(
    ctx,
    rows.map((row) => signOf(ctx, row)),
  )
  ctx.publish({ type: 'findings.cameIn', subject: String(ctx.county) })
  return now
}

export const toCalls: Target = {
  name: 'calls',
  says({ kind, reportedAt }, { now, keeps }) {
    if (kind !== 'dispute') return 'kindNotTaken'
    const days = keeps.get('findings.call') ?? keptDays
    return Date.parse(reportedAt) + days * dayMs < Date.parse(now) ? 'pastRetentionLeft' : null
  },
  handlers: false,
  bring: (ctx, _times, rows) => bring(ctx, rows),
  replace: (ctx, _times, rows) => bring(ctx, rows),
  lastChanges: signs.lastChanges,
}

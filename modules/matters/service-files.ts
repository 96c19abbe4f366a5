import { countyOf, type InputOf, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { matters } from './contract.ts'
import { attach as attached, canMove, fail } from './rules.ts'
import { actOf, record } from './service-change.ts'
import { isWithheld } from './service-minor.ts'
import { reachOfReader } from './service-voice.ts'
import * as store from './store.ts'
import * as life from './store-life.ts'

/** Photos, voice notes and papers. */

const mostFiles = 9

async function attach(ctx: Ctx, { params, query, body }: InputOf<typeof matters.attach>) {
  const found = (await store.lock(ctx, params.id)) ?? fail('matters.missing')
  const { matter } = found
  if (!canMove(matter.state, 'attach')) fail('matters.wrongState', { state: matter.state })
  if (found.attachments.length >= mostFiles) fail('matters.tooManyFiles', { most: mostFiles })
  if (countyOf(params.file) !== countyOf(matter.id)) fail('matters.idTaken')
  const act = actOf(ctx, matter)
  const byStaff = reachOfReader(ctx, matter) !== 'own'
  const { type, bytes, sha256 } = body
  const file = { id: params.file, type, bytes, sha256, seconds: query.seconds ?? null, byStaff, at: act.at }
  try {
    // The row first: a file that belongs to another matter must not be written over.
    await life.insertAttachment(ctx, matter.id, file)
  } catch (error) {
    throw store.takenOf(error) ? fail('matters.idTaken') : error
  }
  const kept = await ctx.files.keep(body, params.file)
  await life.saveKept(ctx, params.file, kept)
  await record(ctx, 'attach', matter, attached(matter, act), { data: { file: params.file, type: kept.type } })
  return {
    id: file.id,
    type: kept.type,
    bytes: kept.bytes,
    at: file.at,
    by: byStaff ? ('staff' as const) : ('reporter' as const),
    seconds: file.seconds,
  }
}

async function attachment(ctx: Ctx, { params }: InputOf<typeof matters.attachment>) {
  const { matter, attachments } = (await store.find(ctx, params.id)) ?? fail('matters.missing')
  if (await isWithheld(ctx, matter)) return fail('matters.minorProtected')
  const reached = reachOfReader(ctx, matter)
  const file = attachments.find(({ id, byStaff }) => id === params.file && (!byStaff || reached !== 'own'))
  const kept = file && (await ctx.files.open(file.id))
  if (!kept) return fail('matters.missing')
  return { type: file.type, body: kept.stream, headers: { 'content-length': String(kept.bytes) } }
}

export const files: Pick<Service<typeof matters, Ctx>, 'attach' | 'attachment'> = { attach, attachment }

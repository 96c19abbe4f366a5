import { newId } from '@doorstep/contract'
import type { TestApp } from '@doorstep/testkit'
import type { Matter } from '../matters/rules.ts'
import { isOpen, type State } from './states.ts'

/** What the tests of this module share: files in any state, laid by the owner, with a picture on their matter. */

export async function layPhoto(t: TestApp, { id }: Pick<Matter, 'id'>): Promise<string> {
  const file = newId(id.slice(0, 6))
  await t.sql(
    `insert into matters.attachment (county, matter, id, type, bytes, sha256, by_staff, at)
     values ($1, $2, $3, 'image/jpeg', 9, 'x', true, now())`,
    [Number(id.slice(0, 6)), id.slice(7), file.slice(7)],
  )
  return file
}

type Given = { state: State; gone?: boolean; class?: 'general' | 'major'; due?: string }
/** @returns the picture that hangs on the matter */
export async function layFile(t: TestApp, matter: Matter, given: Given): Promise<string> {
  const { state, gone = false, class: sort = 'general' } = given
  const photo = await layPhoto(t, matter)
  const [county, id] = [Number(matter.id.slice(0, 6)), matter.id.slice(7)]
  const noticed = state !== 'found' && state !== 'dropped'
  const at = new Date(t.clock.now()).toISOString()
  const due = given.due ?? new Date(t.clock.now() + 5 * 86_400_000).toISOString().slice(0, 10)
  const recheck = state === 'rechecked' || state === 'struckOff'
  const after = gone || state === 'struckOff' ? { file: photo, point: null, metres: null, why: null } : null
  const seen = recheck ? { at, by: null, gone: gone || state === 'struckOff', words: null, after } : null
  await t.sql(
    `insert into hazards.hazard (county, id, code, area, sort, state, open, class, responsible, notices, due, before, recheck, found_at, closed_at, updated_at)
     values ($1, $2, $3, $4, 'wiring', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $13)`,
    [
      ...[county, id, matter.code, matter.area, state, isOpen(state), noticed ? sort : null],
      ...[noticed ? '杨树里物业服务公司' : null, noticed ? 1 : 0, noticed && isOpen(state) ? due : null],
      ...[noticed ? JSON.stringify({ file: photo, point: null }) : null, seen && JSON.stringify(seen)],
      ...[at, isOpen(state) ? null : at],
    ],
  )
  if (noticed) {
    await t.sql(
      `insert into hazards.notice (county, hazard, n, class, responsible, demands, due, issued_at)
       values ($1, $2, 1, $3, '杨树里物业服务公司', '清理', $4, $5)`,
      [county, id, sort, due, at],
    )
    if (isOpen(state)) await t.sql(`update matters.matter set held_by = 'hazards' where id = $1`, [id])
  }
  return photo
}

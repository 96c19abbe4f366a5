import { splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import { drawPictures, keepPicture, type Picture } from '@doorstep/demo/pictures.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { photos, pictureOf } from './demo/photos.ts'
import { begun, ended, goingOn, settled, type Tale } from './demo/tale.ts'
import { rowOf } from './store.ts'

/** A file for every hazard of the demo county, in every state, moved by the module's own rules. */

const uuid = (id: string): string => splitId(id).uuid
const iso = (at: number): string => new Date(at).toISOString()

export async function layDemoHazards(demo: Demo): Promise<void> {
  const drawing = drawPictures(demo, photos, { quality: 70, grain: 36 })
  const tales = talesOf(demo)
  const drawn = await drawing
  await insertRows(demo.sql, 'hazards.hazard', tales.map(rowOfTale))
  await insertRows(demo.sql, 'hazards.notice', tales.flatMap(noticeRows))
  await insertRows(demo.sql, 'hazards.recheck', tales.flatMap(recheckRows))
  await hang(demo, tales, drawn)
  const held = tales.filter(({ hazard, matter }) => hazard.notices > 0 && matter.open).map(({ hazard }) => hazard.id)
  await demo.sql.query(`update matters.matter set held_by = 'hazards' where county = $1 and id = any($2::uuid[])`, [
    demo.county,
    held.map(uuid),
  ])
  demo.visits.push(...tales.flatMap(visitsOf))
}

function talesOf(demo: Demo): Tale[] {
  const dice = demo.dice('hazards')
  return demo.matters
    .filter(({ kind }) => kind === 'hazard')
    .map((matter) => {
      const tale = begun(demo, dice, matter)
      if (matter.state === 'accepted' || matter.state === 'inProgress') goingOn(tale)
      else if (matter.resolvedAt !== null) settled(tale)
      else if (!matter.open) ended(tale, demo.now)
      return tale
    })
}

/** JSON stays JSON here: the rows travel as one document. */
function rowOfTale({ demo, hazard }: Tale) {
  return { ...rowOf(demo.county, hazard), before: hazard.before, recheck: hazard.recheck }
}
const noticeRows = ({ demo, hazard, notices, matter }: Tale) =>
  notices.map(({ n, notice, at, served, way }) => ({
    ...{ county: demo.county, hazard: uuid(hazard.id), n, class: notice.class, responsible: notice.responsible },
    ...{ person: null, demands: notice.demands, due: notice.due, issued_at: iso(at), issued_by: matter.assignee },
    ...{ served_at: served === null ? null : iso(served), way: served === null ? null : way },
  }))
const recheckRows = ({ demo, dice, hazard, rechecks }: Tale) =>
  rechecks.map(({ at, by, gone, words, after }) => ({
    ...{ county: demo.county, hazard: uuid(hazard.id), id: uuid(demo.id(dice, Date.parse(at))) },
    ...{ at, by_account: by, gone, words, after },
  }))

/** The pictures hang on the matters, as a device would have sent them. */
async function hang(demo: Demo, tales: readonly Tale[], drawn: ReadonlyMap<string, Picture>): Promise<void> {
  const hung = tales.flatMap(({ hazard, pictures }) =>
    pictures.map((one) => ({ ...one, hazard, picture: drawn.get(pictureOf(hazard.sort, one.when)) as Picture })),
  )
  await insertRows(
    demo.sql,
    'matters.attachment',
    hung.map(({ id, at, hazard, picture: { bytes, sha256 } }) => ({
      ...{ county: demo.county, matter: uuid(hazard.id), id: uuid(id), type: 'image/jpeg', bytes, sha256 },
      ...{ seconds: null, by_staff: true, at: iso(at) },
    })),
  )
  await Promise.all(hung.map(({ id, picture }) => keepPicture(demo, picture, id)))
}

const visitsOf = ({ hazard, matter, visits }: Tale): Demo['visits'] =>
  visits.map(({ key, due, done, gone }) => ({
    ...{ area: hazard.area, purpose: 'recheck', source: 'hazards', key, subject: hazard.id },
    ...{ task: 'hazards.tasks.recheck', due, assignee: matter.assignee, done },
    outcome: done === null ? null : gone ? 'good' : 'concern',
  }))

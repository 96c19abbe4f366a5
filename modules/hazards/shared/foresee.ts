import type { Queued } from '@doorstep/browser'
import { allowed, canMove, stateAfter } from '../rules.ts'
import { type Verb, verbs } from '../states.ts'
import type { HazardFile } from './api.ts'

type May = (permission: string) => unknown
const goneOf = ({ rechecks, state }: HazardFile): boolean | null =>
  state === 'rechecked' ? (rechecks[0]?.gone ?? null) : null

/** What may be done with the file as it stands on the screen. */
const allowedNow = (file: HazardFile, may: May): Verb[] =>
  allowed({ state: file.state, class: file.class, gone: goneOf(file) }, (permission) => may(permission) !== undefined)

/** The file as it will be when the server agrees to what still waits here, so that the next step can be taken. */
export function foresee(file: HazardFile, { name, input, madeAt }: Queued, may: May): HazardFile {
  const verb = name.replace('hazards.', '') as Verb
  if (!name.startsWith('hazards.') || !verbs.includes(verb) || !canMove(file.state, verb)) return file
  const body = (input.body ?? {}) as { class?: HazardFile['class']; due?: string; gone?: boolean; responsible?: string }
  const looked = { at: madeAt, by: null, words: null, after: null }
  const next: HazardFile = {
    ...file,
    state: stateAfter(file.state, verb),
    class: body.class ?? file.class,
    due: body.due ?? file.due,
    responsible: body.responsible ?? file.responsible,
    ...(verb === 'recheck' ? { rechecks: [{ ...looked, gone: body.gone === true }, ...file.rechecks] } : {}),
  }
  return { ...next, allowed: allowedNow(next, may) }
}

type Reported = {
  id: string
  code: string
  area: string
  areaName: string
  place: string | null
  point: { lat: number; lon: number } | null
  extra: Record<string, unknown>
  reportedAt: string
  updatedAt: string
  attachments: { id: string; type: string }[]
}
/** A file that this device has never seen, made of what the matter says: it begins as every file begins. */
export function freshFile(matter: Reported, may: May): HazardFile {
  const { id, code, area, areaName, place, point, extra, reportedAt, updatedAt, attachments } = matter
  const file: HazardFile = {
    id,
    code,
    area,
    areaName,
    place,
    point,
    sort: typeof extra.sort === 'string' ? extra.sort : 'other',
    state: 'found',
    class: null,
    responsible: null,
    person: null,
    due: null,
    late: false,
    foundAt: reportedAt,
    closedAt: null,
    updatedAt,
    before: null,
    photos: attachments.filter(({ type }) => type.startsWith('image/')).map((each) => each.id),
    rechecks: [],
    notices: [],
    referredTo: null,
    suggestedDue: { general: '', major: '' },
    spotMetres: 50,
    allowed: [],
  }
  return { ...file, allowed: allowedNow(file, may) }
}

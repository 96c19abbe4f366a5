import { joinId, newId, splitId } from '@doorstep/contract'
import { insertRows } from '@doorstep/kernel'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Matter } from './rules.ts'
import type { Visit } from './rules-closing.ts'
import { searchGramsOf } from './rules-search.ts'
import { isOpen, type State } from './states.ts'
import { db, type MatterTable, matterColumns, type On, type Tables } from './store-tables.ts'

/** A matter with what its reply shows besides. */
export type Found = { matter: Matter; visits: FullVisit[]; attachments: Attachment[] }
export type FullVisit = Visit & { outcome: 'good' | 'notReached' | 'again' | null; note: string | null }
export type Attachment = {
  id: string
  type: string
  bytes: number
  seconds: number | null
  byStaff: boolean
  at: string
}
export type NewStep = {
  /** When it reached us; orders the log. */
  at: string
  /** When it was done, where that was earlier. */
  doneAt?: string | null
  verb: string
  by: string | null
  role: string | null
  from: State | null
  to: State | null
  text: string | null
  reason: string | null
  data: Record<string, unknown>
  public: boolean
  /** Made beforehand where something else points to it. */
  id?: string
}
export type Step = NewStep & { id: string }

const uuidOf = (id: string): string => splitId(id).uuid
/** Times inside JSON come with an offset in figures; an instant ends in Z. */
const instant = (text: string): string => new Date(text).toISOString()

export type MatterRow = Omit<Pick<Selectable<MatterTable>, (typeof matterColumns)[number]>, 'extra'> & {
  extra: Record<string, unknown>
}
export function toMatter(row: MatterRow): Matter {
  const { lat, lon } = row
  return {
    id: joinId(row.county, row.id),
    code: row.code,
    area: row.area,
    kind: row.kind,
    state: row.state,
    channel: row.channel,
    description: row.description,
    place: row.place,
    point: lat === null || lon === null ? null : { lat, lon },
    happenedAt: row.happened_at,
    extra: row.extra,
    urgency: row.urgency,
    supervision: row.supervision,
    reporter: row.reporter,
    reporterName: row.reporter_name,
    reporterPhone: row.reporter_phone,
    phoneBlind: row.phone_blind,
    receiptHash: row.receipt_hash,
    registeredBy: row.registered_by,
    board: row.board,
    firstReceiver: row.first_receiver,
    assignee: row.assignee,
    helpers: row.helpers,
    unit: row.unit,
    reportedAt: row.reported_at,
    acceptDue: row.accept_due,
    handleDue: row.handle_due,
    dueAt: row.due_at,
    acceptedAt: row.accepted_at,
    pausedAt: row.paused_at,
    resolvedAt: row.resolved_at,
    grade: row.grade,
    result: row.result,
    rating: row.rating,
    ratingText: row.rating_text,
    reopened: row.reopened,
    objected: row.objected,
    extensions: row.extensions,
    extension:
      row.extension_days === null || row.extension_asked_at === null
        ? null
        : {
            days: row.extension_days,
            reason: row.extension_reason ?? '',
            askedAt: row.extension_asked_at,
            by: row.extension_asked_by,
          },
    urgedAt: row.urged_at,
    clockFrom: row.clock_from,
    handledAt: row.handled_at,
    reminded: row.reminded,
    duplicateOf: row.duplicate_of === null ? null : joinId(row.county, row.duplicate_of),
    minor: row.minor,
    guardian: row.guardian,
    limit: row.limit_code,
    heldBy: row.held_by,
    updatedAt: row.updated_at,
  }
}

/** What a verb may change; always all of it, so that there is one statement to prepare. */
export const changing = (matter: Matter) => ({
  area: matter.area,
  kind: matter.kind,
  state: matter.state,
  open: isOpen(matter.state),
  place: matter.place,
  lat: matter.point?.lat ?? null,
  lon: matter.point?.lon ?? null,
  extra: JSON.stringify(matter.extra),
  urgency: matter.urgency,
  supervision: matter.supervision,
  first_receiver: matter.firstReceiver,
  assignee: matter.assignee,
  helpers: matter.helpers,
  unit: matter.unit,
  accept_due: matter.acceptDue,
  handle_due: matter.handleDue,
  due_at: matter.dueAt,
  accepted_at: matter.acceptedAt,
  paused_at: matter.pausedAt,
  resolved_at: matter.resolvedAt,
  grade: matter.grade,
  result: matter.result,
  rating: matter.rating,
  rating_text: matter.ratingText,
  reopened: matter.reopened,
  objected: matter.objected,
  extensions: matter.extensions,
  extension_days: matter.extension?.days ?? null,
  extension_reason: matter.extension?.reason ?? null,
  extension_asked_at: matter.extension?.askedAt ?? null,
  extension_asked_by: matter.extension?.by ?? null,
  urged_at: matter.urgedAt,
  clock_from: matter.clockFrom,
  handled_at: matter.handledAt,
  reminded: matter.reminded,
  duplicate_of: matter.duplicateOf === null ? null : uuidOf(matter.duplicateOf),
  grams: searchGramsOf(matter),
  limit_code: matter.limit ?? null,
  held_by: matter.heldBy ?? null,
  updated_at: matter.updatedAt,
})
const unchanging = (matter: Matter) => ({
  ...splitColumns(matter.id),
  code: matter.code,
  channel: matter.channel,
  description: matter.description,
  happened_at: matter.happenedAt,
  reporter: matter.reporter,
  reporter_name: matter.reporterName,
  reporter_phone: matter.reporterPhone,
  phone_blind: matter.phoneBlind,
  receipt_hash: matter.receiptHash,
  registered_by: matter.registeredBy,
  board: matter.board,
  reported_at: matter.reportedAt,
  minor: matter.minor ?? false,
  guardian: matter.guardian ?? null,
})
const splitColumns = (id: string) => {
  const { county, uuid } = splitId(id)
  return { county, id: uuid }
}
/** Every column of a row that is written, the two ids apart. */
export const matterColumnsOf = (matter: Matter) => ({ ...unchanging(matter), ...changing(matter) })
export const stepRow = (id: string, step: NewStep): Insertable<Tables['matters.step']> => {
  const { county, uuid } = splitId(id)
  return {
    county,
    matter: uuid,
    id: uuidOf(step.id ?? newId(county, Date.parse(step.at))),
    at: step.at,
    done_at: step.doneAt ?? null,
    verb: step.verb,
    by_account: step.by,
    by_role: step.role,
    from_state: step.from,
    to_state: step.to,
    text: step.text,
    reason: step.reason,
    data: JSON.stringify(step.data),
    public: step.public,
  }
}

/** Why a new row was refused: the id is somebody else's already, or chance gave a code twice. */
export const takenOf = (error: unknown): 'id' | 'code' | undefined => {
  const { code, constraint } = error as { code?: string; constraint?: string }
  if (code !== '23505') return undefined
  return constraint === 'matter_pkey' || constraint?.startsWith('attachment_') ? 'id' : 'code'
}

/** A new matter with its first steps, in one statement. Nothing is read back: visitors may insert what they may not see yet. */
export async function insert(on: On, matter: Matter, steps: readonly NewStep[]): Promise<void> {
  await insertRows(
    on.db,
    ['matters.matter', [matterColumnsOf(matter)]],
    ['matters.step', steps.map((step) => stepRow(matter.id, step))],
  )
}

/** The changed matter and the step that tells it, in one statement. */
export async function save(on: On, matter: Matter, step: NewStep): Promise<void> {
  const { county, uuid } = splitId(matter.id)
  await db(on)
    .with('saved', (saved) =>
      saved.updateTable('matters.matter').set(changing(matter)).where('county', '=', county).where('id', '=', uuid),
    )
    .insertInto('matters.step')
    .values(stepRow(matter.id, step))
    .execute()
}
/** Without a step: only what the clock remembers about it. */
export async function saveQuietly(on: On, matter: Matter): Promise<void> {
  const { county, uuid } = splitId(matter.id)
  const update = db(on).updateTable('matters.matter').set(changing(matter))
  await update.where('county', '=', county).where('id', '=', uuid).execute()
}
export async function insertStep(on: On, id: string, step: NewStep): Promise<void> {
  await db(on).insertInto('matters.step').values(stepRow(id, step)).execute()
}

const of = sql`h.county = m.county and h.matter = m.id`
const visitsOfRow = sql<
  FullVisit[]
>`(select coalesce(json_agg(json_build_object('round', h.round, 'day', h.day, 'dueAt', h.due_at,
  'doneAt', h.done_at, 'outcome', h.outcome, 'note', h.note) order by h.round, h.day), '[]') from matters.visit h where ${of})`
const filesOfRow = sql<
  Attachment[]
>`(select coalesce(json_agg(json_build_object('id', h.county || '-' || h.id, 'type', h.type,
  'bytes', h.bytes, 'seconds', h.seconds, 'byStaff', h.by_staff, 'at', h.at) order by h.at, h.id), '[]')
  from matters.attachment h where ${of})`
type FoundRow = MatterRow & { visits: FullVisit[]; attachments: Attachment[] }
const toFound = (row: FoundRow): Found => ({
  matter: toMatter(row),
  visits: row.visits.map((visit) => ({
    ...visit,
    dueAt: instant(visit.dueAt),
    doneAt: visit.doneAt && instant(visit.doneAt),
  })),
  attachments: row.attachments.map((file) => ({ ...file, at: instant(file.at) })),
})
const byId = (on: On, id: string) => {
  const { county, uuid } = splitId(id)
  return db(on)
    .selectFrom('matters.matter as m')
    .select(matterColumns.map((column) => `m.${column}` as const))
    .select([visitsOfRow.as('visits'), filesOfRow.as('attachments')])
    .where('m.county', '=', county)
    .where('m.id', '=', uuid)
}

export async function find(on: On, id: string): Promise<Found | undefined> {
  const row = await byId(on, id).executeTakeFirst()
  return row && toFound(row as unknown as FoundRow)
}
/** Nobody else changes it until this transaction ends. */
export async function lock(on: On, id: string): Promise<Found | undefined> {
  const row = await byId(on, id).forUpdate('m').executeTakeFirst()
  return row && toFound(row as unknown as FoundRow)
}

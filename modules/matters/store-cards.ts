import { joinId, splitId } from '@doorstep/contract'
import { type ExpressionBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { Card, CardColour, CardState, Told } from './rules-cards.ts'
import { conditionsOf, type Where } from './store-lists.ts'
import { type CardTable, db, type On, type Tables } from './store-tables.ts'

/** Cards of supervision; seen by whoever of the staff sees the matter. */

type Row = Omit<Selectable<CardTable>, 'told'> & { told: Told[] }
const toCard = (row: Row): Card => ({
  id: joinId(row.county, row.id),
  matter: joinId(row.county, row.matter),
  colour: row.colour,
  because: row.because,
  reason: row.reason,
  step: joinId(row.county, row.step),
  issuedAt: row.issued_at,
  issuedBy: row.issued_by,
  told: row.told,
  answerDue: row.answer_due,
  answeredAt: row.answered_at,
  answeredBy: row.answered_by,
  answerReason: row.answer_reason,
  answerRemedy: row.answer_remedy,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
  closedWords: row.closed_words,
})

export async function insertCard(on: On, card: Card): Promise<void> {
  await db(on)
    .insertInto('matters.card')
    .values({
      county: on.county,
      id: splitId(card.id).uuid,
      matter: splitId(card.matter).uuid,
      colour: card.colour,
      because: card.because,
      reason: card.reason,
      step: splitId(card.step).uuid,
      issued_at: card.issuedAt,
      issued_by: card.issuedBy,
      told: JSON.stringify(card.told),
      answer_due: card.answerDue,
      answered_at: null,
      answered_by: null,
      answer_reason: null,
      answer_remedy: null,
      closed_at: null,
      closed_by: null,
      closed_words: null,
    })
    .execute()
}
export async function saveCard(on: On, card: Card): Promise<void> {
  await db(on)
    .updateTable('matters.card')
    .set({
      answered_at: card.answeredAt,
      answered_by: card.answeredBy,
      answer_reason: card.answerReason,
      answer_remedy: card.answerRemedy,
      closed_at: card.closedAt,
      closed_by: card.closedBy,
      closed_words: card.closedWords,
    })
    .where('county', '=', on.county)
    .where('id', '=', splitId(card.id).uuid)
    .execute()
}

const cards = (on: On) => db(on).selectFrom('matters.card').selectAll().where('matters.card.county', '=', on.county)
export async function lockCard(on: On, id: string): Promise<Card | undefined> {
  const row = await cards(on).where('id', '=', splitId(id).uuid).forUpdate().executeTakeFirst()
  return row && toCard(row as unknown as Row)
}
export async function findCard(on: On, id: string): Promise<Card | undefined> {
  const row = await cards(on).where('id', '=', splitId(id).uuid).executeTakeFirst()
  return row && toCard(row as unknown as Row)
}
/** The newest first. */
export async function cardsOf(on: On, matter: string, which: 'open' | 'all' = 'all'): Promise<Card[]> {
  const rows = await cards(on)
    .where('matter', '=', splitId(matter).uuid)
    .$if(which === 'open', (query) => query.where('closed_at', 'is', null))
    .orderBy('issued_at', 'desc')
    .orderBy('id', 'desc')
    .limit(200)
    .execute()
  return (rows as unknown as Row[]).map(toCard)
}

export type CardWhere = { state?: CardState; colour?: CardColour; before?: string; since?: string }
type Eb = ExpressionBuilder<Tables, 'matters.card'>
const conditions = (on: On, matter: Where, where: CardWhere, now: string) => (eb: Eb) =>
  eb.and([
    ...stateConditions(eb, where.state, now),
    ...(where.colour ? [eb('colour', '=', where.colour)] : []),
    ...(where.before ? [eb('issued_at', '<', where.before)] : []),
    ...(where.since ? [eb('issued_at', '>=', where.since)] : []),
    ...(isNarrow(matter) ? [inMatters(on, eb, matter)] : []),
  ])
const isNarrow = ({ areas, kind, units }: Where): boolean => !!kind || !!units || areas.some((area) => area.length > 6)
const inMatters = (on: On, eb: Eb, where: Where) =>
  eb.exists(
    eb
      .selectFrom('matters.matter')
      .select(sql`1`.as('one'))
      .whereRef('matters.matter.id', '=', 'matters.card.matter')
      .where(conditionsOf(on, where) as never),
  )
function stateConditions(eb: Eb, state: CardState | undefined, now: string) {
  if (!state) return []
  if (state === 'closed') return [eb('closed_at', 'is not', null)]
  const open = eb('closed_at', 'is', null)
  if (state === 'answered') return [open, eb('answered_at', 'is not', null)]
  const waiting = [open, eb('answered_at', 'is', null), eb('answer_due', 'is not', null)]
  if (state === 'unanswered') return waiting
  return state === 'late' ? [...waiting, eb('answer_due', '<', now)] : [open]
}

export const cardSorts = ['newest', 'oldest', 'answerDue'] as const
export type CardSort = (typeof cardSorts)[number]
const never = sql`timestamptz '9999-12-31 00:00:00+00'`
/** What a sort orders by, and whether it goes up. */
const orders = {
  newest: { by: sql<string>`issued_at`, up: false },
  oldest: { by: sql<string>`issued_at`, up: true },
  answerDue: { by: sql<string>`coalesce(answer_due, ${never})`, up: true },
} as const
export const keyOfCard = (card: Card, sort: CardSort): (string | null)[] => [
  sort === 'answerDue' ? card.answerDue : card.issuedAt,
  splitId(card.id).uuid,
]
/** @param after key of the row before */
export async function listCards(
  on: On,
  matter: Where,
  where: CardWhere,
  page: { sort: CardSort; limit: number; now: string; after?: readonly (string | number | null)[] | undefined },
): Promise<Card[]> {
  const { by, up } = orders[page.sort]
  const key = page.after
  const from = sql`(coalesce(${key?.[0] ?? null}::timestamptz, ${never}), ${key?.[1]}::uuid)`
  const rows = await cards(on)
    .where(conditions(on, matter, where, page.now))
    .$if(key !== undefined, (query) =>
      query.where(up ? sql<SqlBool>`(${by}, id) > ${from}` : sql<SqlBool>`(${by}, id) < ${from}`),
    )
    .orderBy(by, up ? 'asc' : 'desc')
    .orderBy('id', up ? 'asc' : 'desc')
    .limit(page.limit)
    .execute()
  return (rows as unknown as Row[]).map(toCard)
}

export type CardCount = {
  colour: CardColour
  issued: number
  open: number
  unanswered: number
  late: number
  inTime: number
  answered: number
}
/** Per colour: how many were issued since then, and what of all is open now. */
export async function countCards(on: On, matter: Where, since: string, now: string): Promise<CardCount[]> {
  const open = sql<SqlBool>`closed_at is null`
  const waiting = sql<SqlBool>`closed_at is null and answered_at is null and answer_due is not null`
  const rows = await db(on)
    .selectFrom('matters.card')
    .select((eb) => [
      'colour',
      eb.fn.countAll<number>().filterWhere('issued_at', '>=', since).as('issued'),
      eb.fn.countAll<number>().filterWhere(open).as('open'),
      eb.fn.countAll<number>().filterWhere(waiting).as('unanswered'),
      eb.fn.countAll<number>().filterWhere(waiting).filterWhere('answer_due', '<', now).as('late'),
      eb.fn
        .countAll<number>()
        .filterWhere('issued_at', '>=', since)
        .filterWhere('answer_due', 'is not', null)
        .filterWhere('answered_at', 'is not', null)
        .as('answered'),
      eb.fn
        .countAll<number>()
        .filterWhere('issued_at', '>=', since)
        .filterWhere(sql<SqlBool>`answered_at <= answer_due`)
        .as('inTime'),
    ])
    .where('county', '=', on.county)
    .where((eb) => eb.or([eb('closed_at', 'is', null), eb('issued_at', '>=', since)]))
    .where(conditions(on, matter, {}, now))
    .groupBy('colour')
    .execute()
  return rows as CardCount[]
}

/** Cards that nobody answered in time and of which nobody was told yet; marks them as told. */
export async function takeUnanswered(on: On, now: string, limit: number): Promise<Card[]> {
  const ids = await db(on)
    .selectFrom('matters.card')
    .select('id')
    .where('county', '=', on.county)
    .where('closed_at', 'is', null)
    .where('answered_at', 'is', null)
    .where('answer_due', '<', now)
    .where('late_told', '=', false)
    .orderBy('answer_due')
    .limit(limit)
    .execute()
  if (ids.length === 0) return []
  const rows = await db(on)
    .updateTable('matters.card')
    .set({ late_told: true })
    .where('county', '=', on.county)
    .where('late_told', '=', false)
    .where(
      'id',
      'in',
      ids.map(({ id }) => id),
    )
    .returningAll()
    .execute()
  return (rows as unknown as Row[]).map(toCard)
}

export type CardWords = Pick<Row, 'id' | 'reason' | 'answer_reason' | 'answer_remedy' | 'closed_words'>
/** What staff wrote on the cards of a matter, to be read through for the person's name and number. */
export const cardWords = (on: On, matter: string): Promise<CardWords[]> =>
  db(on)
    .selectFrom('matters.card')
    .select(['id', 'reason', 'answer_reason', 'answer_remedy', 'closed_words'])
    .where('county', '=', on.county)
    .where('matter', '=', splitId(matter).uuid)
    .execute()
export async function saveCardWords(on: On, { id, ...words }: CardWords): Promise<void> {
  await db(on).updateTable('matters.card').set(words).where('county', '=', on.county).where('id', '=', id).execute()
}
export async function emptyCards(on: On, matter: string): Promise<void> {
  await db(on)
    .updateTable('matters.card')
    .set({ reason: null, answer_reason: null, answer_remedy: null, closed_words: null })
    .where('county', '=', on.county)
    .where('matter', '=', splitId(matter).uuid)
    .execute()
}

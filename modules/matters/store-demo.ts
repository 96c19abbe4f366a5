import { splitId } from '@doorstep/contract'
import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import type { Picture } from '@doorstep/demo/pictures.ts'
import { insertRows } from '@doorstep/demo/rows.ts'
import { receiptHash } from '@doorstep/kernel'
import { cardsOf } from './demo/cards.ts'
import type { Life } from './demo/life.ts'
import type { Card } from './rules-cards.ts'
import { changing } from './store.ts'

/** Rows of whole lives, as store.ts would have written them one by one. */
const uuid = (id: string): string => splitId(id).uuid

function matterRow({ county, parts: { vault } }: Demo, { matter, teller: { name, phone, receipt } }: Life) {
  return {
    ...changing(matter),
    county,
    id: uuid(matter.id),
    code: matter.code,
    channel: matter.channel,
    description: matter.description,
    happened_at: matter.happenedAt,
    extra: matter.extra,
    reporter: matter.reporter,
    reporter_name: name && vault.seal(name),
    reporter_phone: phone && vault.seal(phone),
    phone_blind: phone && vault.blind(`phone ${phone}`),
    receipt_hash: receiptHash(vault, receipt),
    registered_by: matter.registeredBy,
    board: matter.board,
    reported_at: matter.reportedAt,
  }
}
const stepRows = (demo: Demo, dice: Dice, { matter, steps }: Life) =>
  steps.map((step) => ({
    county: demo.county,
    matter: uuid(matter.id),
    id: uuid(demo.id(dice, Date.parse(step.at))),
    at: step.at,
    verb: step.verb,
    by_account: step.by,
    by_role: step.role,
    from_state: step.from,
    to_state: step.to,
    text: step.text,
    reason: step.reason,
    data: step.data,
    public: step.public,
  }))

const cardRow = (county: number, card: Card) => ({
  county,
  id: uuid(card.id),
  matter: uuid(card.matter),
  colour: card.colour,
  because: card.because,
  reason: card.reason,
  step: card.step,
  issued_at: card.issuedAt,
  issued_by: card.issuedBy,
  told: card.told,
  answer_due: card.answerDue,
  answered_at: card.answeredAt,
  answered_by: card.answeredBy,
  answer_reason: card.answerReason,
  answer_remedy: card.answerRemedy,
  closed_at: card.closedAt,
  closed_by: card.closedBy,
  closed_words: card.closedWords,
})

const visitRows = (demo: Demo, { matter, visits }: Life) =>
  visits.map((visit) => ({
    county: demo.county,
    matter: uuid(matter.id),
    round: visit.round,
    day: visit.day,
    due_at: visit.dueAt,
    done_at: visit.doneAt,
    outcome: visit.outcome,
    note: visit.note,
    by_account: visit.by,
    // those of today are still told by the clock
    told: Date.parse(visit.dueAt) < demo.now,
  }))

const fileRows = (demo: Demo, { matter, files }: Life, pictures: ReadonlyMap<string, Picture>) =>
  files.map(({ id, picture, byStaff, at }) => ({
    county: demo.county,
    matter: uuid(matter.id),
    id: uuid(id),
    type: 'image/jpeg',
    bytes: pictures.get(picture)?.bytes ?? 0,
    sha256: pictures.get(picture)?.sha256 ?? '',
    seconds: null,
    by_staff: byStaff,
    at: new Date(at).toISOString(),
  }))

/** @param lives a matter that others were linked to before those */
export async function insertLives(
  demo: Demo,
  lives: readonly Life[],
  pictures: ReadonlyMap<string, Picture>,
): Promise<void> {
  const dice = demo.dice('steps')
  const { sql } = demo
  await insertRows(
    sql,
    'matters.matter',
    lives.map((life) => matterRow(demo, life)),
  )
  const told = lives.map((life) => ({ life, steps: stepRows(demo, dice, life) }))
  await insertRows(
    sql,
    'matters.step',
    told.flatMap(({ steps }) => steps),
  )
  const cards = cardsOf(
    demo,
    told.map(({ life, steps }) => ({
      life,
      steps: life.steps.map((step, at) => ({ ...step, id: steps[at]?.id ?? '' })),
    })),
  )
  await insertRows(
    sql,
    'matters.card',
    cards.map((card) => cardRow(demo.county, card)),
  )
  await insertRows(
    sql,
    'matters.visit',
    lives.flatMap((life) => visitRows(demo, life)),
  )
  await insertRows(
    sql,
    'matters.attachment',
    lives.flatMap((life) => fileRows(demo, life, pictures)),
  )
}

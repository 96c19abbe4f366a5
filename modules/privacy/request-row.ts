import { splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { addLimit, calendarOf } from '@doorstep/modules/calendar/index.ts'
import { answerWithin } from './rules.ts'
import type { RequestRow } from './store.ts'

/** A request as it comes in, whoever asks; what is known besides stands in `more`. */
export async function requestRow(
  ctx: Ctx,
  id: string,
  more: Pick<RequestRow, 'kind'> & Partial<RequestRow>,
): Promise<RequestRow> {
  const at = ctx.now()
  return {
    county: ctx.county,
    id: splitId(id).uuid,
    channel: 'own',
    state: 'open',
    account: null,
    receipt_hash: null,
    matter: null,
    words_sealed: null,
    asked_at: at,
    due_at: addLimit(at, answerWithin, await calendarOf(ctx)),
    runs_at: null,
    answer: null,
    report: null,
    done_at: null,
    done_by: null,
    registered_by: null,
    ...more,
  }
}

import { randomUUID } from 'node:crypto'
import type { Download, InputOf, Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import type { ledgers } from './contract.ts'
import { letterOf } from './rules-problems.ts'
import { factsOf, unpacked } from './service-read.ts'
import { getRun, headsOf, wordsOf } from './service-runs.ts'
import * as store from './store.ts'
import * as reports from './store-problems.ts'
import { type Rows, tableFile, typeOf } from './write/table.ts'

/** What a run hands back: its report, and the rows that stayed out. */

const pageRows = 1000
export const reportHead = (ctx: Pick<Ctx, 'say'>): string[] =>
  (['row', 'column', 'head', 'severity', 'code', 'reason'] as const).map((name) => ctx.say(`ledgers.report.${name}`))

export async function* reportRows(ctx: Ctx, run: store.RunRecord): AsyncGenerator<string[][]> {
  const heads = headsOf(factsOf(ctx, run))
  let after: [number, number, string] | undefined
  for (;;) {
    const found = await reports.listProblems(ctx, run.id, {}, pageRows, after)
    yield found.map((each) => [
      each.row_number === 0 ? '' : String(each.row_number),
      each.place < 0 ? '' : letterOf(each.place),
      heads.get(each.place) ?? '',
      ctx.say(`ledgers.severities.${each.severity}`),
      each.code,
      wordsOf(ctx, each),
    ])
    const last = found.at(-1)
    if (!last || found.length < pageRows) return
    after = [last.row_number, last.place, last.code]
  }
}

/** The head of the source again, without what must not be kept, and the reasons at the end. */
export function rejectsHead(ctx: Ctx, run: store.RunRecord): string[] {
  return [...usable(ctx, run).map(({ name }) => name), ctx.say('ledgers.report.row'), ctx.say('ledgers.report.reason')]
}
const usable = (ctx: Ctx, run: store.RunRecord) =>
  (factsOf(ctx, run)?.columns ?? []).filter(({ forbidden }) => !forbidden)

export async function* rejectedRows(ctx: Ctx, run: store.RunRecord): AsyncGenerator<string[][]> {
  const columns = usable(ctx, run)
  let position = 0
  for (;;) {
    const [batch] = await store.listBatches(ctx, run.id, position, 1)
    if (!batch) return
    position = batch.last_row
    const rows = unpacked(ctx, batch.rows)
    const reasons = await reasonsOf(ctx, run, rows[0]?.n ?? 0, batch.last_row)
    yield rows.flatMap(({ n, cells }) => {
      const reason = reasons.get(n)
      return reason ? [[...columns.map(({ at }) => cells[at] ?? ''), String(n), reason.join('；')]] : []
    })
  }
}
async function reasonsOf(ctx: Ctx, run: store.RunRecord, from: number, to: number): Promise<Map<number, string[]>> {
  const heads = headsOf(factsOf(ctx, run))
  const reasons = new Map<number, string[]>()
  for (const each of await reports.listRejections(ctx, run.id, from, to)) {
    const head = heads.get(each.place)
    const words = head ? `${head}: ${wordsOf(ctx, each)}` : wordsOf(ctx, each)
    reasons.set(each.row_number, [...(reasons.get(each.row_number) ?? []), words])
  }
  return reasons
}

export async function asDownload(
  format: 'csv' | 'xlsx',
  name: string,
  head: readonly string[],
  rows: Rows,
): Promise<Download> {
  const { body, bytes } = await tableFile(format, head, rows)
  return { type: typeOf[format], body, filename: `${name}.${format}`, headers: { 'content-length': String(bytes) } }
}
const nameOf = (ctx: Ctx, run: store.RunRecord, what: string): string =>
  `${run.file_name.replace(/\.\w+$/, '').slice(0, 60) || randomUUID()} ${ctx.say(`ledgers.report.${what}`)}`

export const files: Pick<Service<typeof ledgers, Ctx>, 'report' | 'rejects'> = {
  async report(ctx, { params }: InputOf<typeof ledgers.report>) {
    const run = await getRun(ctx, params.id)
    return asDownload('csv', nameOf(ctx, run, 'report'), reportHead(ctx), reportRows(ctx, run))
  },
  async rejects(ctx, { params }: InputOf<typeof ledgers.rejects>) {
    const run = await getRun(ctx, params.id)
    return asDownload('csv', nameOf(ctx, run, 'rejects'), rejectsHead(ctx, run), rejectedRows(ctx, run))
  },
}

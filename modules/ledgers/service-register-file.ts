import { type Download, Failure } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { asDownload } from './service-files.ts'

/** Any register as a file: what a reader may see on a screen they may take along, and it is written down. */

const mostRows = 500_000
export type Tell<R> = (row: R, ctx: Ctx) => string | number | null | undefined
export type Register<R> = {
  /** Name in the audit log. */
  what: string
  /** Name of the file. */
  title: string
  /** Columns in the order in which a file has them. */
  shown: Readonly<Record<string, Tell<R>>>
  headOf(name: string): string
  pages: AsyncIterable<readonly R[]>
  /** The failure of whoever exports; a file has its most rows. */
  tooMany(most: number): never
}

/** @throws `request.invalid` for a column that the register does not have */
export async function registerFile<R>(
  ctx: Ctx,
  { what, title, shown, headOf, pages, tooMany }: Register<R>,
  { format = 'csv', columns }: { format?: 'csv' | 'xlsx'; columns?: string },
): Promise<Download> {
  const names = columns ? columns.split(',') : Object.keys(shown)
  for (const name of names)
    if (!Object.hasOwn(shown, name))
      throw new Failure('invalid', 'request.invalid', {
        errors: [{ path: 'query/columns', message: `has no column ${name}` }],
      })
  let count = 0
  async function* rows(): AsyncGenerator<string[][]> {
    for await (const page of pages) {
      count += page.length
      if (count > mostRows) tooMany(mostRows)
      yield page.map((row) => names.map((name) => String(shown[name]?.(row, ctx) ?? '')))
    }
  }
  const file = await asDownload(format, title, names.map(headOf), rows())
  ctx.audit({ operation: 'ledgers.exported', subject: what, detail: { rows: count, columns: names, format } })
  return file
}

import { Failure, type Grant, type Page } from '@doorstep/contract'
import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import type { AnyTables } from './db.ts'

type Key = (string | number | null)[]

/** The cursor of a place in an order, for lists that know their next page without a row too many. */
export const cursorOf = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url')

/** The key of the last row of the page before. @throws Failure `request.invalid` for a cursor that is not ours. */
export function keyOf(cursor: string | undefined, length: number): Key | undefined {
  if (!cursor) return undefined
  try {
    const key = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as Key
    if (
      Array.isArray(key) &&
      key.length === length &&
      key.every((part) => part === null || ['string', 'number'].includes(typeof part))
    )
      return key
  } catch {
    // falls through to the refusal
  }
  throw new Failure('invalid', 'request.invalid', {
    errors: [{ path: 'query/after', message: 'is not a cursor of this list' }],
  })
}

/** Of `limit + 1` rows, a page and the cursor of the next one. */
export function pageOf<R, T>(rows: readonly R[], limit: number, key: (row: R) => Key, shape: (row: R) => T): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(shape), next: rows.length > limit && last ? cursorOf(key(last)) : null }
}

/** Area prefix as a range, which a b-tree under the C collation serves: everything inside `prefix`, and nothing else. */
export function insideArea(
  eb: ExpressionBuilder<AnyTables, AnyTables>,
  column: string,
  prefix: string,
): Expression<SqlBool> {
  return eb.and([eb(column, '>=', prefix), eb(column, '<', `${prefix}:`)]) // ':' follows '9'
}

/** The grant's areas as a condition, for queries that should use an index instead of leaving it all to row-level security. */
export function insideGrant(
  eb: ExpressionBuilder<AnyTables, AnyTables>,
  column: string,
  grant: Grant,
): Expression<SqlBool> {
  const areas = [...new Set([...grant.scopes, ...grant.units.map((unit) => unit.slice(unit.indexOf('@') + 1))])]
  if (areas.length === 0) return sql<SqlBool>`true`
  return eb.or(areas.map((area) => insideArea(eb, column, area)))
}

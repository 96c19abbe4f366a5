/** The owner's connection, inside the one transaction in which the demo county is laid. */
export type Sql = { query(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> }

const atOnce = 500

/** Many rows of one table with few statements; every row names the same columns. PostgreSQL reads JSON into the columns' types. */
export async function insertRows(
  sql: Sql,
  table: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  for (let from = 0; from < rows.length; from += atOnce)
    await sql.query(
      `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows.slice(from, from + atOnce))],
    )
}

type Known = Error & {
  code?: string
  severity?: string
  routine?: string
  schema?: string
  table?: string
  column?: string
  constraint?: string
}

/**
 * An unexpected error as the log may have it: where it happened and what kind it is. Messages quote what a person typed
 * (`invalid input syntax for type uuid: "…"`, `Unexpected token …`), so quotations, numbers and Chinese words are left out.
 */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return typeof error
  const { name, message, stack = '', code, severity, routine, schema, table, column, constraint } = error as Known
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  const place = [schema, table, column, constraint].filter(Boolean).join('.')
  const what =
    severity && code
      ? `${code} ${routine ?? ''} ${place}`.trim()
      : [code, withoutValues(message)].filter(Boolean).join(' ')
  return [`${name}: ${what}`, ...frames].join('\n')
}

const withoutValues = (message: string) =>
  message
    .split('\n')[0]
    ?.replace(/"[^"]*"?|'[^']*'|`[^`]*`|“[^”]*”/g, '…')
    .replace(/[\p{Script=Han}·]+|\d{4,}/gu, '…')
    .slice(0, 300) ?? ''

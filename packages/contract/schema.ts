import Type, { type Static, type TSchema, type TUnsafe } from 'typebox'

/** TypeBox builders plus the handful of shapes that every module speaks. Browser-safe. */
export const t = Type
export type { Static, TSchema }

/** `<county>-<uuid>`: an id says where it lives (county = GB/T 2260 six digits). Clients make version 7. */
export const Id = Type.String({
  pattern: '^[1-9]\\d{5}-[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$',
  description: '<county>-<uuidv7>; clients make ids themselves, so offline work keeps its identity',
})
/** Statistical code: 2 province, 4 city, 6 county, 9 township, 12 community, 15 grid digits. Inside = prefix. */
export const AreaCode = Type.String({ pattern: '^[1-9]\\d(\\d{2}(\\d{2}(\\d{3}(\\d{3}(\\d{3})?)?)?)?)?$' })
export const County = Type.String({ pattern: '^[1-9]\\d{5}$', description: 'GB/T 2260 six digits' })
/** ISO 8601 in UTC with milliseconds, e.g. `2026-03-01T08:00:00.000Z`. */
export const Instant = Type.String({
  pattern:
    '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,6})?(Z|[+-]([01]\\d|2[0-3]):[0-5]\\d)$',
})
export const Day = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })
/** WGS-84 degrees. */
export const Point = Type.Object({
  lat: Type.Number({ minimum: -90, maximum: 90 }),
  lon: Type.Number({ minimum: -180, maximum: 180 }),
})
export type Point = Static<typeof Point>

/** One line of words a person typed: no control characters, trimmed length within bounds. */
export const Line = (maxLength = 100) =>
  Type.String({ minLength: 1, maxLength, pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$' })
/** Several lines of words: everything but NUL and other control characters that no keyboard makes. */
export const Text = (maxLength = 2000) =>
  Type.String({
    minLength: 1,
    maxLength,
    pattern:
      '^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*\\S[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]*$',
  })
/** Mainland phone number, mobile or landline with area code. */
export const Phone = Type.String({ pattern: '^(1[3-9]\\d{9}|0\\d{2,3}-?\\d{7,8}|110|12345|\\d{5,6})$', maxLength: 16 })
export const Nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()])
/** One of these words. Typed by hand: inference through a mapped tuple of literals ends in `never`. */
export const Choice = <const T extends readonly string[]>(values: T) =>
  (values.length === 1
    ? Type.Literal(values[0] as string)
    : Type.Union(values.map((value) => Type.Literal(value)))) as unknown as TUnsafe<T[number]>

/** A page of a list that is walked by key: hand `next` back as `after`; `null` means the end. */
export const Page = <T extends TSchema>(item: T) =>
  Type.Object({ items: Type.Array(item), next: Nullable(Type.String()) })
export type Page<T> = { items: T[]; next: string | null }
/** Query of every list. */
export const Paging = {
  after: Type.Optional(Type.String({ maxLength: 400, pattern: '^[A-Za-z0-9_-]+$' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200, default: 50 })),
}
export const Done = Type.Object({ done: Type.Literal(true) })
export const done = { done: true } as const

/** A body that is a file: streamed, checked by its content, never buffered whole in memory. */
export type Upload = { path: string; type: string; bytes: number; sha256: string }
export const upload = (options: { types: readonly string[]; maxBytes: number }) =>
  Type.Unsafe<Upload>({ type: 'string', contentMediaType: options.types.join(', '), 'x-upload': options })
/** A reply that is a file or a page, not JSON. */
export type Download = {
  type: string
  body: Uint8Array | string | NodeJS.ReadableStream
  filename?: string
  headers?: Record<string, string>
  status?: number
}
export const download = (...types: string[]) =>
  Type.Unsafe<Download>({ type: 'string', contentMediaType: types.join(', '), 'x-download': types })

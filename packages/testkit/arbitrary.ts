import type { TSchema } from '@doorstep/contract'
import fc from 'fast-check'

type Json = {
  type?: 'object' | 'array' | 'string' | 'integer' | 'number' | 'boolean' | 'null'
  const?: unknown
  enum?: unknown[]
  anyOf?: Json[]
  properties?: Record<string, Json>
  required?: string[]
  items?: Json
  minItems?: number
  maxItems?: number
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
  pattern?: string
  patternProperties?: Record<string, Json>
}

/** Values that fit a JSON schema of ours (the subset that contracts use). */
export function fitting(schema: TSchema): fc.Arbitrary<unknown> {
  return from(JSON.parse(JSON.stringify(schema)) as Json)
}

function from(schema: Json): fc.Arbitrary<unknown> {
  if ('const' in schema) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(from))
  switch (schema.type) {
    case 'object':
      return object(schema)
    case 'array':
      return fc.array(from(schema.items ?? {}), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, (schema.minItems ?? 0) + 3),
      })
    case 'string':
      return text(schema)
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 })
    case 'number':
      return fc.double({ min: schema.minimum ?? -1e6, max: schema.maximum ?? 1e6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case undefined:
      return fc.oneof(fc.string(), fc.integer(), fc.boolean())
  }
}

function object(schema: Json): fc.Arbitrary<unknown> {
  if (schema.patternProperties) {
    const [pattern, value] = Object.entries(schema.patternProperties)[0] as [string, Json]
    return fc.dictionary(fc.stringMatching(new RegExp(pattern)), from(value), { maxKeys: 3 })
  }
  return fc.record(
    Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, value]) => [name, from(value)])),
    { requiredKeys: schema.required ?? [] },
  )
}

const chinese = fc.constantFrom(
  '楼上漏水',
  '张三·李四',
  '𠮷㛃䶮',
  '吵架',
  '\u202eabc',
  "'; drop table x; --",
  '<script>alert(1)</script>',
  '%_\\',
  '{{7*7}}',
  '=1+1',
)
function text(schema: Json): fc.Arbitrary<string> {
  const fits = (value: string) =>
    value.length >= (schema.minLength ?? 0) &&
    value.length <= (schema.maxLength ?? 10_000) &&
    (!schema.pattern || new RegExp(schema.pattern).test(value))
  if (schema.pattern?.startsWith('^[^\\u0000'))
    return fc
      .oneof(chinese, fc.string({ unit: 'grapheme', minLength: 1, maxLength: Math.min(schema.maxLength ?? 40, 40) }))
      .filter(fits)
  if (schema.pattern) return fc.stringMatching(new RegExp(schema.pattern)).filter(fits)
  return fc.oneof(
    chinese.filter(fits),
    fc.string({ minLength: schema.minLength ?? 0, maxLength: Math.min(schema.maxLength ?? 40, 40) }),
  )
}

const wrong = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    ' ',
    '\u0000',
    -1,
    1e308,
    true,
    'x'.repeat(20_000),
    { toString: 1 },
    [[[[]]]],
    '9'.repeat(400),
  ),
  fc.string(),
  fc.integer(),
)

/** A value that is spoilt somewhere: a part replaced, dropped or added. It may still fit by chance. */
export function spoilt(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(value, wrong, fc.nat(), fc.constantFrom('replace', 'drop', 'add', 'whole'))
    .map(([good, bad, at, how]) => {
      if (how === 'whole' || typeof good !== 'object' || good === null) return bad
      const copy = structuredClone(good) as Record<string, unknown>
      const keys = Object.keys(copy)
      const key = keys[at % Math.max(1, keys.length)]
      if (how === 'add' || key === undefined) copy[`extra${at % 7}`] = bad
      else if (how === 'drop') delete copy[key]
      else copy[key] = bad
      return copy
    })
}

import { type KindField, kindOf } from './kinds/index.ts'
import { fail } from './rules.ts'

const isText = (value: unknown, maxLength: number, lines: boolean): boolean =>
  typeof value === 'string' &&
  value.trim() !== '' &&
  [...value].length <= maxLength &&
  !(lines ? /[\p{Cc}--[\n\t\r]]/v : /\p{Cc}/u).test(value)

const isDay = (value: unknown): boolean =>
  typeof value === 'string' &&
  /^\d{4}-\d{2}-\d{2}$/.test(value) &&
  !Number.isNaN(Date.parse(value)) &&
  new Date(value).toISOString().startsWith(value)

function fieldFits(field: KindField, value: unknown): boolean {
  switch (field.type) {
    case 'text':
    case 'longText':
      return isText(value, field.maxLength, field.type === 'longText')
    case 'number':
      return typeof value === 'number' && value >= field.minimum && value <= field.maximum
    case 'yesNo':
      return typeof value === 'boolean'
    case 'date':
      return isDay(value)
    case 'choice': {
      const chosen: unknown[] = field.several && Array.isArray(value) ? value : [value]
      const known = chosen.every((each) => typeof each === 'string' && field.options.includes(each))
      return known && chosen.length > 0 && new Set(chosen).size === chosen.length
    }
  }
}

/** Answers to a kind's own fields: each known, each fitting, none missing that is required. @throws `matters.fieldWrong` */
export function checkExtra(kind: string, extra: Readonly<Record<string, unknown>>): void {
  const fields = kindOf(kind)?.fields ?? []
  for (const [name, value] of Object.entries(extra)) {
    const field = fields.find((each) => each.name === name)
    if (!field || !fieldFits(field, value)) fail('matters.fieldWrong', { field: name })
  }
  for (const { name, required } of fields)
    if (required && !Object.hasOwn(extra, name)) fail('matters.fieldWrong', { field: name })
}

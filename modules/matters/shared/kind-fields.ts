import type { Field } from '@doorstep/ui-base/fields.ts'
import { type KindField, kindOf } from '../kinds/index.ts'

/** A kind's own fields as form fields, with the locale keys of their words. */
export const fieldsOf = (kind: string): Field[] =>
  (kindOf(kind)?.fields ?? []).map((field) => formField(`matters.kinds.${kind}.fields.${field.name}`, field))

function formField(key: string, field: KindField): Field {
  const base = { name: field.name, label: `${key}.label`, required: field.required ?? false }
  if (field.type === 'choice')
    return {
      ...base,
      type: 'choice',
      several: field.several ?? false,
      options: field.options.map((value) => ({ value, label: `${key}.options.${value}` })),
    }
  if (field.type === 'text' || field.type === 'longText')
    return { ...base, type: field.type, maxLength: field.maxLength }
  if (field.type === 'number') return { ...base, type: 'number', minimum: field.minimum, maximum: field.maximum }
  return { ...base, type: field.type }
}

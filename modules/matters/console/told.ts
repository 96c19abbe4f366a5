import type { Field, Wording } from '@doorstep/ui-base/fields.ts'
import type { Matter } from '../shared/api.ts'
import { fieldsOf } from '../shared/kind-fields.ts'

export type Told = { name: string; value: string }
type Say = { t: (key: string) => string; day: (instant: string) => string }

/** What the person answered to the kind's own questions, in words and in the order of the form. */
export const answersOf = (matter: Pick<Matter, 'kind' | 'extra'>, { t, day }: Say): Told[] =>
  fieldsOf(matter.kind).flatMap((field) => {
    const value = wordsOf(field, matter.extra[field.name], { t, day })
    return value ? [{ name: t(field.label as string), value }] : []
  })

function wordsOf(field: Field, answer: unknown, { t, day }: Say): string {
  if (answer === undefined || answer === null || answer === '') return ''
  if (field.type === 'yesNo') return t(answer === true ? 'ui.field.yes' : 'ui.field.no')
  if (field.type === 'date') return day(String(answer))
  if (field.type !== 'choice') return String(answer)
  const labels = new Map<unknown, Wording>(field.options.map(({ value, label }) => [value, label]))
  return [answer]
    .flat()
    .map((one) => (labels.has(one) ? t(labels.get(one) as string) : String(one)))
    .join('、')
}

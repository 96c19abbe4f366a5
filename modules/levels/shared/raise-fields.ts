import type { Answers, Field } from '@doorstep/ui-base/fields.ts'

/** What staff know of the matter and the platform does not; the rest it counts itself. Never anything about a person. */
const yesNo = ['threat', 'violence', 'groupRisk', 'crossDepartment', 'breach'] as const
const counted = ['households', 'failedMediations'] as const

export const factFields: Field[] = [
  {
    name: 'held',
    type: 'choice',
    several: true,
    label: 'levels.raise.facts',
    hint: 'levels.raise.factsHint',
    options: yesNo.map((value) => ({ value, label: `levels.facts.${value}` })),
  },
  ...counted.map((name): Field => ({ name, type: 'number', label: `levels.facts.${name}`, minimum: 0, maximum: 1000 })),
]

export type Facts = { [K in (typeof yesNo)[number]]?: boolean } & { [K in (typeof counted)[number]]?: number }
export function factsOf(answers: Answers): Facts {
  const held = (answers.held as string[] | null) ?? []
  return {
    ...Object.fromEntries(yesNo.filter((name) => held.includes(name)).map((name) => [name, true])),
    ...Object.fromEntries(counted.flatMap((name) => (answers[name] ? [[name, Number(answers[name])]] : []))),
  }
}

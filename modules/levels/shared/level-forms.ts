import type { Answers, Field } from '@doorstep/ui-base/fields.ts'
import { type Level, levelsApi } from './api.ts'

/** Verbs with a form of their own on a level; raising has a form of its own. */
export const formVerbs = ['sign', 'confirm', 'proposeLower', 'agreeLower', 'refuseLower', 'answer'] as const
export type FormVerb = (typeof formVerbs)[number]

const words = (name: string, label: string, maxLength: number, required = true): Field => ({
  name,
  type: 'longText',
  label: `levels.forms.${label}`,
  hint: `levels.forms.${label}Hint`,
  maxLength,
  required,
})
export const fieldsOf = (verb: FormVerb, { colour }: Pick<Level, 'colour'>): Field[] =>
  ({
    sign: [],
    confirm: [words('reason', 'stillHolds', 1000)],
    proposeLower: [
      words('evidence', 'evidence', 2000),
      // From red only with the record of a meeting; else there may be one.
      ...(colour === 'red' ? [words('meeting', 'meeting', 2000)] : []),
    ],
    agreeLower: [words('reason', 'decision', 1000)],
    refuseLower: [words('reason', 'decision', 1000)],
    answer: [words('text', 'answer', 1000)],
  })[verb]

export async function send(verb: FormVerb, { id }: Pick<Level, 'id'>, answers: Answers): Promise<void> {
  const params = { id }
  const body = answers as never
  const calls: Record<FormVerb, () => Promise<unknown>> = {
    sign: () => levelsApi.sign({ params }),
    confirm: () => levelsApi.confirm({ params, body }),
    proposeLower: () => levelsApi.proposeLower({ params, body }),
    agreeLower: () => levelsApi.decideLower({ params, body: { agree: true, reason: String(answers.reason) } }),
    refuseLower: () => levelsApi.decideLower({ params, body: { agree: false, reason: String(answers.reason) } }),
    answer: () => levelsApi.answer({ params, body }),
  }
  await calls[verb]()
}

import { createHash } from 'node:crypto'
import { failing, joinId } from '@doorstep/contract'
import { type Ctx, type Locale, localeOf } from '@doorstep/kernel'
import { failures } from './contract.ts'
import { undoUntil } from './rules.ts'
import * as store from './store.ts'

const fail = failing(failures)
export const hashOf = (title: string, words: string): string =>
  createHash('sha256').update(`${title}\n${words}`).digest('hex')

/** The words of a purpose as they hold now. @throws consents.purposeUnknown */
export function wordingOf(ctx: Ctx, purpose: string, language: Locale = localeOf(ctx.headers['accept-language'])) {
  const { version, own } = ctx.purposes().get(purpose) ?? fail('consents.purposeUnknown')
  const [module, what] = purpose.split('.')
  const say = (part: string): string => ctx.say(`${module}.consents.${what}.${part}`, {}, language)
  const title = say('title')
  const words = say('words')
  return { purpose, version, own, language, title, words, after: say('after'), hash: hashOf(title, words) }
}

/** With the words as they were when it was given. */
export async function viewsOf(ctx: Ctx, rows: readonly store.Row[]) {
  const kept = await store.wordingsOf(
    ctx,
    rows.flatMap(({ hash }) => hash ?? []),
  )
  return rows.flatMap((row) => {
    // A capability that was taken out leaves no purpose behind that one could still agree to.
    const now = ctx.purposes().has(row.purpose) ? wordingOf(ctx, row.purpose) : undefined
    const was = row.hash === null ? undefined : kept.get(row.hash)
    return {
      id: joinId(row.county, row.id),
      purpose: row.purpose,
      version: row.version,
      language: row.language,
      hash: row.hash,
      title: was?.title ?? now?.title ?? row.purpose,
      words: was?.words ?? '',
      after: now?.after ?? '',
      way: row.way,
      about: row.about,
      giver: row.giver && ctx.vault.open(row.giver),
      givenAt: row.given_at,
      withdrawnAt: row.withdrawn_at,
      undoUntil: row.withdrawn_at && undoUntil(row.withdrawn_at),
      inForce: row.withdrawn_at === null && row.version === now?.version,
    }
  })
}

import { session } from '../../people/shared/session.ts'
import { privacyApi } from '../shared/api.ts'

/** The county that holds the person's data: the account's, or the one of the receipt's matter. */
export async function homeCounty(): Promise<string> {
  if (session.value?.kind === 'account') return session.value.county
  const { sections } = await privacyApi.held()
  return sections.find(({ kind }) => kind === 'matters.matter')?.items[0]?.id.slice(0, 6) ?? session.value?.county ?? ''
}

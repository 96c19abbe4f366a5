/** The area somebody answers for: the widest they are posted to, else the county. */
export function homeArea(
  session: { county: string; postings: readonly { role: string; area: string }[] } | null,
): string {
  const areas = (session?.postings ?? []).filter(({ role }) => role !== 'resident').map(({ area }) => area)
  return areas.sort((a, b) => a.length - b.length)[0] ?? session?.county ?? ''
}

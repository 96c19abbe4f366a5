// Days of a month as weeks from Monday on, `YYYY-MM-DD`; the empty places before and after are null.

const length = 86_400_000
const dayOf = (msecs: number): string => new Date(msecs).toISOString().slice(0, 10)

/** @param month `YYYY-MM` */
export function weeksOf(month: string): (string | null)[][] {
  const first = Date.parse(`${month}-01T00:00:00Z`)
  const before = (new Date(first).getUTCDay() + 6) % 7
  const weeks: (string | null)[][] = []
  for (let at = first - before * length; dayOf(at).slice(0, 7) <= month; at += 7 * length)
    weeks.push(
      Array.from({ length: 7 }, (_, nth) => dayOf(at + nth * length)).map((day) =>
        day.startsWith(month) ? day : null,
      ),
    )
  return weeks
}
export function monthAfter(month: string, shift: number): string {
  const [year, number] = month.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, number - 1 + shift, 1)).toISOString().slice(0, 7)
}

/** Making a format takes longer than whole requests; the same zone always gives the same one. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** In every zone of our days a day begins on a quarter of an hour: the quarter that is asked again and again is known. */
const quarter = 900_000
let latest = { zone: '', quarter: Number.NaN, day: '' }

/** The day (`yyyy-mm-dd`) that an instant falls on in a zone. */
export function dayIn(zone: string, at: string): string {
  const instant = Date.parse(at)
  const asked = Math.floor(instant / quarter)
  if (instant > 0 && latest.zone === zone && latest.quarter === asked) return latest.day
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  formats.set(zone, format)
  const day = format.format(instant)
  latest = { zone, quarter: asked, day }
  return day
}

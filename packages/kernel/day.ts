/** Making a format takes longer than whole requests; the same zone always gives the same one. */
const formats = new Map<string, Intl.DateTimeFormat>()

/** The day (`yyyy-mm-dd`) that an instant falls on in a zone. */
export function dayIn(zone: string, at: string): string {
  const format = formats.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone })
  formats.set(zone, format)
  return format.format(Date.parse(at))
}

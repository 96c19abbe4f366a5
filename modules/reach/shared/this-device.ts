// Which of my devices this browser is, per client; only the browser knows.

const placeOf = (client: string): string => `doorstep.push.${client}`
export function knownHere(client: string): string {
  try {
    return localStorage.getItem(placeOf(client)) ?? ''
  } catch {
    return ''
  }
}
export function rememberHere(client: string, id: string): void {
  try {
    localStorage.setItem(placeOf(client), id)
  } catch {
    // Not kept: the switch says "off" the next time, and switching on again is harmless.
  }
}

// What the palette may find, besides the navigation itself.
export type Hit = {
  id: string
  title: string
  hint?: string
  icon?: string
  to: { name: string; params?: Record<string, string>; query?: Record<string, string> }
}
/** Called with what was typed, at most every 200 ms; an aborted search is of no interest any more. */
export type FindHits = (words: string, signal: AbortSignal) => Promise<Hit[]>

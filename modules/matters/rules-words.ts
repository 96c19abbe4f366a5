/** A line of the flow log as a sentence, in the voice of its reader; used by every screen that shows one. */
type StepLike = {
  verb: string
  by: string | null
  role: string | null
  data: Readonly<Record<string, unknown>>
  said?: string | null
}
type Say = {
  /** The translator of the screen. */
  t(key: string, data?: Record<string, unknown>): string
  /** An instant as a date that people read. */
  day(instant: string): string
}
const codes: Readonly<Record<string, string>> = {
  unit: 'units',
  body: 'outsideBodies',
  grade: 'grades',
  outcome: 'visitOutcomes',
  supervision: 'supervisions',
}
const withDue = new Set(['report', 'register', 'accept', 'resume', 'passOn', 'object', 'reopen'])

/** Which sentence of the locale's `plain` or `full` tells the step. */
function sentenceKey(step: Pick<StepLike, 'verb' | 'data'>, voice: 'plain' | 'full'): string {
  const { verb, data } = step
  if (verb === 'decideExtension') return `matters.${voice}.${data.days === 0 ? 'extensionRefused' : 'extensionGranted'}`
  return `matters.${voice}.${verb}${withDue.has(verb) && data.due ? 'Due' : ''}`
}

export function sentenceOf(step: StepLike, voice: 'plain' | 'full', { t, day }: Say): string {
  if (step.said) return step.said
  const said = Object.entries(step.data).map(([name, value]) => {
    if (name === 'due' && typeof value === 'string') return [name, day(value)]
    const words = codes[name]
    return [name, words && typeof value === 'string' ? t(`matters.${words}.${value}`) : value]
  })
  const by =
    step.by ??
    t(step.role === 'reporter' && voice === 'full' ? 'matters.reporterFull' : `matters.posts.${step.role ?? 'system'}`)
  return t(sentenceKey(step, voice), { ...Object.fromEntries(said), by })
}

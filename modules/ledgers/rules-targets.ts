/** What the rows of a file become. `calls` 110 警情: another module's, which does the work of such runs. */
export const targetNames = ['matters', 'calls'] as const
export type TargetName = (typeof targetNames)[number]

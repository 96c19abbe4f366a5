/** One line of the table: what was measured, against what, and whether it is what was asked for. */
export type Row = {
  what: string
  figure: number
  unit: string
  /** The line of the issue it answers to; without one, it is told for comparison. */
  target?: { most: number } | { least: number }
  /** What it stands beside: the floor or the peer of the same run, the spread of the runs. */
  beside?: string
}

export const met = ({ figure, target }: Row): boolean | undefined =>
  target && ('most' in target ? figure <= target.most : figure >= target.least)

const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)
/** The value that a share of all stays below or at. */
export function percentile(values: readonly number[], share: number): number {
  const ranked = sorted(values)
  return ranked[Math.min(ranked.length - 1, Math.ceil(share * ranked.length) - 1)] ?? Number.NaN
}
export const median = (values: readonly number[]): number => percentile(values, 0.5)
/** `lowest–highest` of several runs. */
export const spread = (values: readonly number[], digits = 2): string =>
  `${Math.min(...values).toFixed(digits)}–${Math.max(...values).toFixed(digits)} over ${values.length} runs`

import type { Point } from '@doorstep/contract'
import { distance } from '@doorstep/geo/measure.ts'

/**
 * An order for today's visits on foot or by scooter: always the nearest next, then straightened where two legs cross
 * (2-opt). Good enough for a day's work and done at once on a phone; streets are not known here.
 */

/** @returns the same items, those without a point last and in their own order. At most some hundreds. */
export function route<T extends { point: Point | null }>(items: readonly T[], start: Point | null): T[] {
  type Placed = T & { point: Point }
  const placed = items.filter((item): item is Placed => item.point !== null)
  const nowhere = items.filter((item) => item.point === null)
  return [...straightened(nearestNext(placed, start ?? placed[0]?.point ?? null), start), ...nowhere]
}

function nearestNext<T extends { point: Point }>(items: readonly T[], start: Point | null): T[] {
  const left = [...items]
  const order: T[] = []
  for (let here = start; here && left.length > 0; ) {
    const from = here
    const nearest = left.reduce(
      (best, item, index) => (distance(from, item.point) < distance(from, (left[best] as T).point) ? index : best),
      0,
    )
    const [next] = left.splice(nearest, 1) as [T]
    order.push(next)
    here = next.point
  }
  return order
}

function straightened<T extends { point: Point }>(order: readonly T[], start: Point | null): T[] {
  const path = [...order]
  const at = (index: number): Point | null => (index < 0 ? start : ((path[index] as T | undefined)?.point ?? null))
  const leg = (a: Point | null, b: Point | null): number => (a && b ? distance(a, b) : 0)
  for (let better = true, round = 0; better && round < 20; round++) {
    better = false
    for (let i = 0; i < path.length - 1; i++)
      for (let j = i + 1; j < path.length; j++) {
        const now = leg(at(i - 1), at(i)) + leg(at(j), at(j + 1))
        const turned = leg(at(i - 1), at(j)) + leg(at(i), at(j + 1))
        if (turned >= now) continue
        path.splice(i, j - i + 1, ...path.slice(i, j + 1).reverse())
        better = true
      }
  }
  return path
}

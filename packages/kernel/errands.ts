import type { AnyModule, Ctx, Errand, Parts } from './ctx.ts'
import { runOnce, systemActor, systemGrant } from './run.ts'

/**
 * Work on the outside world. A transaction must never wait for it, so each task goes three ways: claimed in one
 * transaction, done in none, settled in another. Whoever dies in between leaves a lease that runs out.
 */
const lanes = 4

/** One round over every errand of every module. @param wake told after a round that has published. @returns tasks done */
export async function runErrands(parts: Parts, wake: () => void): Promise<number> {
  let done = 0
  for (const errand of errandsOf(parts.modules)) {
    const counties = await errand.due(parts.database, new Date(parts.clock()).toISOString())
    for (const county of counties) {
      const rounds = Array.from({ length: lanes }, () => lane(parts, errand, county, wake))
      for (const outcome of await Promise.allSettled(rounds)) {
        if (outcome.status === 'rejected') throw outcome.reason
        done += outcome.value
      }
    }
  }
  return done
}

const errandsOf = (modules: readonly AnyModule[]): Errand[] =>
  modules.flatMap(({ jobs }) => Object.values(jobs?.errands ?? {}))

async function lane(parts: Parts, errand: Errand, county: number, wake: () => void): Promise<number> {
  const asSystem = <T>(work: (ctx: Ctx) => Promise<T>) =>
    runOnce(parts, { actor: systemActor(county), grant: systemGrant(county), county }, work)
  const claimed = await asSystem(errand.claim)
  if (claimed.published) wake()
  const settled = claimed.value.map(async (task) => {
    const result = await errand.run(parts, task)
    const { published } = await asSystem((ctx) => errand.settle(ctx, task, result))
    if (published) wake()
  })
  for (const outcome of await Promise.allSettled(settled)) if (outcome.status === 'rejected') throw outcome.reason
  return claimed.value.length
}

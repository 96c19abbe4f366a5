import { done, Failure, type Service } from '@doorstep/contract'
import { type Ctx, keyOf, pageOf } from '@doorstep/kernel'
import type { ledgers } from './contract.ts'
import type { LedgerMap } from './rules-map.ts'
import { fail, held } from './service-runs.ts'
import * as store from './store-problems.ts'

/** Mappings that a county uses again: one per source, by name. */

const reply = ({ id, name, map, changed_at }: store.MappingRecord) => ({
  id,
  name,
  map: map as never,
  changedAt: changed_at,
})

export const mappings: Pick<Service<typeof ledgers, Ctx>, 'mappings' | 'saveMapping' | 'dropMapping'> = {
  async mappings(ctx, { query }) {
    const { limit = 50 } = query
    const key = keyOf(query.after, 1)
    if (key && typeof key[0] !== 'string')
      throw new Failure('invalid', 'request.invalid', {
        errors: [{ path: 'query/after', message: 'is not a cursor of this list' }],
      })
    const found = await store.listMappings(ctx, limit + 1, key?.[0] as string | undefined)
    return pageOf(found, limit, ({ name }) => [name], reply)
  },
  async saveMapping(ctx, { params, body }) {
    held(ctx)
    const mapping = { id: params.id, name: body.name.trim(), map: body.map as LedgerMap, changed_at: ctx.now() }
    try {
      await store.saveMapping(ctx, mapping, ctx.actor.account)
    } catch (error) {
      if ((error as { code?: string }).code === '23505') fail('ledgers.nameTaken')
      throw error
    }
    return reply(mapping)
  },
  async dropMapping(ctx, { params }) {
    held(ctx)
    if (!(await store.dropMapping(ctx, params.id))) fail('ledgers.missing')
    return done
  },
}

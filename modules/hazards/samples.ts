import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { lay } from '../matters/test-matters.ts'
import type { hazards } from './contract.ts'
import type { State } from './states.ts'
import { layFile } from './test-hazards.ts'

async function made({ t, place }: Asking, state: State): Promise<{ id: string; photo: string }> {
  const matter = await lay(t, 'inProgress', { area: place.grid, kind: 'hazard', extra: { sort: 'wiring' } })
  return { id: matter.id, photo: await layFile(t, matter, { state, gone: state === 'rechecked' }) }
}
const at =
  (state: State, body?: (photo: string) => object, params: Record<string, string> = {}) =>
  async (asking: Asking): Promise<Sample> => {
    const { id, photo } = await made(asking, state)
    return { params: { id, ...params }, ...(body ? { body: body(photo) } : {}) }
  }
const notice = (file: string) => ({
  class: 'general',
  responsible: '杨树里物业服务公司',
  demands: '清理楼道堆物',
  before: { file },
})
const looked = (file: string) => ({ gone: true, photo: { file } })

export const samples: Samples<typeof hazards> = {
  list: async (asking) => ({ hidden: (await made(asking, 'found')).id }),
  counts: async () => ({ hidden: 'no ids are told' }),
  export: async (asking) => {
    await made(asking, 'found')
    return { query: { format: 'csv' }, hidden: 'no ids are told' }
  },
  settings: async () => ({}),
  setSettings: async () => ({ body: { spotMetres: 50 } }),
  get: at('fixing'),
  open: async ({ t, place }) => {
    const { id } = await lay(t, 'accepted', { area: place.grid, kind: 'hazard', extra: { sort: 'gas' } })
    return { params: { id }, body: {} }
  },
  clear: at('found', (file) => ({ photo: { file }, words: '已当场清走' })),
  notify: at('found', notice),
  serve: at('notified', () => ({ way: 'handed' })),
  extend: at('fixing', () => ({ due: '2099-12-31', reason: '材料未到' })),
  recheck: at('fixing', looked),
  notifyAgain: async (asking) => {
    const { id, photo } = await made(asking, 'rechecked')
    await asking.t.sql(`update hazards.hazard set recheck = jsonb_set(recheck, '{gone}', 'false') where id = $1`, [
      id.slice(7),
    ])
    return { params: { id }, body: notice(photo) }
  },
  strikeOff: at('rechecked', () => ({})),
  refer: at('found', () => ({ to: 'fire', reason: '需要消防部门处理' })),
  notice: at('fixing', undefined, { n: '1' }),
}
/** Settings are the county's: who may read them reads them anywhere in the county. */
export const peculiar = {
  settings: { outside: 'same' },
  setSettings: { outside: 'same' },
} as const

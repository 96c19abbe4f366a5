import { newId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { lay } from '../matters/test-matters.ts'
import type { findings } from './contract.ts'
import { defaults } from './defaults.ts'
import { layCall, layProposal } from './test-findings.ts'

const made = ({ t, place }: Asking) => layProposal(t, { area: place.grid })
const description = '楼上漏水，两家反复争吵'

export const samples: Samples<typeof findings> = {
  list: async (asking) => ({ hidden: (await made(asking)).id }),
  signs: async ({ t, place }) => ({ hidden: await layCall(t, { area: place.grid }) }),
  table: async () => ({}),
  setTable: async () => ({ body: structuredClone(defaults) as object }),
  get: async (asking): Promise<Sample> => ({ params: { id: (await made(asking)).id } }),
  confirm: async (asking) => ({
    params: { id: (await made(asking)).id },
    body: { matter: newId(asking.place.county), description, family: 'neighbour' },
  }),
  link: async (asking) => ({
    params: { id: (await made(asking)).id },
    body: { matter: (await lay(asking.t, 'inProgress', { area: asking.place.grid })).id, reason: '同一件事' },
  }),
  dismiss: async (asking) => ({ params: { id: (await made(asking)).id }, body: { reason: '两家不相干' } }),
  register: async ({ t, place }) => ({
    params: { id: await layCall(t, { area: place.grid }) },
    body: { matter: newId(place.county), description },
  }),
}
/** Rules are the county's: who may read them reads them anywhere in the county. */
export const peculiar = {
  table: { outside: 'same' },
  setTable: { outside: 'same' },
} as const

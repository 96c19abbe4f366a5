import { newId } from '@doorstep/contract'
import type { Asking, Sample, Samples } from '@doorstep/testkit/sample.ts'
import { lay } from '../matters/test-matters.ts'
import type { fileContract } from './contract-file.ts'
import type { partyContract } from './contract-parties.ts'
import type { verbContract } from './contract-verbs.ts'
import { defaultTypes } from './defaults.ts'
import type { State } from './states.ts'
import { type Given, type Laid, layDispute } from './test-disputes.ts'

/** A valid request of every operation about the file, in a state in which the verb is allowed. */

const reason = '样例'
export const laid = (asking: Asking, state: State, given: Given = {}): Promise<Laid> => {
  const { who, relation, place, t } = asking
  const mine = relation === 'own' && who.account !== '' ? { assignee: who.account } : {}
  return layDispute(t, { state, area: place.grid, ...mine, ...given, matter: { ...mine, ...given.matter } })
}
type Params = (file: Laid) => Record<string, string>
export const at =
  (
    state: State,
    body?: object | ((file: Laid, asking: Asking) => object),
    params: Params = () => ({}),
    given?: Given,
  ) =>
  async (asking: Asking): Promise<Sample> => {
    const file = await laid(asking, state, given)
    const filled = typeof body === 'function' ? body(file, asking) : body
    return { params: { id: file.id, ...params(file) }, ...(filled ? { body: filled } : {}) }
  }
const party: Params = ({ respondent }) => ({ party: respondent })
const mediator: Params = (file) => ({ mediator: file.mediator })
const register = { type: 'neighbour', class: 'general', way: 'people', people: 2 }

export const fileSamples: Samples<typeof fileContract & typeof verbContract & typeof partyContract> = {
  list: async (asking): Promise<Sample> => ({
    query: { view: 'all', limit: 200 },
    hidden: (await laid(asking, 'registered')).id,
  }),
  get: at('registered'),
  open: async (asking) => ({
    params: { id: (await lay(asking.t, 'inProgress', { area: asking.place.grid })).id },
    body: {},
  }),
  register: at('found', register),
  describe: at('mediating', { class: 'complex', amountCents: 300_000, facts: '墙界不清，互不相让。' }),
  types: async () => ({}),
  setTypes: async () => ({
    body: { types: [...defaultTypes, { code: 'pets', family: 'other', name: '宠物', inUse: true }] },
  }),
  settings: async () => ({}),
  setSettings: async () => ({ body: { followUpDays: [30, 90] } }),

  askConsent: at('registered', {}),
  beginMediation: at('consentAsked', {}, undefined, {
    applicant: { consent: 'agreed' },
    respondent: { consent: 'agreed' },
  }),
  fail: at('mediating', { reason }),
  tellWays: at('failed', { text: '可以向人民法院起诉。' }),
  withdraw: at('registered', { reason }),
  followUp: at('performed', {}),
  close: at('followUp', {}),
  settleAgain: at('performing', { text: '核实后仍在履行' }, undefined, { matter: { state: 'inProgress' } }),
  reopen: at('failed', { reason }),

  addParty: at('registered', (_file, { place }) => ({ id: newId(place.county), role: 'agent', name: '张三' })),
  changeParty: at('registered', { phone: '13800138000' }, party),
  removeParty: at('registered', { reason }, party),
  unmaskParty: at('registered', { reason }, party),
  partyCode: at('registered', {}, party),
  readRights: at('registered', { how: 'spoken' }, party),
  consent: at('consentAsked', { agree: true, how: 'phone' }, party),
  addMediator: at('registered', (_file, { place }) => ({ id: newId(place.county), role: 'senior', name: '钱师傅' })),
  removeMediator: at('registered', { reason }, mediator),
  acceptMediator: at('registered', ({ respondent }) => ({ party: respondent, accept: true, how: 'phone' }), mediator),
}
/** Types and settings are the county's: who may read them reads them anywhere in it. */
export const filePeculiar = {
  types: { outside: 'same' },
  setTypes: { outside: 'same' },
  settings: { outside: 'same' },
  setSettings: { outside: 'same' },
} as const

import { Choice, contract, Done, Id, Instant, Nullable, t } from '@doorstep/contract'
import { kinds } from './rules-kinds.ts'

const Kinds = t.Array(Choice(kinds), { maxItems: kinds.length })
const Clock = t.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$', description: "HH:MM in the county's zone" })
const choices = {
  push: Kinds,
  sms: Kinds,
  quiet: t.Object({ on: t.Boolean(), from: Clock, to: Clock }),
}
const Device = t.Object({
  id: Id,
  client: t.String(),
  name: t.String({ description: 'what the browser calls itself' }),
  madeAt: Instant,
  reachedAt: Nullable(Instant),
})
const Mine = t.Object({
  choices: t.Object(choices),
  usual: t.Boolean({ description: 'nothing was chosen yet: these are the defaults' }),
  pushKey: Nullable(
    t.String({ description: 'what a browser subscribes with; none: this server sends no push messages' }),
  ),
  sms: Choice(['ready', 'noGateway', 'noPhone']),
  phone: Nullable(t.String({ description: 'masked' })),
  devices: t.Array(Device),
  agreed: t.Object({
    push: t.Boolean(),
    sms: t.Boolean({ description: 'always where the account serves: texts of work' }),
  }),
})
const Address = t.String({ pattern: '^https?://[\\x21-\\x7e]{4,1000}$' })
const end = {
  endpoint: Address,
  keys: t.Object({
    p256dh: t.String({ pattern: '^[A-Za-z0-9_-]{86,88}=*$' }),
    auth: t.String({ pattern: '^[A-Za-z0-9_-]{21,24}=*$' }),
  }),
}
const clients = ['console', 'officer', 'auxiliary', 'resident', 'volunteer'] as const

/** Everybody's own: which notices reach me where, and when not. */
export const ownOperations = contract({
  mine: {
    get: '/reach/mine',
    may: 'reach.own',
    summary: 'What reaches me how, my quiet hours and my devices.',
    reply: Mine,
    fails: [],
  },
  choose: {
    put: '/reach/mine',
    may: 'reach.own',
    summary: 'Chooses what reaches me how, and my quiet hours.',
    body: t.Object(choices),
    reply: Mine,
    fails: [],
  },
  subscribe: {
    post: '/reach/devices',
    may: 'reach.own',
    summary: 'Lets push messages reach this browser.',
    body: t.Object({
      id: Id,
      client: Choice(clients),
      ...end,
    }),
    reply: Device,
    fails: ['reach.badAddress', 'reach.consentNeeded', 'reach.idTaken'],
  },
  renewDevice: {
    post: '/reach/devices/renew',
    may: 'reach.own',
    repeat: 'natural',
    summary: 'The browser got another address from its push service: it takes the place of the old one.',
    body: t.Object({ old: Address, ...end }),
    reply: Device,
    fails: ['reach.badAddress', 'reach.deviceMissing'],
  },
  unsubscribe: {
    delete: '/reach/devices/:id',
    may: 'reach.own',
    summary: 'No more push messages to this browser.',
    reply: Done,
    fails: ['reach.deviceMissing'],
  },
  tryDevice: {
    post: '/reach/devices/:id/try',
    may: 'reach.own',
    summary: 'Sends a message to this browser, to see that it arrives.',
    body: t.Object({}),
    reply: Done,
    fails: ['reach.deviceMissing'],
    perMinute: 6,
  },
})

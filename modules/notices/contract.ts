import { contract, Done, type Failures, Id, Instant, Nullable, Page, Paging, type Rights, t } from '@doorstep/contract'

export const failures = { 'notices.missing': 'missing' } as const satisfies Failures
/** Every account has an inbox of its own; nobody reads another's. Staff hear on the live line what happens in their area. */
export const rights = {
  'notices.own': { resident: 'own' },
  'live.follow': {
    officer: 'area',
    deputyChief: 'area',
    chief: 'area',
    commandRoom: 'area',
    centreClerk: 'area',
    countyAdmin: 'area',
  },
} as const satisfies Rights

const Notice = t.Object({
  id: Id,
  text: t.String({ description: "in the reader's language" }),
  words: t.String({ description: 'locale key' }),
  subject: t.String({ description: 'id of what it is about' }),
  urgent: t.Boolean(),
  at: Instant,
  readAt: Nullable(Instant),
})

export const notices = contract({
  list: {
    get: '/notices',
    may: 'notices.own',
    summary: 'My inbox, newest first.',
    query: t.Object({ unread: t.Optional(t.Boolean()), ...Paging }),
    reply: Page(Notice),
    fails: [],
  },
  count: {
    get: '/notices/count',
    may: 'notices.own',
    summary: 'How many I have not read.',
    reply: t.Object({ unread: t.Integer() }),
    fails: [],
  },
  read: {
    post: '/notices/:id/read',
    may: 'notices.own',
    summary: 'Marks one as read.',
    body: t.Object({}),
    reply: Done,
    fails: ['notices.missing'],
  },
  unread: {
    post: '/notices/:id/unread',
    may: 'notices.own',
    summary: 'Marks one as not read, to come back to it.',
    body: t.Object({}),
    reply: Done,
    fails: ['notices.missing'],
  },
  readAll: {
    post: '/notices/read',
    may: 'notices.own',
    summary: 'Marks all as read that came before now.',
    body: t.Object({}),
    reply: t.Object({ read: t.Integer() }),
    fails: [],
  },
})

import type { Matter } from './rules.ts'

/** A matter to which nothing has happened yet: it has come in, and that is all. */
export const blank = {
  state: 'submitted',
  supervision: 'none',
  firstReceiver: null,
  assignee: null,
  helpers: [],
  unit: null,
  handleDue: null,
  acceptedAt: null,
  pausedAt: null,
  resolvedAt: null,
  grade: null,
  result: null,
  rating: null,
  ratingText: null,
  reopened: 0,
  objected: false,
  extensions: 0,
  extension: null,
  urgedAt: null,
  handledAt: null,
  reminded: [],
  duplicateOf: null,
} as const satisfies Partial<Matter>

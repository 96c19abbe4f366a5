import { randomBytes } from 'node:crypto'
import { countyOf, newId } from '@doorstep/contract'
import { receiptHash, transaction } from '@doorstep/kernel'
import { type Reply, type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import type { Matter } from './rules.ts'
import { isOpen, pausedStates, type State } from './states.ts'
import * as store from './store.ts'

/** What the tests of this module share: matters in any state, laid by the owner, and ways to ask. */

const unowned: readonly State[] = ['submitted', 'withdrawn', 'transferredOut']
const day = 86_400_000
const later = (at: string, days: number): string => new Date(Date.parse(at) + days * day).toISOString()

/** A matter that may have come to this state by its verbs; `given` says what the test needs of it. */
export function matterIn(state: State, given: Partial<Matter> & { at: string }): Matter {
  const { at, ...more } = given
  const area = given.area ?? world.grid
  const owned = !unowned.includes(state)
  const closed = ['resolved', 'followUp', 'archived'].includes(state)
  const paused = pausedStates.includes(state)
  const due = later(at, state === 'submitted' ? 1 : 7)
  return {
    id: newId(area.slice(0, 6), Date.parse(at)),
    code: `20260101-${randomBytes(6).toString('hex').toUpperCase()}`,
    area,
    kind: 'dispute',
    state,
    channel: 'web',
    description: '楼上漏水，两家吵了起来。',
    place: null,
    point: null,
    happenedAt: null,
    extra: {},
    urgency: 'normal',
    supervision: 'none',
    reporter: null,
    reporterName: null,
    reporterPhone: null,
    phoneBlind: null,
    receiptHash: randomBytes(16).toString('hex'),
    registeredBy: null,
    board: null,
    firstReceiver: owned ? (given.assignee ?? null) : null,
    assignee: null,
    helpers: [],
    unit: null,
    reportedAt: at,
    acceptDue: later(at, 1),
    handleDue: owned ? later(at, 7) : null,
    dueAt: isOpen(state) && !paused ? due : null,
    acceptedAt: owned ? at : null,
    pausedAt: paused ? at : null,
    resolvedAt: closed ? at : null,
    grade: closed ? 'solved' : null,
    result: closed ? '已经修好。' : null,
    rating: null,
    ratingText: null,
    reopened: 0,
    objected: false,
    extensions: 0,
    extension: null,
    urgedAt: null,
    clockFrom: at,
    handledAt: owned ? at : null,
    reminded: [],
    duplicateOf: null,
    updatedAt: at,
    ...more,
  }
}

/** Writes a matter with the owner's eyes. */
export async function lay(t: TestApp, state: State, given: Partial<Matter> = {}): Promise<Matter> {
  const at = given.reportedAt ?? new Date(t.clock.now()).toISOString()
  const matter = matterIn(state, { at, ...given })
  await transaction(t.parts.database.owner, null, (db) =>
    store.insert({ db, county: countyOf(matter.id) }, matter, [
      {
        at,
        verb: 'report',
        by: matter.reporter,
        role: 'reporter',
        from: null,
        to: 'submitted',
        text: null,
        reason: null,
        data: {},
        public: true,
      },
    ]),
  )
  return matter
}

/** Cookie of a browser that holds the receipt of a matter laid with `receiptOf(code)`. */
export const receiptOf = (t: TestApp, code: string): string => receiptHash(t.parts.vault, code)
export function holding(t: TestApp, matter: Pick<Matter, 'id' | 'receiptHash'>): Who {
  const until = t.clock.now() + 3_600_000
  const sealed = t.parts.vault.seal(JSON.stringify({ subject: matter.id, hash: matter.receiptHash, until }))
  return { account: '', headers: { cookie: `doorstep_receipt=${encodeURIComponent(sealed)}` } }
}

export type Kit = {
  t: TestApp
  /** POST /api/matters/:id/<verb> */
  verb(who: Who, id: string, verb: string, body?: unknown): Promise<Reply>
  report(who: Who, more?: Record<string, unknown>): Promise<{ reply: Reply; id: string }>
  get(
    who: Who,
    id: string,
  ): Promise<Record<string, unknown> & { state: State; allowed: string[]; dueAt: string | null }>
  steps(who: Who, id: string): Promise<Record<string, unknown>[]>
  /** Notices wanted so far for an account, or for it about one matter: the last part of their words. */
  notices(account: string, subject?: string): Promise<string[]>
}

export async function kit(): Promise<Kit> {
  const t = await testApp()
  return {
    t,
    verb: (who, id, verb, body) => t.post(who, `/api/matters/${id}/${verb}`, body),
    async report(who, more = {}) {
      const id = newId(world.county)
      const body = { id, kind: 'dispute', description: '楼上漏水，吵起来了。', point: world.point, ...more }
      return { reply: await t.post(who, '/api/matters', body), id: String(body.id) }
    },
    get: async (who, id) => (await t.get(who, `/api/matters/${id}`)).json(),
    steps: async (who, id) => (await t.get(who, `/api/matters/${id}/steps`)).json().items,
    async notices(account, subject) {
      await t.jobs.drain()
      const rows = await t.sql<{ words: string }>(
        `select payload ->> 'words' as words from kernel.outbox where type = 'notices.wanted' and $1 = any (accounts)
         and subject = coalesce($2, subject) order by seq`,
        [account, subject ?? null],
      )
      return rows.map(({ words }) => words.replace('matters.notices.', ''))
    },
  }
}

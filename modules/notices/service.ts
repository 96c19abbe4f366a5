import { done, failing, joinId, type Service, splitId } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { failures, type notices } from './contract.ts'
import * as store from './store.ts'

const fail = failing(failures)

async function mark(ctx: Ctx, id: string, readAt: string | null) {
  if (!(await store.mark(ctx, splitId(id).uuid, readAt))) fail('notices.missing')
  return done
}

export const service: Service<typeof notices, Ctx> = {
  list: (ctx, { query }) =>
    store.list(ctx, { ...query, limit: query.limit ?? 50 }, (row) => ({
      id: joinId(row.county, row.id),
      text: ctx.say(row.words, row.data),
      words: row.words,
      subject: row.subject,
      urgent: row.urgent,
      at: row.at,
      readAt: row.read_at,
    })),
  count: async (ctx) => ({ unread: await store.countUnread(ctx) }),
  read: (ctx, { params }) => mark(ctx, params.id, ctx.now()),
  unread: (ctx, { params }) => mark(ctx, params.id, null),
  readAll: async (ctx) => ({ read: await store.markAll(ctx, ctx.now()) }),
}

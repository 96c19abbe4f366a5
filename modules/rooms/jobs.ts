import { countyOf, splitId } from '@doorstep/contract'
import type { Ctx, Event, Handler, JobList } from '@doorstep/kernel'
import { followAreas } from './jobs-recode.ts'
import { refreshBoards } from './reprints.ts'
import { boardsOf, saveBoard } from './store-boards.ts'
import { noteAnswer } from './store-figures.ts'

const refresh: Handler = async (ctx, event) => {
  const changed = await refreshBoards(ctx, event.area ?? String(ctx.county))
  if (changed > 0 && event.area)
    ctx.publish({ type: 'rooms.reprintNeeded', subject: event.area, area: event.area, payload: { boards: changed } })
}

/** Boards of a closed room lead nowhere: they are to be taken down. */
async function retire(ctx: Ctx, event: Event): Promise<void> {
  for (const { id } of await boardsOf(ctx, { area: event.area, view: 'all' }, 100_000))
    await saveBoard(ctx, id, { state: 'removed', removed_at: ctx.now(), reason: ctx.say('rooms.reasons.roomClosed') })
}

const removeFile: Handler = (ctx, event) => ctx.files.remove(String(event.payload.file))

/** What a matter tells about its room's answers; matters of another county's shard are told there. */
const note =
  (column: 'reported_at' | 'accepted_at' | 'closed_at'): Handler =>
  async (ctx, event) => {
    if (!event.area || countyOf(event.subject) !== ctx.county) return
    await noteAnswer(ctx, splitId(event.subject).uuid, {
      area: event.area,
      reported_at: event.at,
      ...(column !== 'reported_at' && { [column]: event.at }),
    })
  }
const noteRating: Handler = async (ctx, event) => {
  const { rating } = event.payload
  if (!event.area || typeof rating !== 'number') return
  await noteAnswer(ctx, splitId(event.subject).uuid, { area: event.area, reported_at: event.at, rating })
}

export const jobs: JobList = {
  on: {
    'areas.changed': { followAreas },
    'people.posted': { refreshBoards: refresh },
    'people.postingEnded': { refreshBoards: refresh },
    'people.handedOver': { refreshBoards: refresh },
    'people.profileChanged': { refreshBoards: refresh },
    'rooms.changed': { refreshBoards: refresh },
    'rooms.closed': { retireBoards: retire },
    'rooms.photoReplaced': { removePhoto: removeFile },
    'matters.reported': { noteReported: note('reported_at') },
    'matters.accepted': { noteAccepted: note('accepted_at') },
    'matters.resolved': { noteClosed: note('closed_at') },
    'matters.rated': { noteRating },
  },
  every: {
    followAreas: { cron: '10 * * * *', run: followAreas },
    refreshBoards: {
      cron: '20 5 * * *',
      run: async (ctx) => {
        await refreshBoards(ctx, String(ctx.county))
      },
    },
  },
}

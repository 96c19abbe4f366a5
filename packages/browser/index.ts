export {
  type CallInput,
  client,
  newKey,
  onFreshNeeded,
  ProblemError,
  speakIn,
  urlFor,
} from './client.ts'
export {
  adoptDrafts,
  countDrafts,
  type Draft,
  draftCount,
  dropDraft,
  findDraft,
  listDrafts,
  saveDraft,
} from './drafts.ts'
export { canSeal, hold, holder, lock, openKept } from './holder.ts'
export { closeLive, connected, openLive, useLive } from './live.ts'
export { recall, remember, rememberedAt } from './memory.ts'
export {
  discard,
  onSent,
  pause,
  paused,
  replace,
  replay,
  retry,
  type Sent,
  send,
  sending,
  signInNeeded,
  startOutbox,
} from './outbox.ts'
export {
  dropMine,
  dropSealed,
  fileOf,
  loadQueue,
  needsEyes,
  pendingOf,
  type Queued,
  queue,
  sealedForOthers,
  waitingBytes,
  waitingCount,
} from './queue.ts'
export { askToPersist, limits, measureSpace, space } from './space.ts'

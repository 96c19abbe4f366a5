export {
  type CallInput,
  client,
  newKey,
  onFreshNeeded,
  ProblemError,
  speakIn,
  urlFor,
} from './client.ts'
export { closeLive, connected, openLive, useLive } from './live.ts'
export {
  discard,
  needsEyes,
  onSent,
  pendingOf,
  queue,
  replay,
  retry,
  type Sent,
  send,
  signInNeeded,
  startOutbox,
  waitingCount,
} from './outbox.ts'
export { clearShelf, dropDraft, loadDraft, type Queued, recall, remember, saveDraft } from './store.ts'

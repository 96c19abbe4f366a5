export {
  type CallInput,
  type Client,
  callRoute,
  client,
  newKey,
  ProblemError,
  type Route,
  speakIn,
  urlFor,
} from './client.ts'
export { closeLive, connected, type LiveEvent, openLive, useLive } from './live.ts'
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
export { clearShelf, dropDraft, loadDraft, memoryLimit, type Queued, recall, remember, saveDraft } from './store.ts'

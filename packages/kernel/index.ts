export { buildApp } from './app.ts'
export { cutAudit, looksAt, verifyAudit } from './audit.ts'
export { readCookie } from './cookies.ts'
export * from './ctx.ts'
export { type Database, type Db, openDatabase, transaction } from './db.ts'
export { localFiles } from './files.ts'
export { forgetReplies } from './idempotency.ts'
export { type RunningJobs, startJobs } from './jobs.ts'
export { startLive } from './live.ts'
export { maskName, maskPhone } from './mask.ts'
export { type MigrationSource, migrateDown, migrateUp } from './migrate.ts'
export { openApi } from './openapi.ts'
export { insideArea, insideGrant, keyOf, pageOf } from './page.ts'
export type {
  Correction,
  DataSubject,
  Erased,
  HeldItem,
  HeldSection,
  Personal,
  RetentionRule,
} from './personal.ts'
export { dropReceipt, heldReceipt, holdReceipt, newReceiptCode, receiptHash } from './receipts.ts'
export { runOnce, systemActor, systemGrant } from './run.ts'
export { openVault } from './vault.ts'
export { failureKey, loadWords, localeOf } from './words.ts'

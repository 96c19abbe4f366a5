import type { Contract, Failure, Failures, Grant, Matrix, Posting, Rights, Service } from '@doorstep/contract'
import type { Logger } from 'pino'
import type { Database, Db } from './db.ts'
import type { Done } from './done.ts'
import type { Files } from './files.ts'
import type { Vault } from './vault.ts'
import type { Locale, Words } from './words.ts'

/** Who asks. `receipt` is the blind hash of a receipt code that a visitor holds, with the matter it opens. */
export type Actor = {
  kind: 'visitor' | 'account' | 'system'
  account: string | null
  name: string | null
  /** Home county of the account, or the county this server serves by default. */
  county: number
  postings: readonly Posting[]
  receipt: { subject: string; hash: string } | null
  /** The session's id where there is one, for sign-out and revocation. */
  session: string | null
  /** Unix milliseconds at which this session's holder last proved who they are. */
  provenAt?: number
  /** For how many milliseconds that is enough for operations that want it `lately`. */
  lately?: number
  /** Permissions that are left until the account has the second factor that its posts require. */
  only?: readonly string[]
}

/** Something that happened, told after the transaction commits: to subscribers' jobs and to live clients. */
export type NewEvent = {
  /** `<module>.<pastTense>`, e.g. `matters.accepted`. */
  type: string
  /** API id of the thing it is about. */
  subject: string
  /** Staff whose live grant covers this area are told. */
  area?: string
  /** Accounts that are told wherever they are. */
  accounts?: readonly string[]
  /** What subscribers need; never sent to clients. Ids and codes only: personal data stays in its table. */
  payload?: Record<string, unknown>
}
export type Event = Required<NewEvent> & { county: number; id: string; at: string; seq: number }

export type AuditEntry = {
  operation: string
  subject?: string | null
  reason?: string | null
  detail?: Record<string, unknown>
}

/** Everything an operation or a job may use; `db` is bound to one open transaction that carries the actor's rows. */
export type Ctx = {
  actor: Actor
  grant: Grant
  county: number
  db: Db
  /** Instant, ISO 8601; tests may set it. */
  now(): string
  /** When this was really done, if a device without a signal says so; null where that is now. */
  done: Done | null
  publish(event: NewEvent): void
  audit(entry: AuditEntry): void
  /** Adds the receipt's rows to what this transaction may see: for the visitor who has just made them. */
  claimReceipt(hash: string): Promise<void>
  /**
   * For a write whose answer nothing in the work hangs on: it travels with the commit, and is waited for there. Its
   * failure is the failure of the whole; rejected with a `Failure`, that is what the asker is told.
   */
  later(sent: Promise<unknown>): void
  /** Does `work` with the rows of the whole county in this same transaction: for look-ups that the actor may not do themselves (e.g. duty officer of a grid). Its results must not be handed out unfiltered. */
  asSystem<T>(work: (ctx: Ctx) => Promise<T>): Promise<T>
  /** May this actor use another permission, and how far? For replies that say what the reader may do next. */
  may(permission: string): Grant | undefined
  /** The merged role matrix of all modules: for the page that shows it and for screens that ask what their user may do. */
  matrix: Matrix
  /**
   * Ends the operation with a failure and keeps what it wrote, so that wrong passwords and codes are counted. Only for
   * operations with `repeat: 'natural'`: a kept Idempotency-Key without an answer would block its repeats.
   */
  refuse(failure: Failure): never
  /** What each module says of persons, lower tiers first: for the one module that puts it together. */
  personal(): readonly (Personal & { module: string })[]
  /** For how many days each kind of record is kept, as the county chose or as its module begins. */
  keeps(): Promise<ReadonlyMap<string, number>>
  /** What persons may be asked to agree to, by `<module>.<purpose>`. */
  purposes(): ReadonlyMap<string, ConsentPurpose>
  /** Words of a locale key in the asker's language, or in the one that is named. */
  say(key: string, data?: Readonly<Record<string, unknown>>, language?: Locale): string
  /** Cookies to set with the reply. */
  setCookie(name: string, value: string, maxAgeSeconds: number): void
  /** Address of the request, for rate limits only; never stored. */
  address: string
  headers: Readonly<Record<string, string | undefined>>
  vault: Vault
  files: Files
  log: Logger
  settings: Settings
}

/** Settings that modules may read; the server's config file makes them from the environment. */
export type Settings = {
  production: boolean
  publicUrl: string
  defaultCounty: number
  zone: string
  /** HTTP gateway for text messages; without one, phone codes exist only outside production and are shown as a demonstration. */
  sms?: { url: string; key: string }
  /** Web Push: our key pair (P-256, base64url) and whom a push service may ask about us. */
  push?: { publicKey: string; privateKey: string; contact: string }
  /** Which hosts messages may be posted to, besides the well-known ones; none of these comes from people who use the product. */
  posting?: {
    pushHosts: readonly string[]
    robotHosts: Readonly<Record<string, readonly string[]>>
    /** Milliseconds after which no answer is no answer. */
    patience?: number
  }
  /** The agency's own sign-in, as an OpenID provider; `claim` of its tokens finds the user name of an invited account. */
  agency?: { issuer: string; clientId: string; secret: string; label: string; claim: string }
  /** Multiplies every rate limit; 1 in production, large in tests that send thousands of requests. */
  rateFactor: number
  version: string
}

export type Handler = (ctx: Ctx, event: Event) => Promise<void>
export type JobList = {
  /** `{ 'matters.reported': { tellDutyOfficer: handler } }`: event type → subscriber → handler. */
  on?: Readonly<Record<string, Readonly<Record<string, Handler>>>>
  /** `{ remind: { cron: '*​/5 * * * *', run } }`: run once per county at each tick (times in the county's zone). */
  every?: Readonly<Record<string, { cron: string; run: (ctx: Ctx) => Promise<void> }>>
  /** What has to be done in the outside world, where no transaction may wait. */
  errands?: Readonly<Record<string, Errand>>
}

/** `claim` takes a few due tasks under a lease, `run` does one without the database, `settle` writes down how it went. */
// biome-ignore lint/suspicious/noExplicitAny: each module knows its own tasks; the kernel only hands them on
export type Errand<T = any, R = any> = {
  /** Counties with something due, asked with the owner's eyes: one small question however many counties there are. */
  due(database: Pick<Database, 'owner'>, now: string): Promise<number[]>
  claim(ctx: Ctx): Promise<T[]>
  /** Never throws: that it could not be done is a result. */
  run(parts: Pick<Parts, 'settings' | 'log'>, task: T): Promise<R>
  /** May come after the lease has run out and another has taken the task up: then it must change nothing. */
  settle(ctx: Ctx, task: T, result: R): Promise<void>
}

/**
 * Whose data it is about: an account, or whoever holds the receipt of one record. Functions that get it run with the
 * rows of the whole county and must narrow to it themselves.
 */
export type DataSubject = { account: string | null; receipt: { subject: string; hash: string } | null }

/** One record about the person, told in the asker's language. */
export type HeldItem = {
  id: string
  title: string
  /** `name` is stable, for programs; `label` and `value` are for people. */
  facts: { name: string; label: string; value: string }[]
  /** When the job lets it go; null where that hangs on something that has not happened yet. */
  endsAt: string | null
  /** What closing the account would do with it now. */
  onErasure: 'removed' | 'anonymised' | 'waits'
  /** The person may set name and number right themselves, and ask for the facts to be looked at. */
  correctable: boolean
}
/** `kind` is `<module>.<what>`; title, purpose and basis are the module's own words in the asker's language. */
export type HeldSection = { kind: string; title: string; purpose: string; basis: string; items: HeldItem[] }

/** What an erasure did to one kind of record. `reason` (a code with words in the module) says why something stays. */
export type Erased = { kind: string; removed: number; anonymised: number; kept: number; reason: string | null }

type Correction = { name?: string; phone?: string; words?: string }

/** How long one kind of record is kept. Bounds are the law's or the design's; the county chooses between them. */
export type RetentionRule = {
  /** `<module>.<what>`; its words stand under `<module>.retention.<what>`. */
  kind: string
  keepDays: number
  least: number
  most: number
  /** Lets go of what ended before. May be run any number of times. @returns counts by what was done */
  run(ctx: Ctx, before: string): Promise<Record<string, number>>
}

/** A module's own part in what the law gives persons: nobody else reads or empties its tables. */
export type Personal = {
  held(ctx: Ctx, subject: DataSubject, keep: (kind: string) => number): Promise<HeldSection[]>
  /** Ids of the records that are about the person, for the list of who looked at them. */
  subjects(ctx: Ctx, subject: DataSubject): Promise<string[]>
  erase(ctx: Ctx, subject: DataSubject): Promise<Erased[]>
  /** Sets right what the person may set right in record `id`. @returns false when it is none of the module's. */
  correct?(ctx: Ctx, subject: DataSubject, id: string, correction: Correction): Promise<boolean>
  retention: readonly RetentionRule[]
}

/**
 * Something that rests on a person's consent. Its words stand under `<module>.consents.<purpose>`: `title`, `words` (what is
 * agreed to, exactly) and `after` (what stops when it is taken back). Another purpose, way or kind of data is a new version,
 * and is agreed to anew (PIPL art. 14).
 */
export type ConsentPurpose = {
  version: string
  /** Given by account holders themselves, on a screen that shows the words; else by the operation that needs it. */
  own: boolean
}

export type Module<C extends Contract = Contract> = {
  name: string
  contract: C
  rights: Rights
  failures: Failures
  service: Service<C, Ctx>
  jobs?: JobList
  /** What the module holds of persons and how it lets go of it; one without personal data has none. */
  personal?: Personal
  consents?: Readonly<Record<string, ConsentPurpose>>
  /** Of the one module where the county chooses how long things are kept: all kinds, with its choice. */
  keeps?(ctx: Ctx): Promise<ReadonlyMap<string, number>>
  /** Where the ids of kept files stand, `{ 'matters.attachment': 'id' }`: a file that stands nowhere is let go after a day. */
  files?: Readonly<Record<string, string>>
  /** Folder URL of the module, from which migrations and locales are read: `import.meta.dirname`. */
  folder: string
}
// biome-ignore lint/suspicious/noExplicitAny: the list of modules is heterogeneous; each is checked where it is defined
export type AnyModule = Module<any>
export const module = <const C extends Contract>(definition: Module<C>): Module<C> => definition

/** What the composition root hands the kernel. */
export type Parts = {
  modules: readonly AnyModule[]
  matrix: Matrix
  database: Database
  vault: Vault
  files: Files
  words: Words
  log: Logger
  settings: Settings
  clock: () => number
  /** Who is behind these headers? From the sign-in module. Must never throw for a bad cookie: that is a visitor. */
  identify(headers: Readonly<Record<string, string | undefined>>): Promise<Actor>
  /** Counties this server holds, for scheduled jobs. */
  counties(): Promise<number[]>
}

import { type Ctx, type DataSubject, type Erased, forgetReplies, type HeldItem, type Personal } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { forgetConsentsAbout } from '@doorstep/modules/consents/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import { kindCodes } from './kinds/index.ts'
import { isSettled, type KeepingCode, keepingOf, keepings, scrub } from './rules-personal.ts'
import { notify } from './service-tell.ts'
import { insertStep, type NewStep } from './store.ts'
import { cardWords, saveCardWords } from './store-cards.ts'
import * as store from './store-personal.ts'

/** What this module holds of a person: the matters they brought, under their account or behind a receipt. */

const most = 500
const day = 86_400_000
const after = (at: string, days: number): string => new Date(Date.parse(at) + days * day).toISOString()
const openOr = (ctx: Ctx, sealed: string | null): string | null => sealed && ctx.vault.open(sealed)

function itemOf(
  ctx: Ctx,
  own: store.Own,
  places: ReadonlyMap<string, string>,
  keep: (kind: string) => number,
): HeldItem {
  const { matter } = own
  const fact = (name: string, value: string | null) =>
    value ? [{ name, label: ctx.say(`matters.personal.facts.${name}`), value }] : []
  const settled = isSettled(matter.state)
  return {
    id: matter.id,
    title: `${ctx.say(`matters.kinds.${matter.kind}.label`)} ${matter.code}`,
    facts: [
      ...fact('state', ctx.say(`matters.plainStates.${matter.state}`)),
      ...fact('reportedAt', matter.reportedAt),
      ...fact('name', openOr(ctx, matter.reporterName)),
      ...fact('phone', openOr(ctx, matter.reporterPhone)),
      ...fact('area', places.get(matter.area) ?? matter.area),
      ...fact('place', matter.place),
      ...fact('point', matter.point && `${matter.point.lat}, ${matter.point.lon}`),
      ...fact('happenedAt', matter.happenedAt),
      ...fact('description', matter.description || null),
      ...fact('extra', Object.keys(matter.extra).length > 0 ? JSON.stringify(matter.extra) : null),
      ...fact('said', own.said.join('\n') || null),
      ...fact('files', own.files > 0 ? String(own.files) : null),
      ...fact('result', matter.result),
      ...fact('rating', matter.rating === null ? null : String(matter.rating)),
      ...fact('ratingText', matter.ratingText),
    ],
    endsAt: settled ? after(matter.resolvedAt ?? matter.updatedAt, keep(`matters.${keepingOf(matter.kind)}`)) : null,
    onErasure: settled ? 'anonymised' : 'waits',
    correctable: own.erasedAt === null,
  }
}

async function held(ctx: Ctx, subject: DataSubject, keep: (kind: string) => number) {
  const found = await store.ownMatters(ctx, subject, most)
  const places = await placeNames(ctx, [...new Set(found.map(({ matter }) => matter.area))])
  return [
    {
      kind: 'matters.matter',
      title: ctx.say('matters.personal.title'),
      purpose: ctx.say('matters.personal.purpose'),
      basis: ctx.say('matters.personal.basis'),
      items: found.map((own) => itemOf(ctx, own, places, keep)),
    },
  ]
}

/** @returns ids of files that go once this transaction has committed */
async function erasePerson(ctx: Ctx, own: store.Own, names: readonly string[]): Promise<void> {
  const { matter } = own
  const secrets = [...names, openOr(ctx, matter.reporterName), openOr(ctx, matter.reporterPhone)].filter(
    (secret): secret is string => !!secret,
  )
  const files = await store.erasePerson(ctx, matter, ctx.now(), {
    result: scrub(matter.result, secrets),
    extension: scrub(matter.extension?.reason ?? null, secrets),
  })
  for (const words of await store.staffWords(ctx, matter.id)) {
    const text = scrub(words.text, secrets)
    const reason = words.visit ? null : scrub(words.reason, secrets)
    const changed = text !== words.text || (!words.visit && reason !== words.reason)
    if (changed)
      await store.saveStaffWords(ctx, matter.id, words.visit ? { ...words, text } : { ...words, text, reason })
  }
  for (const { id, ...words } of await cardWords(ctx, matter.id)) {
    const scrubbed = Object.entries(words).map(([name, said]) => [name, scrub(said, secrets)])
    await saveCardWords(ctx, { id, ...Object.fromEntries(scrubbed) })
  }
  dropFiles(ctx, matter.id, files)
  sayEmptied(ctx, matter.id)
  await forgetConsentsAbout(ctx, [matter.id])
  await forgetReplies(ctx, { account: null, subjects: [matter.id] })
}
const dropFiles = (ctx: Ctx, subject: string, files: readonly string[]): void => {
  if (files.length > 0) ctx.publish({ type: 'matters.filesDropped', subject, payload: { files } })
}

/** Whoever keeps words of it beside it lets them go too. */
const sayEmptied = (ctx: Ctx, subject: string): void => ctx.publish({ type: 'matters.emptied', subject })

async function erase(ctx: Ctx, subject: DataSubject): Promise<Erased[]> {
  const names = subject.account === null ? [] : [...(await nameOf(ctx, [subject.account])).values()]
  const done = { anonymised: 0, kept: 0 }
  for (;;) {
    const found = (await store.ownMatters(ctx, subject, most)).filter(({ erasedAt }) => erasedAt === null)
    for (const { matter } of found) {
      const own = await store.lockOwn(ctx, matter.id)
      if (!own) continue
      if (isSettled(own.matter.state)) {
        await erasePerson(ctx, own, names)
        done.anonymised++
      } else {
        await store.askErasure(ctx, matter.id)
        await forgetReplies(ctx, { account: null, subjects: [matter.id] })
        done.kept++
      }
    }
    // Those under an account are cut from it and do not come again; a receipt opens one.
    if (subject.account === null || found.length < most) break
  }
  const reason = done.kept > 0 ? 'matters.personal.keptOpen' : done.anonymised > 0 ? 'matters.personal.keptWork' : null
  return [{ kind: 'matters.matter', removed: 0, ...done, reason }]
}

/** The rest of what was asked for while a matter was still running. */
export async function finishErasures(ctx: Ctx): Promise<void> {
  for (const id of await store.listErasable(ctx, most)) {
    const own = await store.lockOwn(ctx, id)
    if (own) await erasePerson(ctx, own, [])
  }
}

async function correct(
  ctx: Ctx,
  subject: DataSubject,
  id: string,
  { name, phone, words }: { name?: string; phone?: string; words?: string },
): Promise<boolean> {
  const own = await store.lockOwn(ctx, id)
  if (!own || own.erasedAt !== null) return false
  const { matter } = own
  const theirs =
    subject.account === null ? matter.receiptHash === subject.receipt?.hash : matter.reporter === subject.account
  if (!theirs) return false
  await store.correctPerson(ctx, id, {
    ...(name === undefined ? {} : { reporter_name: ctx.vault.seal(name) }),
    ...(phone === undefined
      ? {}
      : { reporter_phone: ctx.vault.seal(phone), phone_blind: ctx.vault.blind(`phone ${phone}`) }),
  })
  const step = (verb: string, text: string | null): NewStep => ({
    at: ctx.now(),
    verb,
    by: ctx.actor.account,
    role: 'reporter',
    from: matter.state,
    to: null,
    text,
    reason: null,
    data: {},
    public: true,
  })
  if (name !== undefined || phone !== undefined) await insertStep(ctx, id, step('correctPerson', null))
  if (words !== undefined) {
    await insertStep(ctx, id, step('askCorrection', words))
    notify(ctx, matter, { to: [matter.assignee], words: 'correctionAsked' })
  }
  ctx.publish({
    type: 'matters.correctionAsked',
    subject: id,
    area: matter.area,
    accounts: matter.assignee ? [matter.assignee] : [],
  })
  return true
}

const batch = 500
/** Settled matters whose time is over: every word goes, the row stays and is counted. */
const emptyEnded = (code: KeepingCode) => async (ctx: Ctx, before: string) => {
  const kinds = kindCodes.filter((kind) => keepingOf(kind) === code)
  const done = { emptied: 0, files: 0 }
  for (let n = batch; n === batch; ) {
    const ended = await store.listEnded(ctx, kinds, before, batch)
    n = ended.length
    for (const matter of ended) {
      const files = await store.empty(ctx, matter, ctx.now())
      dropFiles(ctx, matter.id, files)
      sayEmptied(ctx, matter.id)
      done.files += files.length
    }
    done.emptied += n
    await forgetConsentsAbout(
      ctx,
      ended.map(({ id }) => id),
    )
    await forgetReplies(ctx, { account: null, subjects: ended.map(({ id }) => id) })
  }
  return done
}

export const personal: Personal = {
  held,
  erase,
  correct,
  subjects: async (ctx, subject) => (await store.ownMatters(ctx, subject, most)).map(({ matter }) => matter.id),
  retention: (Object.keys(keepings) as KeepingCode[]).map((code) => ({
    kind: `matters.${code}`,
    ...keepings[code],
    run: emptyEnded(code),
  })),
}

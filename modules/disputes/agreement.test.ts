import { createHash } from 'node:crypto'
import { newId } from '@doorstep/contract'
import { type TestApp, testApp, type Who, world } from '@doorstep/testkit'
import { readPdf } from '@doorstep/testkit/pdf.ts'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { holding } from '../matters/test-matters.ts'
import type { Agreements } from './shapes-agreement.ts'
import { drawing, layAgreement, sha256, terms } from './test-agreement.ts'
import { type Given, type Laid, layDispute } from './test-disputes.ts'

/** From a draft to an agreement in force: words, names, copies. What is kept of it is in keeping.test.ts. */

let t: TestApp
let officer: Who
let party: Who
beforeAll(async () => {
  t = await testApp()
  ;[officer, party] = await Promise.all([t.as('officer'), t.as('resident')])
})
beforeEach(() => t.clock.set('2026-11-16T02:00:00Z'))
afterAll(() => t.close())

const told = ({ statusCode, json }: { statusCode: number; json<T>(): T }) => [
  statusCode,
  json<{ code?: string }>().code,
]
const lay = (given: Given = {}) =>
  layDispute(t, { state: 'mediating', applicant: { account: party.account }, ...given })
const list = async (who: Who, id: string) => (await t.get(who, `/api/disputes/${id}/agreements`)).json<Agreements>()
const draftOf = ({ respondent }: Laid, more: object = {}) => ({
  id: newId(world.county),
  kind: 'written',
  terms,
  instalments: [
    { id: newId(world.county), due: '2026-12-31', amountCents: 60_050, payer: respondent },
    { id: newId(world.county), due: '2026-11-30', act: '修好管道', payer: respondent },
  ],
  ...more,
})
const draft = (file: Laid, more: object = {}) =>
  t.send(officer, 'PUT', `/api/disputes/${file.id}/agreement`, draftOf(file, more))
const verb = (file: Laid, name: string, body: object = {}, who = officer) =>
  t.post(who, `/api/disputes/${file.id}/${name}`, body)
const sign = async (who: Who, file: Laid, signer: string, hash: string, stroke?: string) =>
  t.app.inject({
    method: 'POST',
    url: `/api/disputes/${file.id}/sign?signer=${signer}&sha256=${hash}`,
    headers: { ...who.headers, 'idempotency-key': newId(world.county), 'content-type': 'image/png' },
    payload: await drawing(stroke),
  })

it('is drafted, changed, fixed, signed by all on screens and paper, and in force with the last name (人民调解法 29)', async () => {
  const file = await lay()
  const first = (await draft(file)).json<Agreements>().items[0]
  expect(first).toMatchObject({ state: 'draft', kind: 'written', missing: [] })
  expect(first?.instalments.map(({ n, due }) => [n, due])).toEqual([
    [1, '2026-11-30'],
    [2, '2026-12-31'],
  ])
  const { term, ...less } = terms
  const changed = await draft(file, { id: first?.id, terms: less })
  expect(changed.json<Agreements>().items[0]).toMatchObject({ missing: ['term'] })
  expect(told(await verb(file, 'agree'))).toEqual([409, 'disputes.termsIncomplete'])
  await draft(file, { id: first?.id, terms: { ...less, term } })
  expect(told(await draft(file))).toEqual([409, 'disputes.draftThere'])
  expect((await verb(file, 'agree')).json()).toMatchObject({ state: 'agreed', outcome: 'written' })
  expect(told(await draft(file, { id: first?.id }))).toEqual([409, 'disputes.wrongState'])

  const paper = await t.get(party, `/api/disputes/${file.id}/agreements/${first?.id}/paper`)
  const hash = createHash('sha256').update(paper.rawPayload).digest('hex')
  const [open] = (await list(party, file.id)).items
  expect(open).toMatchObject({ state: 'open', sha256: hash })
  expect((await readPdf(paper.rawPayload)).texts.join('')).toContain('王小明')

  expect(told(await sign(party, file, file.applicant, sha256))).toEqual([409, 'disputes.paperChanged'])
  expect(told(await sign(party, file, file.respondent, hash))).toEqual([403, 'disputes.notYours'])
  expect(told(await sign(party, file, file.applicant, hash, 'white'))).toEqual([400, 'disputes.signatureBlank'])
  expect((await sign(party, file, file.applicant, hash)).json()).toMatchObject({ state: 'agreed', signed: 1 })
  expect(told(await sign(party, file, file.applicant, hash))).toEqual([409, 'disputes.signedAlready'])
  expect(told(await sign(officer, file, newId(world.county), hash))).toEqual([404, 'disputes.signerUnknown'])
  const onPaper = { signer: file.respondent, sha256: hash }
  expect((await verb(file, 'sign-on-paper', onPaper)).json()).toMatchObject({ signed: 2, effectiveAt: null })
  t.clock.set('2026-11-16T03:00:00Z')
  expect((await sign(officer, file, file.mediator, hash)).json()).toMatchObject({
    state: 'performing',
    signed: 3,
    effectiveAt: expect.stringMatching(/^2026-11-16T03:00:0/),
  })
  const [effective] = (await list(officer, file.id)).items
  expect(effective).toMatchObject({ state: 'effective', confirmUntil: '2026-12-16' })
  expect(effective?.parties.map(({ sign: name, signed }) => [name, signed?.how])).toEqual([
    ['王某', 'screen'],
    ['李某', 'paper'],
  ])
  const copy = await t.get(party, `/api/disputes/${file.id}/agreements/${first?.id}/paper`)
  const words = (await readPdf(copy.rawPayload)).texts.join('')
  for (const each of ['在屏幕上签名', '在纸质协议上签名', hash]) expect(words).toContain(each)
  const [row] = await t.sql<{ body: string; drawn: string }>(
    `select a.body, s.drawn from disputes.agreement a join disputes.signature s on s.agreement = a.id where a.id = $1 and s.drawn is not null limit 1`,
    [first?.id.slice(7)],
  )
  expect(`${row?.body}${row?.drawn}`).not.toMatch(/王小明|渗水|iVBOR/)
})

it('one copy each: by link where there is one, printed and noted where not (人民调解法 29)', async () => {
  const file = await lay({ state: 'agreed' })
  await layAgreement(t, file, { state: 'open', signed: [file.applicant, file.respondent] })
  await verb(file, 'sign-on-paper', { signer: file.mediator, sha256 })
  const copies = async () => (await list(officer, file.id)).items[0]?.parties.map(({ copy }) => copy?.how)
  expect(await copies()).toEqual(['link', undefined])
  const [instalment] = (await list(officer, file.id)).items[0]?.instalments ?? []
  await verb(file, `instalments/${instalment?.id}/keep`)
  expect(told(await verb(file, 'follow-up'))).toEqual([409, 'disputes.copiesMissing'])
  expect(told(await verb(file, 'copies', { party: file.respondent, how: 'link' }))).toEqual([409, 'disputes.noLink'])
  expect((await verb(file, 'copies', { party: file.respondent, how: 'print' })).statusCode).toBe(200)
  expect(await copies()).toEqual(['link', 'print'])
  expect((await verb(file, 'follow-up')).json()).toMatchObject({ state: 'followUp' })
})

it('by word of mouth it is in force at once, if it is on record (人民调解法 28)', async () => {
  const file = await lay()
  const { items } = (await draft(file, { kind: 'oral', terms: { facts: '渗水' } })).json<Agreements>()
  expect(told(await verb(file, 'agree'))).toEqual([409, 'disputes.oralUnrecorded'])
  await draft(file, { id: items[0]?.id, kind: 'oral', terms: { content: '当面道歉，修好管道' } })
  expect((await verb(file, 'agree')).json()).toMatchObject({ state: 'performing', outcome: 'oral' })
  expect((await list(officer, file.id)).items[0]).toMatchObject({ state: 'effective', missing: [] })
})

it('gates before the words are fixed: consent, mediator, guardian, what the police need', async () => {
  const gate = async (given: Given, code: string) => {
    const file = await lay(given)
    await draft(file)
    expect(told(await verb(file, 'agree')), code).toEqual([409, code])
  }
  await gate({ respondent: { consent: 'asked' } }, 'disputes.consentMissing')
  await gate({ mediator: { accepted: [] } }, 'disputes.mediatorNotAccepted')
  await gate({ mediator: { left_at: '2026-11-15T00:00:00Z' } }, 'disputes.mediatorMissing')
  await gate({ applicant: { is_minor: true } }, 'disputes.guardianMissing')
  await gate(
    { way: 'police', police: { act: 'hitting', exclusions: [], reportAt: null } },
    'disputes.policeTermsIncomplete',
  )
})

it('a draft says what is kept by whom; it is nobody’s business but staff’s, and is taken back unsigned', async () => {
  const file = await lay()
  const stranger = { id: newId(world.county), due: '2026-12-31', amountCents: 1, payer: newId(world.county) }
  expect(told(await draft(file, { instalments: [stranger] }))).toEqual([404, 'disputes.partyMissing'])
  const empty = { id: newId(world.county), due: '2026-12-31', payer: file.respondent }
  expect(told(await draft(file, { instalments: [empty] }))).toEqual([400, 'disputes.instalmentEmpty'])
  await draft(file)
  expect((await list(party, file.id)).items).toEqual([])
  await verb(file, 'agree')
  const [open] = (await list(officer, file.id)).items
  await verb(file, 'sign-on-paper', { signer: file.applicant, sha256: open?.sha256 })
  expect((await verb(file, 'unagree', { reason: '金额再商量' })).json()).toMatchObject({ state: 'mediating' })
  const [again] = (await list(officer, file.id)).items
  expect(again).toMatchObject({ state: 'draft', sha256: null })
  expect(again?.parties.map(({ signed }) => signed)).toEqual([null, null])
})

it('a party signs with their code as well; others of the county do neither see nor sign', async () => {
  const hash = t.parts.vault.blind(newId(world.county))
  const file = await lay({ state: 'agreed', applicant: {}, respondent: { code_hash: hash } })
  const { id } = await layAgreement(t, file, { state: 'open' })
  const withCode = holding(t, { id: file.id, receiptHash: hash })
  expect((await list(withCode, file.id)).items).toHaveLength(1)
  expect((await sign(withCode, file, file.respondent, sha256)).json()).toMatchObject({ signed: 1 })
  const other = await t.another('resident')
  expect((await t.get(other, `/api/disputes/${file.id}/agreements`)).statusCode).toBe(404)
  expect((await sign(other, file, file.applicant, sha256)).statusCode).toBe(404)
  expect((await t.get(other, `/api/disputes/${file.id}/agreements/${id}/paper`)).statusCode).toBe(404)
  for (const role of ['auxiliary', 'volunteer', 'gridWorker'] as const)
    expect((await t.get(await t.as(role), `/api/disputes/${file.id}/agreements`)).statusCode).toBe(404)
})

it('rights and other ways are papers; the ways only where mediation has ended', async () => {
  const file = await lay()
  expect((await t.get(officer, `/api/disputes/${file.id}/papers/rights`)).headers['content-type']).toBe(
    'application/pdf',
  )
  expect(told(await t.get(officer, `/api/disputes/${file.id}/papers/ways`))).toEqual([409, 'disputes.wrongState'])
  const failed = await lay({ state: 'failed', outcome: 'failed', matter: { assignee: officer.account } })
  expect(told(await verb(failed, 'tell-ways'))).toEqual([409, 'disputes.waysUntold'])
  const paper = await t.get(party, `/api/disputes/${failed.id}/papers/ways`)
  expect((await readPdf(paper.rawPayload)).texts.join('')).toContain('第二十六条')
})

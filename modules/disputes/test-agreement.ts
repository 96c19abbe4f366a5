import { countyOf, joinId, newId } from '@doorstep/contract'
import { transaction } from '@doorstep/kernel'
import type { TestApp } from '@doorstep/testkit'
import sharp from 'sharp'
import type { Body } from './rules-agreement.ts'
import { uuidOf } from './store.ts'
import * as rows from './store-agreement.ts'
import type { AgreementRow, InstalmentRow } from './store-tables.ts'
import type { Laid } from './test-disputes.ts'

/** Agreements laid by the owner, for tests that begin behind them. */

export const terms = {
  facts: '三号楼二层渗水，损坏楼下吊顶。',
  issues: '修理费用由谁承担。',
  responsibility: '被申请人管道老化，负主要责任。',
  content: '被申请人赔偿一千二百元并修好管道。',
  way: '转账支付，自行修理。',
  term: '一个月内。',
}
export const sha256 = 'ab12'.repeat(16)
export type LaidAgreement = { id: string; instalments: string[] }
type Given = {
  state: AgreementRow['state']
  kind?: AgreementRow['kind']
  effectiveAt?: string
  due?: readonly string[]
  signed?: readonly string[]
}

export async function layAgreement(t: TestApp, dispute: Laid, given: Given): Promise<LaidAgreement> {
  const { state, kind = 'written', effectiveAt = dispute.openedAt, due = ['2030-01-31'] } = given
  const county = countyOf(dispute.id)
  const id = newId(county)
  const body: Body = {
    terms,
    parties: [
      { id: dispute.applicant, role: 'applicant', name: '王小明', phone: null, address: null },
      { id: dispute.respondent, role: 'respondent', name: '李建国', phone: null, address: null },
    ],
    mediators: [{ id: dispute.mediator, role: 'lead', name: '赵调解', post: null, organisation: null }],
  }
  const fixed = kind === 'written' && state !== 'draft'
  const { vault } = t.parts
  const row: AgreementRow = {
    county,
    id: uuidOf(id),
    dispute: uuidOf(dispute.id),
    kind,
    state,
    body: vault.seal(JSON.stringify(body)),
    paper: fixed ? vault.seal(Buffer.from('%PDF-1.7\n').toString('base64')) : null,
    sha256: fixed ? sha256 : null,
    drafted_at: dispute.openedAt,
    drafted_by: null,
    effective_at: state === 'effective' ? effectiveAt : null,
    ended_at: null,
  }
  const instalments = due.map(
    (day, at): InstalmentRow => ({
      county,
      id: uuidOf(newId(county)),
      agreement: row.id,
      dispute: row.dispute,
      n: at + 1,
      due: day,
      amount_cents: 60_000,
      act: null,
      payer: uuidOf(dispute.respondent),
      state: 'due',
      done_at: null,
      done_by: null,
      note: null,
    }),
  )
  await transaction(t.parts.database.owner, null, async (db) => {
    const on = { db, county }
    await rows.addAgreement(on, row)
    await rows.setInstalments(on, row, instalments)
    for (const signer of given.signed ?? [])
      await rows.addSignature(on, {
        county,
        id: uuidOf(newId(county)),
        agreement: row.id,
        dispute: row.dispute,
        party: signer === dispute.mediator ? null : uuidOf(signer),
        mediator: signer === dispute.mediator ? uuidOf(signer) : null,
        how: 'paper',
        drawn: null,
        sha256,
        at: dispute.openedAt,
        by_account: null,
      })
  })
  return { id, instalments: instalments.map((each) => joinId(county, each.id)) }
}

/** Strokes on a transparent ground, as a canvas gives them. */
export const drawing = (stroke = 'black'): Promise<Buffer> =>
  sharp(
    Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><path d="M10 80 C 60 10 120 10 290 60" stroke="${stroke}" fill="none" stroke-width="4"/></svg>`,
    ),
  )
    .png()
    .toBuffer()

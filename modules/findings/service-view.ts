import { type Ctx, maskPhone } from '@doorstep/kernel'
import { placeNames } from '@doorstep/modules/areas/index.ts'
import { linesOf } from '@doorstep/modules/matters/index.ts'
import { nameOf } from '@doorstep/modules/people/index.ts'
import type { Proposal, Sign } from './rules.ts'
import type { FindingRow, Finding as Shown, Sign as ShownSign } from './shapes.ts'
import { verbs } from './states.ts'
import * as signs from './store-signs.ts'

/** What a reader is shown. Words of calls are read one proposal at a time, each reading logged; numbers stay masked. */

export async function viewRows(ctx: Ctx, found: readonly Proposal[]): Promise<FindingRow[]> {
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  const matters = await linesOf(
    ctx,
    found.flatMap(({ matter }) => matter ?? []),
  )
  return found.map((proposal) => ({
    id: proposal.id,
    area: proposal.area,
    areaName: places.get(proposal.area) ?? proposal.area,
    state: proposal.state,
    family: proposal.family,
    place: proposal.place,
    point: proposal.point,
    count: proposal.count,
    because: [...proposal.because],
    newestAt: proposal.newestAt,
    matter: proposal.matter,
    matterCode: proposal.matter === null ? null : (matters.get(proposal.matter)?.code ?? null),
    decidedAt: proposal.decidedAt,
    reason: proposal.reason,
  }))
}
export async function viewSigns(ctx: Ctx, found: readonly Sign[], withWords: boolean): Promise<ShownSign[]> {
  const places = await placeNames(ctx, [...new Set(found.map(({ area }) => area))])
  const calls = await signs.callsOf(
    ctx,
    found.flatMap(({ source, ref }) => (source === 'call' ? ref : [])),
  )
  return found.map((sign) => {
    const call = calls.get(sign.ref)
    return {
      id: sign.id,
      source: sign.source,
      ref: sign.ref,
      area: sign.area,
      areaName: places.get(sign.area) ?? sign.area,
      family: sign.family,
      place: sign.place,
      at: sign.at,
      words: call && withWords ? ctx.vault.open(call.words) : null,
      phone: call?.phone && withWords ? maskPhone(ctx.vault.open(call.phone)) : null,
      number: call?.number ?? null,
      matter: sign.matter,
    }
  })
}
export async function view(ctx: Ctx, proposal: Proposal): Promise<Shown> {
  const [row] = await viewRows(ctx, [proposal])
  const { decidedBy } = proposal
  const may = !!ctx.may('findings.decide')?.scopes.some((scope) => proposal.area.startsWith(scope))
  return {
    ...(row as FindingRow),
    decidedBy: decidedBy === null ? null : ((await nameOf(ctx, [decidedBy])).get(decidedBy) ?? null),
    signs: await viewSigns(ctx, await signs.ofProposal(ctx, proposal.id), true),
    allowed: proposal.state === 'open' && may ? [...verbs] : [],
  }
}

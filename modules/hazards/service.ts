import type { Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { factsOfMatter, holdMatter, noteOnMatter } from '@doorstep/modules/matters/index.ts'
import { cancelPlanned, recordMade } from '@doorstep/modules/visits/index.ts'
import type { hazards } from './contract.ts'
import * as rules from './rules.ts'
import { change, close, handled, issued, noticeOf, photoOf, planRecheck, visitOf } from './service-change.ts'
import { exporting } from './service-export.ts'
import { goesOn, isHazard, lockFile } from './service-open.ts'
import { actOf, mayAt, settingsOf, view, viewRows } from './service-view.ts'
import * as store from './store.ts'
import * as file from './store-file.ts'

type Given = { words?: string; photo?: { file: string; point?: { lat: number; lon: number } }; why?: string }
const lookedOf = async (ctx: Ctx, id: string, { words = undefined, photo, why }: Given) => ({
  words: words ?? null,
  photo: await photoOf(ctx, id, photo),
  why: why ?? null,
})
const spot = async (ctx: Ctx): Promise<number> => (await settingsOf(ctx)).spotMetres

export const service: Service<typeof hazards, Ctx> = {
  ...exporting,
  async list(ctx, { query: { limit = 50, ...query } }) {
    const { today } = await actOf(ctx)
    const { items, next } = await store.list(ctx, { ...query, limit, today })
    return { items: await viewRows(ctx, items, today), next }
  },
  async counts(ctx, { query }) {
    const found = await store.count(ctx, query.area, (await actOf(ctx)).today)
    return {
      states: found.map(({ state, count }) => ({ state, count })),
      late: found.reduce((sum, { late }) => sum + late, 0),
    }
  },
  settings: (ctx) => settingsOf(ctx),
  async setSettings(ctx, { body }) {
    await file.saveSettings(ctx, body)
    return body
  },
  get: async (ctx, { params }) => view(ctx, (await store.find(ctx, params.id)) ?? rules.fail('hazards.missing')),
  async open(ctx, { params }) {
    const facts = (await factsOfMatter(ctx, params.id)) ?? rules.fail('hazards.missing')
    const known = await lockFile(ctx, params.id)
    if (known) return view(ctx, known)
    return rules.fail(isHazard(facts) && goesOn(facts) ? 'hazards.missing' : 'hazards.noHazard')
  },
  clear: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'clear',
      async (hazard, act) => rules.clear(hazard, act, await lookedOf(ctx, hazard.id, body), await spot(ctx)),
      async (after) => {
        if (after.recheck) await file.addRecheck(ctx, after.id, after.recheck)
        await close(ctx, after, 'solved', body.words ?? ctx.say('hazards.results.cleared'))
      },
    ),
  notify: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'notify',
      async (hazard, act) => rules.notify(hazard, act, await noticeOf(ctx, hazard.id, act, body)),
      async (after, act) => {
        await handled(ctx, after.id)
        await holdMatter(ctx, after.id, 'hazards')
        await issued(ctx, after, act, body.demands)
      },
    ),
  notifyAgain: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'notifyAgain',
      async (hazard, act) => rules.notifyAgain(hazard, act, await noticeOf(ctx, hazard.id, act, body)),
      (after, act) => issued(ctx, after, act, body.demands),
    ),
  serve: (ctx, { params, body }) =>
    change(ctx, params.id, 'serve', rules.serve, async (after, act) => {
      await file.changeNotice(ctx, after, { served_at: act.at, way: body.way })
      await planRecheck(ctx, after)
      await noteOnMatter(ctx, after.id, {
        words: 'hazards.served',
        data: { way: ctx.say(`hazards.ways.${body.way}`), day: after.due },
      })
    }),
  extend: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'extend',
      (hazard, act) => rules.extend(hazard, act, body.due),
      async (after) => {
        await planRecheck(ctx, after)
        await noteOnMatter(ctx, after.id, {
          words: 'hazards.extended',
          data: { day: body.due },
          reason: body.reason,
          public: true,
        })
      },
    ),
  recheck: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'recheck',
      async (hazard, act) =>
        rules.recheck(hazard, act, { gone: body.gone, ...(await lookedOf(ctx, hazard.id, body)) }, await spot(ctx)),
      async (after, act) => {
        if (after.recheck) await file.addRecheck(ctx, after.id, after.recheck)
        const outcome = body.gone ? 'good' : 'concern'
        await recordMade(ctx, 'hazards', visitOf(after), { outcome, at: act.at, by: act.by })
        await noteOnMatter(ctx, after.id, {
          words: body.gone ? 'hazards.isGone' : 'hazards.stillThere',
          reason: body.words ?? null,
          public: true,
        })
      },
    ),
  strikeOff: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'strikeOff',
      (hazard, act) => rules.strikeOff(hazard, act, mayAt(ctx, 'hazards.lead', hazard.area)),
      (after) => close(ctx, after, 'solved', body.words ?? ctx.say('hazards.results.struckOff')),
    ),
  refer: (ctx, { params, body }) =>
    change(
      ctx,
      params.id,
      'refer',
      (hazard, act) => rules.refer(hazard, act, body.to),
      async (after) => {
        await cancelPlanned(ctx, 'hazards', { subject: after.id }, 'hazards.reasons.ended')
        const result = ctx.say('hazards.results.referred', { body: ctx.say(`hazards.bodies.${body.to}`) })
        await close(ctx, after, 'procedureEnded', `${result}${body.reason}`)
      },
    ),
}

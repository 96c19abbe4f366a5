import type { Ctx, HeldItem, Personal } from '@doorstep/kernel'
import { choicesFrom } from './plan.ts'
import * as store from './store.ts'
import * as deliveries from './store-deliveries.ts'

/** Where somebody can be reached, when not, and that they were: all of it goes with the account. */

type Facts = HeldItem['facts']
const section = (ctx: Ctx, what: string, items: HeldItem[]) =>
  items.length === 0
    ? []
    : [
        {
          kind: `reach.${what}`,
          title: ctx.say(`reach.personal.${what}`),
          purpose: ctx.say('reach.personal.purpose'),
          basis: ctx.say('reach.personal.basis'),
          items,
        },
      ]
const item = (id: string, title: string, facts: Facts, endsAt: string | null = null): HeldItem => ({
  id,
  title,
  facts,
  endsAt,
  onErasure: 'removed',
  correctable: false,
})
const days = 86_400_000

export const personal: Personal = {
  async held(ctx, { account }, keep) {
    if (account === null) return []
    const fact = (name: string, value: string) => ({ name, label: ctx.say(`reach.personal.facts.${name}`), value })
    const kindsOf = (kinds: readonly string[]) => kinds.map((kind) => ctx.say(`reach.kinds.${kind}`)).join('、') || '—'
    const [row] = await store.choicesOf(ctx, [account])
    const devices = await store.devicesOf(ctx, [account])
    const { n, newest } = await deliveries.countOf(ctx, account)
    const chosen = row && choicesFrom(row, false)
    return [
      ...section(
        ctx,
        'choice',
        chosen
          ? [
              item(account, ctx.say('reach.personal.choice'), [
                fact('push', kindsOf(chosen.push)),
                fact('sms', kindsOf(chosen.sms)),
                fact('quiet', chosen.quiet.on ? `${chosen.quiet.from}–${chosen.quiet.to}` : '—'),
              ]),
            ]
          : [],
      ),
      ...section(
        ctx,
        'device',
        devices.map((device) =>
          item(`${device.county}-${device.id}`, device.name || device.client, [fact('since', device.made_at)]),
        ),
      ),
      ...section(
        ctx,
        'delivery',
        newest === null
          ? []
          : [
              item(
                account,
                ctx.say('reach.personal.delivery'),
                [fact('count', String(n)), fact('newest', newest)],
                new Date(Date.parse(newest) + keep('reach.delivery') * days).toISOString(),
              ),
            ],
      ),
    ]
  },
  subjects: async () => [],
  async erase(ctx, { account }) {
    if (account === null) return []
    const removed = await deliveries.removeOf(ctx, account)
    const { choices, devices } = await store.forgetAccount(ctx, account)
    const gone = (what: string, count: number) => ({
      kind: `reach.${what}`,
      removed: count,
      anonymised: 0,
      kept: 0,
      reason: null,
    })
    return [gone('choice', choices), gone('device', devices), gone('delivery', removed)]
  },
  retention: [
    {
      kind: 'reach.delivery',
      keepDays: 90,
      least: 7,
      most: 365,
      run: async (ctx, before) => ({ removed: await deliveries.removeBefore(ctx, before) }),
    },
  ],
}

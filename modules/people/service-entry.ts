import { done, failing, type Service } from '@doorstep/contract'
import type { Ctx } from '@doorstep/kernel'
import { phoneKey } from './accounts.ts'
import { finish, start } from './agency.ts'
import { openCeremony } from './ceremonies.ts'
import { failures } from './contract.ts'
import type { entry } from './contract-entry.ts'
import { enter } from './entered.ts'
import { managed } from './managed.ts'
import { beginAnswer, checkAnswer } from './passkeys.ts'
import { askMove, movePhone } from './phone-move.ts'
import { dropFactors } from './proof.ts'
import { useFactor } from './second-factor.ts'
import { checkTries } from './sign.ts'
import { policyOf, policyView, setPolicy, states } from './sign-in-states.ts'
import * as store from './store-factor.ts'
import * as identity from './store-identity.ts'
import { dropAttemptsOf } from './store-sign.ts'

const fail = failing(failures)
/** Who may come in now; what was true at the first step is looked at again at the second. */
async function entering(ctx: Ctx, id: string): Promise<identity.Account> {
  const account = await identity.findAccount(ctx, 'id', id)
  return account?.state === 'active' ? account : fail('people.suspended')
}

export const service: Service<typeof entry, Ctx> = {
  async signInSecond(ctx, { body }) {
    const begun = await openCeremony(ctx, 'second', body.ticket)
    const account = await entering(ctx, begun.account ?? '')
    await store.countCeremonyTry(ctx, begun.id, begun.tries + 1)
    await checkTries(ctx, {
      username: account.username ?? account.id,
      account: account.id,
      right: () => useFactor(ctx, account.id, body.code),
      wrong: 'people.factorWrong',
    })
    await store.dropCeremony(ctx, begun.id)
    return enter(ctx, account, { way: 'password', strong: true })
  },

  async passkeyChallenge(ctx, { body }) {
    if (body.for === 'signIn') return beginAnswer(ctx, null)
    return beginAnswer(ctx, ctx.actor.account ?? fail('people.wayMissing'))
  },

  async signInWithPasskey(ctx, { body }) {
    const account = await entering(ctx, await checkAnswer(ctx, 'passkeySignIn', body))
    return enter(ctx, account, { way: 'passkey', strong: true })
  },

  agencyStart: (ctx, { query }) => start(ctx, query),
  agencyReturn: (ctx, { query }) => finish(ctx, query),

  askDeskCode: (ctx, { body }) => askMove(ctx, body.from, body.to),

  async movePhone(ctx, { body }) {
    const account = await identity.findAccount(ctx, 'phone_blind', phoneKey(ctx.vault, body.from))
    if (!account || account.county !== ctx.county) return fail('people.phoneMissing')
    if (account.id === ctx.actor.account) return fail('people.notYourself')
    await movePhone(ctx, account, { from: body.from, to: body.to, code: body.code })
    return done
  },

  signInStates: (ctx, { query }) => states(ctx, query),

  async unlock(ctx, { params }) {
    await managed(ctx, params.id)
    await dropAttemptsOf(ctx, params.id)
    return done
  },

  async resetFactors(ctx, { params }) {
    const person = await managed(ctx, params.id)
    await dropFactors(ctx, person.account)
    return done
  },

  policy: async (ctx) => policyView(await policyOf(ctx, ctx.county)),
  setPolicy: async (ctx, { body }) => policyView(await setPolicy(ctx, body)),
}

import { contract, Text, t } from '@doorstep/contract'
import type { fileFailures } from './failures.ts'
import type { gateFailures } from './rules-gates.ts'
import { Dispute } from './shapes.ts'

type Code = keyof typeof fileFailures | keyof typeof gateFailures
const verb = <const P extends string, B, const F extends readonly Code[]>(
  path: P,
  summary: string,
  body: B,
  fails: F = [] as unknown as F,
) => ({
  post: `/disputes/:id/${path}` as `/disputes/:id/${P}`,
  may: 'disputes.handle' as const,
  summary,
  body,
  reply: Dispute,
  fails: ['disputes.missing' as const, 'disputes.wrongState' as const, 'disputes.notYours' as const, ...fails],
})
const reasoned = t.Object({ reason: Text(500) })

/** The verbs that move a file on; those of parties, sessions and the agreement stand beside theirs. */
export const verbContract = contract({
  askConsent: verb(
    'ask-consent',
    'Asks every applicant and respondent whether they agree to mediation.',
    t.Object({}),
    ['disputes.consentMissing'],
  ),
  beginMediation: verb('begin', 'All agreed: mediation begins.', t.Object({}), [
    'disputes.refused',
    'disputes.consentMissing',
    'disputes.guardianMissing',
  ]),
  fail: verb('fail', 'Mediation brought no agreement.', reasoned),
  tellWays: verb(
    'tell-ways',
    'The parties were told which other ways the law gives them; the matter ends by procedure.',
    t.Object({ text: t.Optional(Text(2000)) }),
    ['disputes.waysUntold'],
  ),
  withdraw: verb('withdraw', 'The applicants do not want it any more.', reasoned),
  followUp: verb('follow-up', 'Everything was kept: the revisits are planned.', t.Object({}), [
    'disputes.copiesMissing',
  ]),
  close: verb('close', 'The revisits were good: the file is closed.', t.Object({ text: t.Optional(Text(500)) }), [
    'disputes.revisitsOpen',
  ]),
  settleAgain: verb(
    'settle-again',
    'The matter was opened again although the agreement stands; what was found, and it is settled again.',
    t.Object({ text: Text(1000) }),
    ['disputes.matterNotOpen'],
  ),
  reopen: verb('reopen', 'Begins anew: the parties are asked again.', reasoned, ['disputes.matterClosed']),
})

import { AreaCode, Id, Line, Point, Text, t } from '@doorstep/contract'
import type { failures } from './failures.ts'
import { Extra, Grade, KindCode, Matter, OutsideBody, Supervision, Unit, Urgency, VisitOutcome } from './shapes.ts'

const Reason = Text(500)
const verb = <const P extends string, const M extends string, B, const F extends readonly (keyof typeof failures)[]>(
  path: P,
  may: M,
  summary: string,
  body: B,
  fails: F = [] as unknown as F,
) => ({
  post: `/matters/:id/${path}` as `/matters/:id/${P}`,
  may,
  summary,
  body,
  reply: Matter,
  fails: ['matters.missing' as const, 'matters.wrongState' as const, 'matters.notYours' as const, ...fails],
})
export const reasoned = t.Object({ reason: Reason })
/** The verbs that move a matter, each `POST /matters/:id/<verb>` and answered with the matter. */
export const verbs = {
  accept: verb(
    'accept',
    'matters.accept',
    'Takes the matter on: whoever accepts first is responsible for it.',
    t.Object({ words: t.Optional(Text(500)) }),
  ),
  assign: verb(
    'assign',
    'matters.assign',
    'Gives the matter to another officer of the area.',
    t.Object({ to: Id, reason: Reason }),
    ['matters.nobodyThere'],
  ),
  start: verb('start', 'matters.handle', 'Sets out: on the way or on the scene.', t.Object({})),
  note: verb(
    'note',
    'matters.note',
    'Writes down what was said or done, for staff only.',
    t.Object({ text: Text(4000) }),
  ),
  reply: verb('reply', 'matters.handle', 'Tells the person something.', t.Object({ text: Text(1000) })),
  askHelp: verb('ask-help', 'matters.handle', 'Takes an auxiliary along.', t.Object({ who: Id, task: Text(500) }), [
    'matters.nobodyThere',
  ]),
  dropHelp: verb('drop-help', 'matters.handle', 'Releases a helper.', t.Object({ who: Id }), ['matters.nobodyThere']),
  helped: verb('helped', 'matters.help', 'A helper says what was done.', t.Object({ text: Text(1000) })),
  waitForPerson: verb(
    'wait-person',
    'matters.handle',
    'Waits for the person, who is told; the clock stands still.',
    t.Object({ text: Text(500) }),
  ),
  handToDepartment: verb(
    'hand-over',
    'matters.route',
    'Hands the matter to a department; the room stays responsible.',
    t.Object({ unit: Unit, reason: Reason }),
  ),
  answerFromDepartment: verb(
    'department-answer',
    'matters.department',
    'The department says what it did.',
    t.Object({ text: Text(2000) }),
  ),
  returnToRoom: verb(
    'return',
    'matters.department',
    'The department sends back what is not its own, and says why.',
    reasoned,
  ),
  resume: verb('resume', 'matters.handle', 'Goes on after waiting.', t.Object({})),
  suspend: verb(
    'suspend',
    'matters.lead',
    'Stops the clock for a reason outside everyone’s hands; the person is told.',
    reasoned,
  ),
  passOn: verb(
    'pass-on',
    'matters.route',
    'Passes the matter to the room whose place it is.',
    t.Object({ area: AreaCode, reason: Reason }),
    ['matters.placeOutside', 'matters.samePlace'],
  ),
  transferOut: verb(
    'transfer-out',
    'matters.route',
    'Passes it to a body outside this platform and tells the person where.',
    t.Object({ body: OutsideBody, reason: Reason }),
  ),
  askExtension: verb(
    'ask-extension',
    'matters.handle',
    'Asks for more working days.',
    t.Object({ days: t.Integer({ minimum: 1, maximum: 30 }), reason: Reason }),
    ['matters.extensionWaiting', 'matters.extensionsUsed'],
  ),
  decideExtension: verb(
    'decide-extension',
    'matters.lead',
    'Grants or refuses it; the person is told the new day.',
    t.Object({ days: t.Integer({ minimum: 0, maximum: 30, description: 'granted; 0 refuses' }), reason: Reason }),
    ['matters.noExtension', 'matters.ownRequest'],
  ),
  resolve: verb(
    'resolve',
    'matters.handle',
    'Closes with an honest grade and tells the person the result.',
    t.Object({ grade: Grade, result: Text(2000) }),
    ['matters.held'],
  ),
  reopen: verb('reopen', 'matters.handle', 'Opens it again after a visit.', reasoned),
  recordVisit: verb(
    'visits',
    'matters.handle',
    'Records the visit of day 1, 3 or 7 after closing.',
    t.Object({ day: t.Integer({ minimum: 1, maximum: 90 }), outcome: VisitOutcome, note: t.Optional(Text(1000)) }),
    ['matters.visitDone'],
  ),
  supervise: verb(
    'supervise',
    'matters.lead',
    'Sets or lifts a reminder or card on the matter.',
    t.Object({ supervision: Supervision, reason: Reason }),
  ),
  correct: verb(
    'correct',
    'matters.accept',
    'Corrects kind, place or urgency; the old values stay in the log.',
    t.Object({
      kind: t.Optional(KindCode),
      extra: t.Optional(Extra),
      point: t.Optional(Point),
      place: t.Optional(Line(120)),
      urgency: t.Optional(Urgency),
      reason: Reason,
    }),
    ['matters.fieldWrong', 'matters.placeOutside'],
  ),
  linkDuplicate: verb(
    'link',
    'matters.route',
    'Says that this is the same matter as an older one, which goes on for both.',
    t.Object({ to: Id, reason: t.Optional(Reason) }),
    ['matters.sameMatter'],
  ),
  tell: verb('tell', 'matters.answer', 'The person adds something.', t.Object({ text: Text(1000) })),
  urge: verb('urge', 'matters.answer', 'The person asks where it stands; once a day.', t.Object({}), [
    'matters.urgedToday',
  ]),
  confirm: verb('confirm', 'matters.answer', 'The person says that it is settled.', t.Object({})),
  object: verb(
    'object',
    'matters.answer',
    'The person says that it is not settled; it is opened again, once.',
    reasoned,
    ['matters.alreadyReopened'],
  ),
  rate: verb(
    'rate',
    'matters.answer',
    'One to five, and words if one likes.',
    t.Object({ rating: t.Integer({ minimum: 1, maximum: 5 }), text: t.Optional(Text(500)) }),
  ),
  withdraw: verb(
    'withdraw',
    'matters.answer',
    'The person takes the report back.',
    t.Object({ reason: t.Optional(Reason) }),
  ),
}

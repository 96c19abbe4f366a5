import { AreaCode, Choice, contract, Done, Id, Instant, Line, Nullable, Page, Paging, t } from '@doorstep/contract'
import { topics, vendors } from './rules-kinds.ts'

const Robot = t.Object({
  id: Id,
  area: AreaCode,
  place: t.String(),
  unit: Nullable(t.String()),
  vendor: Choice(vendors),
  name: t.String(),
  topics: t.Array(Choice(topics)),
  language: Choice(['zh-CN', 'en-US']),
  host: t.String({ description: 'the rest of the address is a secret and never shown' }),
  signed: t.Boolean({ description: 'a secret for signatures is kept' }),
  enabled: t.Boolean(),
  version: t.Integer(),
  reachedAt: Nullable(Instant),
})
const Address = t.String({ pattern: '^https?://[\\x21-\\x7e]{4,600}$' })
const Secret = t.String({ pattern: '^[\\x21-\\x7e]{1,200}$' })
const fields = {
  name: Line(40),
  topics: t.Array(Choice(topics), { minItems: 1, maxItems: topics.length }),
  language: Choice(['zh-CN', 'en-US']),
}

/** Robots in chat groups of a station or a department: they say what is stuck, never about whom. */
export const robotOperations = contract({
  robots: {
    get: '/reach/robots',
    may: 'reach.robots',
    summary: 'Robots of my area.',
    query: t.Object({ ...Paging }),
    reply: Page(Robot),
    fails: [],
  },
  addRobot: {
    post: '/reach/robots',
    may: 'reach.robots',
    summary: 'Adds the robot of a chat group.',
    body: t.Object({
      id: Id,
      area: AreaCode,
      unit: t.Optional(Nullable(Line(40))),
      vendor: Choice(vendors),
      ...fields,
      address: Address,
      secret: t.Optional(Nullable(Secret)),
    }),
    reply: Robot,
    fails: ['reach.badAddress', 'reach.areaUnknown', 'reach.idTaken'],
  },
  changeRobot: {
    put: '/reach/robots/:id',
    may: 'reach.robots',
    summary: 'Changes a robot. An address or a secret that is not sent stays as it is.',
    body: t.Object({
      version: t.Integer(),
      ...fields,
      enabled: t.Boolean(),
      address: t.Optional(Address),
      secret: t.Optional(Nullable(Secret)),
    }),
    reply: Robot,
    fails: ['reach.robotMissing', 'reach.badAddress', 'reach.changedMeanwhile'],
  },
  removeRobot: {
    delete: '/reach/robots/:id',
    may: 'reach.robots',
    summary: 'Removes a robot; what still waits for it is dropped.',
    reply: Done,
    fails: ['reach.robotMissing'],
  },
  tryRobot: {
    post: '/reach/robots/:id/try',
    may: 'reach.robots',
    summary: 'Has the robot say a sentence, to see that it works.',
    body: t.Object({}),
    reply: Done,
    fails: ['reach.robotMissing', 'reach.robotOff'],
    perMinute: 6,
  },
})

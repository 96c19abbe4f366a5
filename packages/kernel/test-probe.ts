import { contract, t as schema } from '@doorstep/contract'
import { module } from './ctx.ts'

const Text = schema.String({ maxLength: 2_000_000 })
const Body = schema.Object({
  text: Text,
  place: schema.Optional(schema.Object({ lat: schema.Number() })),
  any: schema.Optional(schema.Array(schema.Unknown())),
})
const Reply = schema.Object({
  text: schema.String(),
  times: schema.Integer(),
  who: schema.Object({ role: schema.String() }),
})
let times = 0

/** Operations that say back what they were told, with a column that nobody declared. */
export const probe = module({
  name: 'probe',
  contract: contract({
    tell: { post: '/probe/tellings', summary: 'x', may: 'probe.tell', body: Body, reply: Reply, fails: [] },
    touch: { post: '/probe/touches', summary: 'x', may: 'probe.tell', reply: Reply, fails: [], repeat: 'natural' },
    find: {
      get: '/probe/things/:name',
      summary: 'x',
      may: 'probe.tell',
      params: schema.Object({ name: schema.String() }),
      query: schema.Object({
        limit: schema.Optional(schema.Integer({ minimum: 1, default: 7 })),
        all: schema.Optional(schema.Boolean()),
      }),
      reply: schema.Object({ name: schema.String(), limit: schema.Integer(), all: schema.Optional(schema.Boolean()) }),
      fails: [],
    },
    rare: { get: '/probe/rare', summary: 'x', may: 'probe.tell', reply: Reply, fails: [], perMinute: 2 },
    staff: { get: '/probe/staff', summary: 'x', may: 'probe.staff', reply: Reply, fails: [] },
    break: {
      post: '/probe/breaks',
      summary: 'x',
      may: 'probe.tell',
      body: Body,
      reply: Reply,
      fails: [],
      repeat: 'natural',
    },
  }),
  rights: { 'probe.tell': { visitor: 'everyone', resident: 'everyone' }, 'probe.staff': { officer: 'area' } },
  failures: {},
  folder: import.meta.dirname,
  service: {
    tell: async (_ctx, { body }) => answer(body.text),
    touch: async () => answer(''),
    find: async (_ctx, { params, query }) => ({
      name: params.name,
      limit: query.limit ?? 0,
      ...(query.all === undefined ? {} : { all: query.all }),
    }),
    rare: async () => answer(''),
    staff: async () => answer(''),
    break: async (ctx, { body }) => {
      await ctx.db.selectFrom('kernel.idempotency').select('key').where('county', '=', body.text).execute()
      return answer('')
    },
  },
})
const answer = (text: string) => ({
  text,
  times: ++times,
  password: 'undeclared',
  who: { role: 'x', phone: 'undeclared' },
})

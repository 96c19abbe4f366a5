import { type Ctx, insideArea, insideGrant } from '@doorstep/kernel'
import { sql } from 'kysely'
import { type Colour, colours } from './states.ts'
import { db } from './store-tables.ts'

/** What became of the colours of an area. Read from the log: what a colour is now says nothing of what it was. */

export type Span = { from: string; to: string }
type Turn = {
  verb: string
  colour: Colour
  at: string
  until: string | null
  before: string | null
  beforeAt: string | null
  ended: boolean
}
const again = 90 * 86_400_000
const day = 86_400_000

/** Every change of colour in the span, with the one before and after it on the same matter or place. */
async function turns(ctx: Ctx, area: string | undefined, { from, to }: Span): Promise<Turn[]> {
  const all = db(ctx)
    .selectFrom('levels.change as c')
    .innerJoin('levels.level as l', (join) => join.onRef('l.county', '=', 'c.county').onRef('l.id', '=', 'c.level'))
    .where('c.county', '=', ctx.county)
    .where('c.verb', 'in', ['raise', 'agreeLower', 'expired', 'closed'])
    .where('c.at', '<', to)
    .where((eb) => insideGrant(eb, 'l.area', ctx.grant))
    .$if(area !== undefined, (select) => select.where((eb) => insideArea(eb, 'l.area', area as string)))
    .select(['c.verb', 'c.colour', 'c.at'])
    .select([
      sql<string | null>`lead(c.at) over w`.as('until'),
      sql<string | null>`lag(c.verb) over w`.as('before'),
      sql<string | null>`lag(c.at) over w`.as('beforeAt'),
      sql<boolean>`c.verb <> 'raise' and coalesce(l.ended_at = c.at, false)`.as('ended'),
    ])
    .modifyEnd(sql`window w as (partition by l.subject order by c.at, c.id)`)
  return db(ctx).selectFrom(all.as('turn')).selectAll().where('at', '>=', from).execute() as Promise<Turn[]>
}

export async function figuresOf(ctx: Ctx, area: string | undefined, span: Span) {
  const found = await turns(ctx, area, span)
  const count = (held: (turn: Turn) => boolean): number => found.filter(held).length
  return {
    colours: colours.map((colour) => {
      const held = found.filter((turn) => turn.colour === colour && !turn.ended && turn.verb !== 'closed')
      const length = ({ at, until }: Turn) => (Date.parse(until ?? ctx.now()) - Date.parse(at)) / day
      const sum = held.reduce((total, turn) => total + length(turn), 0)
      const days = held.length === 0 ? null : Math.round((sum / held.length) * 10) / 10
      return { colour, raised: held.filter(({ verb }) => verb === 'raise').length, days }
    }),
    lowered: count(({ verb }) => verb === 'agreeLower'),
    expired: count(({ verb }) => verb === 'expired'),
    closed: count(({ verb }) => verb === 'closed'),
    again: count(
      ({ verb, before, beforeAt, at }) =>
        verb === 'raise' &&
        (before === 'agreeLower' || before === 'expired') &&
        Date.parse(at) - Date.parse(beforeAt as string) <= again,
    ),
  }
}

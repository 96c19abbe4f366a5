import type { Ctx } from '@doorstep/kernel'
import { publicOfficerCards } from '../people/index.ts'

export type Officer = Awaited<ReturnType<typeof publicOfficerCards>>[number]

/** Community officers first, their grid's own before the station's; then those who lead them. */
const order = ['officer', 'auxiliary', 'deputyChief', 'chief']
export async function officersOf(ctx: Ctx, area: string): Promise<Officer[]> {
  const cards = await publicOfficerCards(ctx, area)
  return cards
    .filter(({ role }) => order.includes(role))
    .map((card, place) => ({ card, rank: order.indexOf(card.role) * 1000 + place }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ card }) => card)
}
export const photoAddress = (account: string): string => `/api/people/${account}/photo`

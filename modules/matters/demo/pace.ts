import type { Demo } from '@doorstep/demo/demo.ts'
import type { Dice } from '@doorstep/demo/dice.ts'
import { day, hour } from '@doorstep/demo/time.ts'

/** How fast people do things, in hours after what came before; nobody rings at a door in the night, unless for help. */
export type Pace = {
  /** staff: 8:00 to 20:30, and those on duty at any hour where somebody needs help */
  staff(after: number, from: number, to: number): number
  /** people at home: 7:00 to 22:30 */
  person(after: number, from: number, to: number): number
}

export function paceOf({ zone }: Pick<Demo, 'zone'>, dice: Dice, diligence: number, kind: string): Pace {
  const urgent = kind === 'help'
  const awake = (at: number, from: number, to: number): number => {
    if (at < zone.atHour(at, from)) return zone.atHour(at, from + dice.next() * 1.4)
    return at > zone.atHour(at, to) ? zone.atHour(at + day, from + dice.next() * 1.4) : at
  }
  const between = (from: number, to: number) => (from + dice.next() ** 1.7 * (to - from)) * hour
  return {
    staff: (after, from, to) =>
      urgent ? after + between(from, to) * 0.14 : awake(after + between(from, to) * diligence, 8, 20.5),
    person: (after, from, to) => awake(after + between(from, to), 7, 22.5),
  }
}

/** Hours from acceptance to the result, per kind: each has its own limit. */
export const workHours: Readonly<Record<string, readonly [number, number]>> = {
  dispute: [6, 130],
  help: [0.5, 9],
  hazard: [8, 125],
  consult: [0.3, 30],
  complaint: [12, 190],
  suggestion: [30, 260],
  lostItem: [3, 96],
  appointment: [3, 80],
  praise: [4, 90],
}

import { joinId } from '@doorstep/contract'
import type { Dice } from './dice.ts'

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/** As `newId`, with chance from the dice: the same seed and the same moments give the same ids. */
export function idFrom(dice: Dice, county: number, msecs: number): string {
  const time = hex(Math.floor(msecs), 12)
  const random = (digits: number) => hex(Math.floor(dice.next() * 16 ** digits), digits)
  const variant = hex(8 + dice.whole(0, 3), 1)
  const uuid = `${time.slice(0, 8)}-${time.slice(8)}-7${random(3)}-${variant}${random(3)}-${random(6)}${random(6)}`
  return joinId(county, uuid)
}

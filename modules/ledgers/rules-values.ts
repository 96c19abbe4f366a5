import type { Point } from '@doorstep/contract'
import { type CoordinateSystem, toWgs84 } from '@doorstep/geo/shift.ts'
import type { ProblemCode } from './rules-problems.ts'

/** Single values of a row: numbers that were rounded, telephones, points. */

export const datums = ['wgs84', 'gcj02', 'bd09'] as const satisfies readonly CoordinateSystem[]
export type Datum = (typeof datums)[number]

/** `1.38E+10`: a spreadsheet that showed a long number and then saved what it showed. */
export const isRounded = (text: string): boolean => /^\d(\.\d+)?e\+?\d+$/i.test(text.trim())
/** All digits of it, where none was lost: `13800138000.0`, `1.3800138000E+10`. */
export function wholeNumber(text: string): string | undefined {
  const typed = text.trim()
  if (/^\d+$/.test(typed)) return typed
  if (/^\d+\.0+$/.test(typed)) return typed.slice(0, typed.indexOf('.'))
  const found = /^(\d)(?:\.(\d+))?e\+?(\d+)$/i.exec(typed)
  if (!found) return undefined
  const [, first = '', fraction = '', power = '0'] = found
  // Digits that stand there count; those that would have to be made up are lost.
  return fraction.length >= Number(power) ? `${first}${fraction}`.slice(0, Number(power) + 1) : undefined
}

export type PhoneRead = { phone: string | null; problem?: ProblemCode }
const right = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}|110|12345|\d{5,6})$/
export function readPhone(typed: string): PhoneRead {
  const text = typed.trim()
  if (!text) return { phone: null }
  if (isRounded(text) || /^\d+\.0+$/.test(text)) {
    const whole = wholeNumber(text)
    return whole && right.test(whole)
      ? { phone: whole, problem: 'phoneMended' }
      : { phone: null, problem: isRounded(text) ? 'phoneRounded' : 'phoneWrong' }
  }
  // Two numbers in one cell: the first is the one to call.
  const first = text.split(/[,，;；、/\n]| {2,}/)[0] ?? ''
  const bare = first.replace(/[\s()（）-]/g, '').replace(/^(\+?86|0086)(?=1[3-9])/, '')
  const dashed = first.replace(/[\s()（）]/g, '')
  const phone = right.test(dashed) ? dashed : right.test(bare) ? bare : null
  if (!phone) return { phone: null, problem: 'phoneWrong' }
  return phone === text ? { phone } : { phone, problem: 'phoneMended' }
}

export type PointRead = { point: Point | null; problem?: ProblemCode }
const degrees = (text: string): number => {
  const typed = text.trim().replace(/[°度NSEWnsew东西南北经纬：:]/g, '')
  return typed === '' ? Number.NaN : Number(typed)
}
/** China and a little around it: what lies outside is no point of a county here. */
const inChina = (lat: number, lon: number): boolean => lat > 3 && lat < 54 && lon > 73 && lon < 136

/** A pair of columns, or one column with both in either order. */
export function readPoint(latText: string, lonText: string, datum: Datum): PointRead {
  const [lat, lon] = [degrees(latText), degrees(lonText)]
  if (Number.isNaN(lat) || Number.isNaN(lon)) return { point: null, problem: 'pointUnreadable' }
  if (lat === 0 || lon === 0) return { point: null, problem: 'pointZero' }
  if (Number.isInteger(lat) && Number.isInteger(lon)) return { point: null, problem: 'pointRounded' }
  const swapped = !inChina(lat, lon) && inChina(lon, lat)
  const [north, east] = swapped ? [lon, lat] : [lat, lon]
  if (!inChina(north, east)) return { point: null, problem: 'pointOutside' }
  const point = datum === 'wgs84' ? { lat: north, lon: east } : toWgs84({ lat: north, lon: east }, datum)
  return { point, ...(swapped ? { problem: 'pointSwapped' as const } : {}) }
}
/** `100.002, 40.005`, either way round: which is which shows by itself in China. */
export function splitPoint(text: string): [lat: string, lon: string] | undefined {
  const parts = text.match(/-?\d+(\.\d+)?/g)
  if (parts?.length !== 2) return undefined
  const [a, b] = parts as [string, string]
  return Number(a) > 60 ? [b, a] : [a, b]
}

/** Control characters, zero-width ones, marks of byte order. */
const unseen = /(?![\t\n])\p{Cc}|[\u200b\ufeff]/gu
/** Words of people without the control characters that files carry along; lines are kept. */
export const cleanText = (text: string): string => text.replace(/\r\n?/g, '\n').replace(unseen, '').trim()
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ')
/** By characters, never through the middle of one. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text
  const lead = text.charCodeAt(most - 1)
  return text.slice(0, lead >= 0xd800 && lead <= 0xdbff ? most - 1 : most)
}

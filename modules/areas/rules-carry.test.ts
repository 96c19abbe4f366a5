import { expect, test } from 'vitest'
import { carry, freeCode } from './rules-carry.ts'
import type { DatedArea } from './rules-dating.ts'

const book = (...codes: string[]): Map<string, DatedArea> =>
  new Map(codes.map((code) => [code, { code, validFrom: '2020-01-01', validTo: null, supersededBy: [] }]))
const nowhere = () => undefined
const on = '2026-01-01'
const [a, b, c] = ['620922100001', '620922100002', '620922100201'] as const
const town = '620922100'

test('grids go with their community, each under its own number', () => {
  const { steps, problems } = carry({ on, ends: [a], begins: [c] }, book(town, a, `${a}001`, `${a}101`), nowhere)
  expect(problems).toEqual([])
  expect(steps).toEqual([
    { on, ends: [`${a}001`], begins: [`${c}001`] },
    { on, ends: [`${a}101`], begins: [`${c}101`] },
    { on, ends: [a], begins: [c] },
  ])
})

test('numbers that are taken are not given twice', () => {
  const areas = book(town, a, `${a}001`, `${a}002`, b, `${b}001`)
  const { steps, problems } = carry({ on, ends: [a], begins: [b] }, areas, nowhere)
  expect(problems).toEqual([])
  expect(steps.map(({ begins }) => begins)).toEqual([[`${b}002`], [`${b}003`], [b]])
})

test('a township takes its communities and their grids along, the smallest first', () => {
  const areas = book('620922', town, a, `${a}001`)
  const { steps, problems } = carry({ on, ends: [town], begins: ['620922110'] }, areas, nowhere)
  expect(problems).toEqual([])
  expect(steps.map(({ ends, begins }) => [ends[0], begins[0]])).toEqual([
    [`${a}001`, '620922110001001'],
    [a, '620922110001'],
    [town, '620922110'],
  ])
})

test('after a split every grid goes where it lies, and one that lies nowhere stops the change', () => {
  const areas = book(town, a, `${a}001`, `${a}002`)
  const change = { on, ends: [a], begins: [b, c] }
  const heirOf = (part: string) => (part.endsWith('1') ? b : c)
  expect(carry(change, areas, heirOf).steps.slice(0, 2)).toEqual([
    { on, ends: [`${a}001`], begins: [`${b}001`] },
    { on, ends: [`${a}002`], begins: [`${c}002`] },
  ])
  expect(carry(change, areas, nowhere).problems).toContainEqual({
    code: 'areas.change.partUnplaced',
    area: `${a}001`,
  })
})

test('nothing is laid where nothing is above it', () => {
  const { problems } = carry({ on, ends: [a], begins: ['620922200001'] }, book(town, a), nowhere)
  expect(problems).toEqual([{ code: 'areas.change.parentMissing', area: '620922200001' }])
})

test('free numbers stay within their kind', () => {
  const taken = new Set([`${c}001`, `${c}099`])
  expect(freeCode(`${a}001`, c, (code) => taken.has(code))).toBe(`${c}002`)
  expect(freeCode(`${a}301`, c, () => false)).toBe(`${c}301`)
  expect(freeCode(`${a}301`, c, (code) => code === `${c}301`)).toBe(`${c}302`)
  expect(freeCode(a, '620922110', (code) => code === '620922110001')).toBe('620922110002')
  expect(freeCode(c, '620922110', (code) => code === '620922110201')).toBe('620922110200')
  expect(freeCode(`${a}001`, c, () => true)).toBeUndefined()
})

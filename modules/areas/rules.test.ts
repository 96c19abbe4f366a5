import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  ancestorsOf,
  communityKindOf,
  countyOf,
  type GridKind,
  gridCode,
  gridKinds,
  isInside,
  isUrban,
  isValidCode,
  levelOf,
  parentOf,
  parseGridCode,
  townshipKindOf,
  trimCode,
} from './rules.ts'

test.each([
  ['62', 'province'],
  ['6209', 'city'],
  ['620922', 'county'],
  ['620922100', 'township'],
  ['620922100001', 'community'],
  ['620922100001001', 'grid'],
] as const)('%s is a %s', (code, level) => {
  expect(levelOf(code)).toBe(level)
  expect(isValidCode(code)).toBe(true)
})

test.each([
  '',
  '6',
  '621',
  '62092',
  '6209221',
  '62092210000',
  '6209221000010',
  '6209221000010010', // lengths that no level has
  '02',
  '6200',
  '620922000',
  '620922100000', // zeros where a number must be
  '62092a',
  '６２',
  ' 62',
  '620922100001901', // not digits; no such kind of grid
])('"%s" is no area code', (code) => {
  expect(isValidCode(code)).toBe(false)
})

test('a city without counties has a county code that ends in 00', () => {
  expect(isValidCode('441900')).toBe(true)
  expect(isValidCode('441900003')).toBe(true)
})

test('above and inside', () => {
  expect(parentOf('62')).toBeUndefined()
  expect(parentOf('620922100001001')).toBe('620922100001')
  expect(ancestorsOf('620922100001')).toEqual(['62', '6209', '620922', '620922100'])
  expect(ancestorsOf('62')).toEqual([])
  expect(countyOf('620922100001001')).toBe('620922')
  expect(countyOf('6209')).toBeUndefined()
  expect(isInside('620922100', '620922')).toBe(true)
  expect(isInside('620922', '620922')).toBe(true)
  expect(isInside('620922', '620922100')).toBe(false)
  expect(isInside('620923100', '620922')).toBe(false)
})

test.each([
  ['620922000000', '620922'],
  ['620922100000', '620922100'],
  ['620922100001', '620922100001'],
  ['620900000000', '6209'],
  ['620000000000', '62'],
  ['441900000000', '4419'],
  [' 620922 ', '620922'],
  ['441900', '441900'],
  ['Guazhou', undefined],
  ['000000000000', undefined],
])('%s is trimmed to %s', (padded, code) => {
  expect(trimCode(padded)).toBe(code)
})

test('grid codes are read back as they were made', () => {
  expect(gridCode('620922100001', 'basic', 0)).toBe('620922100001000')
  expect(gridCode('620922100001', 'hospital', 12)).toBe('620922100001312')
  const kinds = fc.constantFrom(...(Object.keys(gridKinds) as GridKind[]))
  fc.assert(
    fc.property(kinds, fc.integer({ min: 0, max: 99 }), (kind, order) => {
      const code = gridCode('620922100001', kind, order)
      expect(isValidCode(code)).toBe(true)
      expect(parentOf(code)).toBe('620922100001')
      expect(parseGridCode(code)).toEqual({ community: '620922100001', kind, order })
    }),
  )
})

test('no grid code outside a community or beyond two digits', () => {
  expect(() => gridCode('620922100', 'basic', 1)).toThrow(RangeError)
  expect(() => gridCode('620922100001', 'basic', 100)).toThrow(RangeError)
  expect(() => gridCode('620922100001', 'basic', 1.5)).toThrow(RangeError)
  expect(parseGridCode('620922100001')).toBeUndefined()
  expect(parseGridCode('620922100001901')).toBeUndefined()
})

test('kinds of townships and communities by their three digits', () => {
  expect(['110101001', '620922100', '620922201', '659002500', '620922600'].map(townshipKindOf)).toEqual([
    'street',
    'town',
    'township',
    'enterprise',
    undefined,
  ])
  expect(['620922100001', '620922216206', '120116400427', '150521106505', '620922100699'].map(communityKindOf)).toEqual(
    ['community', 'village', 'community_like', 'village_like', undefined],
  )
  expect(townshipKindOf('620922')).toBeUndefined()
  expect(townshipKindOf('620922100001001')).toBe('town')
  expect(isUrban('121')).toBe(true)
  expect(isUrban('210')).toBe(false)
})

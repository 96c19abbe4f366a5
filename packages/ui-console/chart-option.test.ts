import { expect, test } from 'vitest'
import { optionOf } from './chart-option.ts'

const palette = {
  series: ['#111111', '#222222'],
  ink: '#000000',
  muted: '#555555',
  line: '#dddddd',
  surface: '#ffffff',
  font: 'x',
}
const two = [
  { name: 'in', values: [1, 2] },
  { name: 'out', values: [2, null] },
]

test('stacked series share a stack, others stand alone', () => {
  const stacksOf = (kind: 'stack' | 'bar') =>
    (optionOf(kind, ['a', 'b'], two, palette).series as { stack?: string }[]).map(({ stack }) => stack)
  expect(stacksOf('stack')).toEqual(['all', 'all'])
  expect(stacksOf('bar')).toEqual([undefined, undefined])
})
test('a gap stays a gap, not a zero', () => {
  const [, out] = optionOf('line', ['a', 'b'], two, palette).series as { data: unknown[] }[]
  expect(out?.data).toEqual([2, null])
})
test('a ranking is read from the top, a share names its parts', () => {
  expect(optionOf('rank', ['a', 'b'], two, palette)).toMatchObject({ yAxis: { data: ['a', 'b'], inverse: true } })
  expect(optionOf('share', ['a', 'b'], two, palette)).toMatchObject({
    series: [
      {
        data: [
          { name: 'a', value: 1 },
          { name: 'b', value: 2 },
        ],
      },
    ],
  })
})

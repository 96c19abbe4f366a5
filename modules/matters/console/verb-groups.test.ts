import { expect, test } from 'vitest'
import type { Matter } from '../shared/api.ts'
import { moves, type Verb } from '../states.ts'
import { choicesOf, groups } from './verb-groups.ts'

const having = (...allowed: Verb[]) => ({ allowed, visits: [], helpers: [] }) as unknown as Matter
const offered = ({ next, beside, menu }: ReturnType<typeof choicesOf>): Verb[] => [
  ...(next ? [next] : []),
  ...beside,
  ...menu.flatMap(({ verbs }) => verbs),
]

test('every verb of staff has its place in a group, and only one', () => {
  const placed = Object.values(groups).flat() as Verb[]
  expect(new Set(placed).size).toBe(placed.length)
  // A note and files have a box of their own; the person's verbs are not for a desk; the system does the rest.
  const elsewhere = [
    'note',
    'attach',
    'confirm',
    'object',
    'rate',
    'withdraw',
    'urge',
    'tell',
    'archive',
    'closeWithOther',
    'settle',
    'regrade',
    'relimit',
  ]
  expect([...placed, ...elsewhere].sort()).toEqual(Object.keys(moves).sort())
})

test('whatever is allowed is offered exactly once, and nothing else', () => {
  const allowed: Verb[] = [
    'assign',
    'reply',
    'handToDepartment',
    'suspend',
    'supervise',
    'resolve',
    'correct',
    'askHelp',
    'note',
  ]
  const choices = choicesOf(having(...allowed))
  expect(choices.next).toBe('resolve')
  expect(choices.beside).toEqual(['reply', 'assign', 'handToDepartment'])
  expect(offered(choices).sort()).toEqual(allowed.filter((verb) => verb !== 'note').sort())
})

test('what was asked of a leader comes before going on', () => {
  expect(choicesOf(having('resolve', 'decideExtension', 'supervise')).next).toBe('decideExtension')
})

test('nothing allowed, nothing offered', () => {
  expect(choicesOf(having('note'))).toEqual({ next: undefined, beside: [], menu: [] })
})

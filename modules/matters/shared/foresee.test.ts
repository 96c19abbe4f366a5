import { expect, test } from 'vitest'
import type { Matter } from './api.ts'
import { foresee } from './foresee.ts'

const grant = { scopes: ['990101001005'], units: [], own: false, asked: false }
const permissions = Object.fromEntries(
  ['matters.accept', 'matters.handle', 'matters.note', 'matters.attach', 'matters.route'].map((name) => [name, grant]),
)
const session = { kind: 'account', account: '990101-a', name: '张思琪', permissions } as never
const matter = {
  id: '990101-m',
  state: 'submitted',
  area: '990101001005001',
  unit: null,
  assignee: null,
  helpers: [],
  extension: null,
  duplicateOf: null,
  voice: 'full',
  allowed: ['accept', 'note'],
} as unknown as Matter
const after = (...names: string[]): Matter =>
  names.reduce((shown, name) => foresee(shown, `matters.${name}`, session), matter)

test('each step without a signal opens the next one', () => {
  expect(after('accept')).toMatchObject({ state: 'accepted', assignee: { account: '990101-a', name: '张思琪' } })
  expect(after('accept').allowed).toContain('start')
  expect(after('accept', 'start', 'note', 'waitForPerson')).toMatchObject({ state: 'waitingPerson' })
  expect(after('accept', 'start', 'waitForPerson').allowed).toContain('resume')
  expect(after('accept', 'start', 'resolve')).toMatchObject({ state: 'resolved' })
  expect(after('accept', 'start', 'resolve').allowed).not.toContain('resolve')
})
test('what the state does not allow changes nothing', () => {
  expect(after('resolve')).toBe(matter)
  expect(after('register')).toBe(matter)
})
test('only the one who handles it closes it', () => {
  const others = { ...matter, state: 'accepted', assignee: { account: '990101-b', name: '李明' } } as Matter
  expect(foresee(others, 'matters.start', session).allowed).not.toContain('resolve')
  expect(after('accept', 'start').allowed).toContain('resolve')
})

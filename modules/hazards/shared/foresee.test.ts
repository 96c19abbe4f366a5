import type { Queued } from '@doorstep/browser'
import { expect, it } from 'vitest'
import { foresee, freshFile } from './foresee.ts'

const may = (permission: string) => (permission === 'hazards.handle' ? {} : undefined)
const matter = {
  id: '620999-1',
  code: '20261116-ABCDE',
  area: '620999001001001',
  areaName: '杨树里社区 · 第一网格',
  place: '3 号楼',
  point: null,
  extra: { sort: 'wiring' },
  reportedAt: '2026-11-16T02:00:00.000Z',
  updatedAt: '2026-11-16T02:00:00.000Z',
  attachments: [
    { id: '620999-2', type: 'image/jpeg' },
    { id: '620999-3', type: 'audio/webm' },
  ],
}
const waiting = (name: string, body: object): Queued => ({
  name,
  input: { params: { id: matter.id }, body },
  route: {} as Queued['route'],
  key: 'k',
  subject: matter.id,
  madeAt: '2026-11-16T03:00:00.000Z',
  state: 'waiting',
  bytes: 1,
})

it('begins a file that this device has never seen as every file begins', () => {
  const file = freshFile(matter, may)
  expect(file).toMatchObject({ state: 'found', sort: 'wiring', photos: ['620999-2'] })
  expect(file.allowed).toEqual(['clear', 'notify', 'refer'])
})

it('goes on without a signal: from the notice to the recheck, by the rules of the server', () => {
  const steps = [
    waiting('hazards.notify', { class: 'general', responsible: '物业', due: '2026-11-30' }),
    waiting('matters.attach', {}),
    waiting('hazards.serve', { way: 'handed' }),
    waiting('hazards.recheck', { gone: true }),
  ]
  const states: ReturnType<typeof freshFile>[] = []
  for (const step of steps) states.push(foresee(states.at(-1) ?? freshFile(matter, may), step, may))
  expect(states.map(({ state }) => state)).toEqual(['notified', 'notified', 'fixing', 'rechecked'])
  expect(states.at(-1)?.allowed).toEqual(['strikeOff', 'refer'])
  expect(states[0]).toMatchObject({ responsible: '物业', due: '2026-11-30' })
})

it('lies still where the next step is none', () => {
  const file = freshFile(matter, may)
  expect(foresee(file, waiting('hazards.recheck', { gone: true }), may)).toBe(file)
})

import { expect, it } from 'vitest'
import { chaos } from './chaos.ts'

it('three kills of the server and one of its database under load: nothing lost, nothing doubled', {
  timeout: 120_000,
}, async () => {
  const { figures, problems } = await chaos({ seed: 11, serverKills: 3, databaseKills: 1, people: 6, lines: 3 })
  console.log(figures.map((figure) => figure.join(': ')).join('\n'))
  expect(problems).toEqual([])
})

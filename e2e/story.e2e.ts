// The main job, from the doorstep to settled (README): a resident, an officer, an auxiliary and a desk, each with a
// browser of their own, the officer without a signal in the middle. Every chapter stands on the one before.

import { afterAll, afterEach, beforeAll, beforeEach, inject } from 'vitest'
import { shot } from './actors.ts'
import { actors, browser, open } from './story/cast.ts'
import { theReport } from './story/report.ts'
import { theSettlement } from './story/settled.ts'
import { theWork } from './story/work.ts'

let broken = false
beforeAll(() => open(inject('product')))
// What comes after a broken chapter says nothing.
beforeEach(({ skip }) => skip(broken))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  broken = true
  for (const [name, { page }] of Object.entries(actors())) await shot(page, `failed-${name}`)
})
afterAll(() => browser?.close())

theReport()
theWork()
theSettlement()

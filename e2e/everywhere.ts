// One look at a page in every view it has: axe and the ruler. What is the same everywhere is said once.

import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faultsOf } from './axe.ts'
import { measured } from './measures.ts'
import { inEveryView, nameOf, type View } from './modes.ts'

/** One line per fault, with the views that have it. */
async function faultsEverywhere(page: Page, also?: (view: View) => Promise<void>): Promise<string[]> {
  const found = new Map<string, string[]>()
  await inEveryView(page, async (view) => {
    await also?.(view)
    const dark = view.mode === 'dark'
    for (const fault of [...(dark ? [] : await measured(page)), ...(await faultsOf(page, dark))])
      found.set(fault, [...(found.get(fault) ?? []), nameOf(view)])
  })
  return [...found].map(([fault, views]) => `[${views.join(', ')}] ${fault}`)
}

export async function rightEverywhere(page: Page, name: string, also?: (view: View) => Promise<void>): Promise<void> {
  expect.soft(await faultsEverywhere(page, also), name).toEqual([])
}

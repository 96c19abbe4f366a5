// After every click of a story: axe and the ruler, in every view that the page has. Whoever writes the story need not think of it.

import type { Locator, Page } from 'playwright-core'
import { rightEverywhere } from './everywhere.ts'
import { settled } from './modes.ts'

const watched = new WeakMap<Page, { name: string; clicks: number }>()
const acts = ['click', 'tap', 'check'] as const
const taught = new WeakSet<object>()

/** From now on the page is looked at after each click, tap and tick. Returns how many there were until now. */
export function lookAfterClicks(page: Page, name: string): () => number {
  const told = { name, clicks: 0 }
  watched.set(page, told)
  teach(Object.getPrototypeOf(page.locator('body')) as Locator)
  return () => told.clicks
}

/** All locators of Playwright share one prototype: the only place through which every click goes. */
function teach(locators: Locator): void {
  if (taught.has(locators)) return
  taught.add(locators)
  for (const act of acts) {
    const plain = locators[act] as (this: Locator, ...options: unknown[]) => Promise<void>
    locators[act] = async function (this: Locator, ...options: unknown[]): Promise<void> {
      await plain.apply(this, options)
      const told = watched.get(this.page())
      if (!told) return
      told.clicks += 1
      await settled(this.page())
      await rightEverywhere(this.page(), `${told.name}, after click ${told.clicks} on ${String(this)}`)
    }
  }
}

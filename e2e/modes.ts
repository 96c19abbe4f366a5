// The ways a page can be seen: normal, dark and elder mode, on a phone and on a desk. All of it in place, without loading
// anything anew: what a person has typed or opened stays where it is.

import type { Page } from 'playwright-core'

export const sizes = { phone: { width: 375, height: 812 }, desk: { width: 1440, height: 900 } } as const
export type Mode = 'normal' | 'dark' | 'elder'
export type View = { mode: Mode; size: keyof typeof sizes }

const of = (modes: readonly Mode[]): View[] =>
  (Object.keys(sizes) as (keyof typeof sizes)[]).flatMap((size) => modes.map((mode) => ({ mode, size })))

/** Every view that the page has: the console has no elder mode, and pages without a client choose theirs by their address. */
async function viewsOf(page: Page): Promise<View[]> {
  const client = await page.evaluate(() => document.documentElement.dataset.client)
  return of(client === undefined ? ['normal'] : client === 'console' ? ['normal', 'dark'] : ['normal', 'dark', 'elder'])
}

export const nameOf = ({ mode, size }: View): string => `${mode} ${sizes[size].width}`

/** Runs `look` in every view and puts the page back to what it was. */
export async function inEveryView<T>(page: Page, look: (view: View) => Promise<T>): Promise<T[]> {
  const before = { size: page.viewportSize(), ...(await marksOf(page)) }
  const seen: T[] = []
  // A colour on its way from one to another belongs to no view.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await painted(page)
  for (const view of await viewsOf(page)) {
    await show(page, view, before.elder && view.mode === 'normal')
    seen.push(await look(view))
  }
  await mark(page, before.theme, before.elder)
  await page.emulateMedia({ reducedMotion: null })
  if (before.size) await page.setViewportSize(before.size)
  await painted(page)
  return seen
}

async function show(page: Page, { mode, size }: View, keepElder: boolean): Promise<void> {
  await page.setViewportSize(sizes[size])
  // A page that was loaded in elder mode and has no client stays in it.
  const client = await page.evaluate(() => document.documentElement.dataset.client)
  const elder = mode === 'elder' || (client === undefined && keepElder)
  await mark(page, mode === 'dark' ? 'dark' : 'light', elder)
  await painted(page)
}

const marksOf = (page: Page): Promise<{ theme: string; elder: boolean }> =>
  page.evaluate(() => ({
    theme: document.documentElement.dataset.theme ?? 'light',
    elder: document.documentElement.hasAttribute('data-elder'),
  }))

const mark = (page: Page, theme: string, elder: boolean): Promise<void> =>
  page.evaluate(
    (wanted) => {
      document.documentElement.dataset.theme = wanted.theme
      document.documentElement.toggleAttribute('data-elder', wanted.elder)
    },
    { theme, elder },
  )

/** Colours that fade and sheets that slide are there: what is measured now is what a person sees. */
export async function painted(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
    const ending = document
      .getAnimations()
      .filter(({ effect, playState }) => playState === 'running' && effect?.getComputedTiming().endTime !== Infinity)
    const late = new Promise((done) => setTimeout(done, 1500))
    await Promise.race([late, Promise.all(ending.map((animation) => animation.finished.catch(() => undefined)))])
  })
}

/** The screen says what it has to say: no skeleton, nothing under way. */
export async function settled(page: Page): Promise<void> {
  await page
    .locator('.skeleton-lines, tbody[aria-hidden] .bone')
    .first()
    .waitFor({ state: 'detached', timeout: 45_000 })
  await painted(page)
}

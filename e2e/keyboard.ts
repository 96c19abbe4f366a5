// Going through a page with the keyboard alone, and what must hold at every stop: the focus is seen, and nothing lies
// over it. It arrives, and never gets caught.

import type { Locator, Page } from 'playwright-core'
import { painted } from './modes.ts'

type Stop = {
  name: string
  faults: string[]
  nowhere: boolean
}

/** More stops than any page has: beyond it the focus is caught. */
const most = 250

/** One press of Tab, and what a person sees then. */
async function tab(page: Page, back = false): Promise<Stop> {
  await page.keyboard.press(back ? 'Shift+Tab' : 'Tab')
  return page.evaluate(stopHere)
}

/** Presses Tab until the target has the focus. Returns the faults of the stops on the way. */
export async function tabTo(page: Page, target: Locator): Promise<string[]> {
  const faults: string[] = []
  await target.waitFor({ state: 'attached' })
  for (let n = 0; n < most; n += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return faults
    const { name, faults: found } = await tab(page)
    faults.push(...found.map((fault) => `${fault}: ${name}`))
  }
  throw new Error(`${target} cannot be reached with the Tab key; last was ${(await page.evaluate(stopHere)).name}`)
}

/** Runs in the page: everything it needs is inside. */
function stopHere(): Stop {
  const element = document.activeElement as HTMLElement | null
  if (!element || element === document.body || element === document.documentElement)
    return { name: 'nowhere', faults: [], nowhere: true }
  const faults: string[] = []
  const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ')
  const classes = [...element.classList].map((one) => `.${one}`).join('')
  const name = `${element.tagName.toLowerCase()}${classes} “${words.slice(0, 24)}”`

  // What stands for a control that is drawn by its neighbour or its label.
  const isHidden = element.classList.contains('sr-only') || element.getBoundingClientRect().width < 2
  const drawn = isHidden
    ? ((element.closest('label') ?? element.nextElementSibling ?? element) as HTMLElement)
    : element
  const beside = isHidden ? element.nextElementSibling : null
  const around = [drawn, beside, element.closest('label'), drawn.parentElement, drawn.parentElement?.parentElement]
  const hasRing = around.some((one) => {
    if (!one) return false
    const look = getComputedStyle(one)
    const outlined = look.outlineStyle !== 'none' && Number.parseFloat(look.outlineWidth) >= 2
    return outlined || (one !== drawn && look.boxShadow !== 'none' && one.matches(':focus-within'))
  })
  if (!hasRing) faults.push('the focus is not seen')

  const box = drawn.getBoundingClientRect()
  const points = [0.5, 0.15, 0.85].flatMap((x) =>
    [0.5, 0.2, 0.8].map((y) => [box.left + box.width * x, box.top + box.height * y] as const),
  )
  const free = points.filter(([x, y]) => {
    const hit = document.elementFromPoint(x, y)
    return (
      hit &&
      (drawn.contains(hit) || element.contains(hit) || hit.contains(drawn) || hit.closest('label')?.contains(element))
    )
  })
  if (free.length < points.length / 2) faults.push('something lies over the focus, or it is off the screen')

  return { name, faults, nowhere: false }
}

/** Goes around inside of an open sheet, both ways. Returns where the focus got out, and what is wrong on the way. */
export async function staysInside(page: Page, sheet: Locator): Promise<string[]> {
  await painted(page)
  const faults: string[] = []
  for (const back of [false, true])
    for (let n = 0; n < 40; n += 1) {
      const { name, faults: found, nowhere } = await tab(page, back)
      faults.push(...found.map((fault) => `${fault}: ${name}`))
      const inside = await sheet.evaluate((element) => element.contains(document.activeElement))
      if (!inside && !nowhere) return [...new Set(faults), `the focus got out, to ${name}`]
    }
  return [...new Set(faults)]
}

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

/** Words of every control that shows and can be used, and that the Tab key did not reach; one of a group of choices is enough. */
function unreached(): string[] {
  const reached = (window as unknown as { reached?: Set<Element> }).reached ?? new Set<Element>()
  // What is open above the page keeps the keys to itself, and gives them back.
  const above = [...document.querySelectorAll<HTMLElement>('dialog[open], [role=dialog]')].filter((one) =>
    one.checkVisibility(),
  )
  const all = (above.at(-1) ?? document).querySelectorAll<HTMLElement>(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]',
  )
  const groups = new Set(
    [...reached].map((one) => (one instanceof HTMLInputElement && one.type === 'radio' ? one.name : '')),
  )
  const missed = [...all].filter((one) => {
    if (reached.has(one) || one.tabIndex < 0 || one.matches(':disabled') || one.closest('[inert], [aria-hidden=true]'))
      return false
    if (one instanceof HTMLInputElement && one.type === 'radio' && groups.has(one.name)) return false
    return one.checkVisibility({ visibilityProperty: true })
  })
  return missed.map((one) => {
    const words = (one.getAttribute('aria-label') ?? one.textContent ?? '').trim().replace(/\s+/g, ' ')
    return `never reached: ${one.tagName.toLowerCase()}.${[...one.classList].join('.')} “${words.slice(0, 24)}”`
  })
}

/** Once around a page from its first stop. Returns what is wrong: stops that are not seen, controls passed over, a focus that is caught. */
export async function roundOf(page: Page): Promise<string[]> {
  const first = await onceRound(page)
  // What came behind the focus while it went round was not passed over: a second round reaches it.
  return first.length > 0 ? onceRound(page) : first
}
async function onceRound(page: Page): Promise<string[]> {
  await painted(page)
  await page.evaluate(() => {
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    scrollTo(0, 0)
    Object.assign(window, { reached: new Set<Element>() })
  })
  const faults = new Set<string>()
  for (let n = 0; n < most; n += 1) {
    const { name, faults: found, nowhere } = await tab(page)
    const { again, inner } = await page.evaluate(() => {
      const { reached } = window as unknown as { reached: Set<Element> }
      const here = document.activeElement as Element
      // A time has several stops of its own.
      const stays = [...reached].at(-1) === here
      const known = reached.size === reached.add(here).size
      // Element Plus holds the focus of a drawer with an empty mark of its own, until the first key.
      return { again: known && !stays, inner: stays || here.classList.contains('el-drawer__sr-focus') }
    })
    if (nowhere || again) return [...faults, ...(await page.evaluate(unreached))]
    // Within a field of date or time the browser marks the part itself.
    for (const fault of inner ? [] : found) faults.add(`${fault}: ${name}`)
  }
  return [...faults, `after ${most} stops the focus has not come round`]
}

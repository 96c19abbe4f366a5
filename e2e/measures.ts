// What a ruler finds on a page as it stands now: in elder mode the numbers of docs/design-system.md, in every mode that
// nothing is wider than the screen and no word is cut off. Failing elements are named.

import type { Page } from 'playwright-core'

/** The numbers of the elder mode, in CSS pixels; the line height is a share of the type. */
const elderNumbers = { text: 18, target: 60, leading: 1.3 } as const

/** One line per fault. */
export const measured = (page: Page): Promise<string[]> => page.evaluate(measure, elderNumbers)

/** Runs in the page: everything it needs is inside. */
function measure(numbers: { text: number; target: number; leading: number }): string[] {
  const faults: string[] = []
  const elder = document.documentElement.hasAttribute('data-elder')
  const targets =
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [role=button], [role=tab], [role=option], [tabindex="0"]'

  const nameOf = (element: Element): string => {
    const words = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ')
    const classes = [...element.classList].map((name) => `.${name}`).join('')
    const within = element.parentElement?.className
    return `${element.tagName.toLowerCase()}${classes} in ${typeof within === 'string' ? within : ''} “${words.slice(0, 24)}”`
  }
  const isShown = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.sr-only')
  /** Words for screen readers only have one pixel. */
  const isSeen = ({ width, height }: DOMRect): boolean => width > 1.5 && height > 1.5

  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth
  if (wide > 1) {
    const over = [...document.querySelectorAll('body *')].filter(
      (element) => isShown(element) && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1,
    )
    faults.push(`wider than the screen by ${wide} px: ${over.slice(-3).map(nameOf).join(' · ')}`)
  }

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const seen = new Set<Element>()
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement
    if (!element || seen.has(element) || !walker.currentNode.nodeValue?.trim()) continue
    seen.add(element)
    const range = document.createRange()
    range.selectNodeContents(walker.currentNode)
    const box = range.getBoundingClientRect()
    if (!isShown(element) || !isSeen(element.getBoundingClientRect()) || !isSeen(box)) continue
    const look = getComputedStyle(element)
    const size = Number.parseFloat(look.fontSize)
    if (elder && size < numbers.text) faults.push(`type of ${size} px: ${nameOf(element)}`)
    const line = Number.parseFloat(look.lineHeight)
    if (elder && box.height > line * 1.6 && line / size < numbers.leading - 0.01)
      faults.push(`lines of ${(line / size).toFixed(2)}: ${nameOf(element)}`)
    // Cut off and not even three points to say so.
    const clips = look.overflowX === 'hidden' && look.textOverflow !== 'ellipsis'
    if (clips && element.scrollWidth > element.clientWidth + 1 && !look.webkitLineClamp)
      faults.push(`cut off: ${nameOf(element)}`)
  }
  if (!elder) return faults

  const inSentence = (element: Element): boolean =>
    getComputedStyle(element).display.startsWith('inline') &&
    getComputedStyle(element).display !== 'inline-flex' &&
    [...(element.parentElement?.childNodes ?? [])].some(
      (node) => node !== element && node.nodeType === Node.TEXT_NODE && node.nodeValue?.trim(),
    )
  for (const element of document.querySelectorAll<HTMLElement>(targets)) {
    if (element.closest('[inert], .skip-link, .skip, :disabled, [aria-hidden=true]') || inSentence(element)) continue
    // A box or a circle is as large as the label around it: the whole label takes the tap.
    const label =
      element.closest('label') ?? (element.id ? document.querySelector(`label[for="${CSS.escape(element.id)}"]`) : null)
    const isMark = element instanceof HTMLInputElement && /checkbox|radio|file/.test(element.type)
    const taken = isMark && label ? label : element
    if (!isMark && element.classList.contains('sr-only')) continue
    const { width, height } = taken.getBoundingClientRect()
    if (!taken.checkVisibility({ visibilityProperty: true }) || width < 1.5 || height < 1.5) continue
    if (width < numbers.target - 0.5 || height < numbers.target - 0.5)
      faults.push(`target of ${Math.round(width)} × ${Math.round(height)} px: ${nameOf(taken)}`)
  }
  return faults
}

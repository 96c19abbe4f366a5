// What axe finds on a page as it stands now: WCAG 2.2 AA, after every step of a story and not only on load.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RunOnly } from 'axe-core'
import type { Page } from 'playwright-core'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa']
/** Large type is no excuse: 4.5:1 for every word, as the elder mode asks. axe's other numbers as they are. */
const contrast = {
  ignoreUnicode: true,
  ignoreLength: false,
  ignorePseudo: false,
  boldValue: 700,
  boldTextPt: 14,
  largeTextPt: 18,
  contrastRatio: { normal: { expected: 4.5 }, large: { expected: 4.5 } },
  pseudoSizeThreshold: 0.25,
  shadowOutlineEmMax: 0.2,
  textStrokeEmMin: 0.03,
}

/** The rules that look at colours: all that the dark changes (tokens.css sets nothing else under it). */
const ofColour = ['color-contrast', 'link-in-text-block']

/** One line per fault: rule, help, and where. @param colours only what hangs on colours */
export async function faultsOf(page: Page, colours = false): Promise<string[]> {
  // Through the debugger and not as a script of the page: the content policy allows none but ours.
  if (!(await page.evaluate(() => 'axe' in window))) {
    await page.evaluate(source)
    await page.evaluate((options) => {
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      axe.configure({ checks: [{ id: 'color-contrast', options }] })
    }, contrast)
  }
  const violations = await page.evaluate(
    async (runOnly) => {
      // Bars that stay while the page moves under them cover a part of whatever lies there now: no fault of that part.
      const staying = [...document.querySelectorAll<HTMLElement>('body *')].filter(
        (element) => getComputedStyle(element).position === 'sticky',
      )
      for (const element of staying) element.style.position = 'static'
      const { axe } = window as unknown as { axe: typeof import('axe-core') }
      const found = await axe.run(document, { runOnly, resultTypes: ['violations'] })
      for (const element of staying) element.style.position = ''
      return found.violations.map(({ id, help, nodes }) => ({
        id,
        help,
        nodes: nodes.map(({ target, failureSummary }) => ({ target: String(target), failureSummary })),
      }))
    },
    (colours ? { type: 'rule', values: ofColour } : { type: 'tag', values: tags }) as RunOnly,
  )
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} (${help}) at ${target}: ${failureSummary ?? ''}`),
  )
}

// A verb on a matter, as a phone offers it: the big button for the next step, everything else in the sheet.

import type { Locator, Page } from 'playwright-core'

export async function begin(page: Page, verb: string): Promise<Locator> {
  const bar = page.locator('.steps')
  await bar.waitFor()
  const big = bar.getByRole('button', { name: verb, exact: true })
  if ((await big.count()) > 0) await big.tap()
  else {
    await bar.getByRole('button', { name: '更多' }).tap()
    await page.getByRole('dialog').getByRole('button', { name: verb, exact: true }).tap()
  }
  const sheet = page.getByRole('dialog', { name: verb })
  await sheet.waitFor()
  return sheet
}

export async function finish(sheet: Locator, verb: string): Promise<void> {
  await sheet.getByRole('button', { name: verb, exact: true }).tap()
  await sheet.waitFor({ state: 'hidden' })
}

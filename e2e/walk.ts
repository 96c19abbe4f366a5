// Every screen of a client, from the router's own table: a new screen is walked without a word in any test. Screens of one
// record are reached through links that other screens show, or by opening the first row of a table.

import type { JSHandle, Page } from 'playwright-core'
import type { Router } from 'vue-router'
import { settled } from './modes.ts'

type Root = Element & { __vue_app__?: { config: { globalProperties: { $router: Router } } } }
type Route = { name: string; path: string; open: boolean; may: string | null; module: string }
/** Where a page stands: the name of its screen, with `+` where it shows one record. */
type Place = { screen: string; path: string }
type Permissions = Record<string, unknown>

/** Vue leaves its app on the element that it is mounted on. */
const routerOf = (page: Page): Promise<JSHandle<Router>> =>
  page.waitForFunction(
    () => document.querySelector<Root>('#app')?.__vue_app__?.config.globalProperties.$router,
  ) as Promise<JSHandle<Router>>

const takesRecord = /\/:\w+(\?)?$/

/** The screens of the client that is open: a route that may show one record counts twice, without and with it. */
export async function screensOf(page: Page): Promise<string[]> {
  return (await routesOf(page)).flatMap(({ name, path }) => {
    const record = takesRecord.exec(path)
    return record ? [...(record[1] ? [name] : []), `${name}+`] : [name]
  })
}

async function routesOf(page: Page): Promise<Route[]> {
  const router = await routerOf(page)
  return router.evaluate((it) =>
    it.getRoutes().map(({ name, path, meta }) => ({
      name: String(name),
      path,
      open: meta.public === true,
      may: meta.may ?? null,
      module: meta.module ?? '',
    })),
  )
}

/** Goes there in place, and tells which screen it really became. */
export async function goTo(page: Page, path: string): Promise<Place> {
  const router = await routerOf(page)
  await router.evaluate((it, to) => it.push(to), path)
  await settled(page).catch((error) => {
    throw new Error(`${path} does not come to rest`, { cause: error })
  })
  return placeOf(page)
}

async function placeOf(page: Page): Promise<Place> {
  const router = await routerOf(page)
  return router.evaluate(({ currentRoute: { value } }) => {
    const record = value.name !== 'lost' && Object.values(value.params).some(Boolean)
    return { screen: `${String(value.name)}${record ? '+' : ''}`, path: value.fullPath }
  })
}

/** Records that this screen leads to: the first path for each screen of a record. */
async function recordsLinked(page: Page): Promise<Place[]> {
  const router = await routerOf(page)
  return router.evaluate((it) => {
    const base = it.options.history.base
    const found = new Map<string, string>()
    for (const link of document.querySelectorAll<HTMLAnchorElement>('main a[href]')) {
      if (link.origin !== location.origin || !link.pathname.startsWith(`${base}/`)) continue
      const path = link.pathname.slice(base.length)
      const { name, params } = it.resolve(path)
      const isRecord = name && name !== 'lost' && Object.values(params).some(Boolean)
      if (isRecord && !found.has(String(name))) found.set(String(name), path)
    }
    return [...found].map(([name, path]) => ({ screen: `${name}+`, path }))
  })
}

/** Opens the first row of a table, where there is one that opens. */
async function openFirstRow(page: Page): Promise<void> {
  const row = page.locator('main tbody tr[tabindex="0"]').first()
  if ((await row.count()) === 0) return
  await row.focus()
  await page.keyboard.press('Enter')
  await settled(page)
}

/**
 * Walks every screen that this person may see and that is not in `seen` yet; `look` is called with the page standing there.
 * @param roads ways to screens that no link leads to: they bring the page there
 * @returns the names of all screens that this person may see
 */
export async function walk(
  page: Page,
  seen: Set<string>,
  look: (screen: string) => Promise<void>,
  roads: Record<string, (page: Page) => Promise<void>> = {},
): Promise<Set<string>> {
  const { kind, permissions } = await page.evaluate(async () => {
    const answer = await fetch('/api/people/session')
    return (await answer.json()) as { kind: string; permissions: Permissions }
  })
  const routes = await routesOf(page)
  const mayBeSeen = new Set(
    routes
      .filter(({ open, may }) => open || (kind === 'account' && (!may || may in permissions)))
      .map(({ name }) => name),
  )
  const paths = routes
    .filter(({ name, path }) => mayBeSeen.has(name) && !(takesRecord.test(path) && !path.endsWith('?')))
    .map(({ path }) => (path.includes('*') ? '/no/such/page' : path.replace(takesRecord, '') || '/'))
  /** A record met on one screen, for the screens of the same module that show such a record by its address only. */
  const known = new Map<string, string>()
  const lookOnce = async (): Promise<void> => {
    const { screen, path } = await placeOf(page)
    if (screen.endsWith('+')) known.set(screen.slice(0, -1), path.split('?')[0]?.split('/').at(-1) ?? '')
    if (seen.has(screen)) return
    seen.add(screen)
    await look(screen)
  }
  const ahead = new Map<string, string>()
  for (const path of paths) {
    await goTo(page, path)
    await lookOnce()
    for (const { screen, path: record } of await recordsLinked(page)) if (!ahead.has(screen)) ahead.set(screen, record)
    await openFirstRow(page)
    await lookOnce()
  }
  for (const path of ahead.values()) {
    await goTo(page, path)
    await lookOnce()
  }
  for (const { name, path, module } of routes) {
    if (!takesRecord.test(path) || seen.has(`${name}+`) || !mayBeSeen.has(name)) continue
    const kin = routes.find((other) => other.module === module && known.has(other.name))
    if (!kin) continue
    await goTo(page, path.replace(takesRecord, `/${known.get(kin.name)}`))
    await lookOnce()
  }
  for (const [screen, road] of Object.entries(roads)) {
    if (seen.has(screen) || !mayBeSeen.has(screen.replace('+', ''))) continue
    await road(page)
    await settled(page)
    await lookOnce()
  }
  return mayBeSeen
}

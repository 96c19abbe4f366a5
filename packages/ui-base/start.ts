// Brings one client to life: settings, words, routes. The five main.ts files differ only in what they hand in here.

import { keepOnDevice } from '@doorstep/browser/updates.ts'
import { type App, type Component, createApp, type InjectionKey, inject, nextTick, watch } from 'vue'
import {
  createRouter,
  createWebHistory,
  type RouteLocationNormalized,
  type RouteRecordRaw,
  type Router,
} from 'vue-router'
import { ensureChineseFont } from './fonts.ts'
import { createWords, type MessageSources, type Words } from './i18n.ts'
import type { Screens } from './screens.ts'
import { applySettings, settings } from './settings.ts'

export type Client = 'console' | 'officer' | 'auxiliary' | 'resident' | 'volunteer'
export type Start = {
  client: Client
  root: Component
  screens: readonly Screens[]
  /** Screens of the client itself: those that show several modules. */
  routes: RouteRecordRaw[]
  messages: MessageSources
  /** Guards, plugins, the session: before the first route is resolved. */
  prepare?: (parts: { app: App; router: Router; words: Words }) => void | Promise<void>
}
export type Frame = { client: Client; screens: readonly Screens[]; loadWords: Words['loadModule'] }
const frameKey: InjectionKey<Frame> = Symbol('frame')
/** Which client this is and what its modules brought: for shells and start pages. */
export const useFrame = (): Frame => inject(frameKey) as Frame

const samePage = (to: RouteLocationNormalized, from: RouteLocationNormalized): boolean =>
  to.matched[to.matched.length - 1] === from.matched[from.matched.length - 1]

export async function startClient(start: Start): Promise<void> {
  document.documentElement.dataset.client = start.client
  applySettings({ elderAllowed: start.client !== 'console' })
  ensureChineseFont()
  const words = createWords(start.messages, settings.language)
  const router = createRouter({
    history: createWebHistory(`/${start.client}/`),
    routes: [...start.routes, ...start.screens.flatMap((screens) => screens.routes)],
    // A record opened beside its list is the same page: it stays where it was.
    scrollBehavior: (to, from, saved) => saved ?? (samePage(to, from) ? false : { top: 0 }),
  })
  router.beforeResolve(async (to) => {
    const names = to.matched.flatMap(({ meta }) => [...(meta.module ? [meta.module] : []), ...(meta.words ?? [])])
    await Promise.all(names.map(words.loadModule))
  })
  const setTitle = (): void => {
    const { t } = words.i18n.global
    const key = router.currentRoute.value.meta.title
    document.title = key ? `${t(key)} · ${t('app.title')}` : t('app.title')
  }
  router.afterEach((to, from) => {
    setTitle()
    // A new page is announced and read from its top, not from wherever the old one was left.
    if (from.matched.length && !samePage(to, from))
      void nextTick().then(() => document.getElementById('main')?.focus({ preventScroll: true }))
  })
  watch(
    () => settings.language,
    (language) => words.use(language).then(setTitle),
  )
  const app = createApp(start.root)
  app.provide(frameKey, {
    client: start.client,
    screens: start.screens,
    loadWords: words.loadModule,
  })
  app.use(words.i18n)
  await words.use(settings.language)
  await start.prepare?.({ app, router, words })
  app.use(router)
  await router.isReady()
  app.mount('#app')
  // Desks have a line; while developing, files that stay on the device would only be old ones.
  if (start.client !== 'console' && import.meta.env?.PROD) void keepOnDevice(`/${start.client}/`)
}

// Words. A module's file loads with its first screen, in the language in use; English is never loaded by someone who reads Chinese.

import { createI18n } from 'vue-i18n'
import type { Language } from './settings.ts'

export type Messages = { [key: string]: string | Messages }
export type Load = () => Promise<{ default: Messages }>
export type MessageSources = {
  /** There before the first paint: prefix → words. Chinese ships with the client. */
  base: Record<string, Messages>
  /** The same in the other languages. */
  others: Record<Exclude<Language, 'zh-CN'>, () => Promise<{ default: Record<string, Messages> }>>
  /** Words of one module, by name and language. */
  modules: (module: string, language: Language) => Load | undefined
}

export function createWords(sources: MessageSources, language: Language) {
  const i18n = createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'zh-CN',
    messages: { 'zh-CN': sources.base, 'en-US': {} } as { [language in Language]: Messages },
    missingWarn: import.meta.env?.DEV ?? false,
    fallbackWarn: false,
  })
  const { global } = i18n
  const loaded = new Set<string>(['zh-CN'])
  const modules = new Set<string>()

  async function loadBase(to: Language): Promise<void> {
    if (to === 'zh-CN' || loaded.has(to)) return
    const { default: messages } = await sources.others[to]()
    global.mergeLocaleMessage(to, messages)
    loaded.add(to)
  }
  async function loadModule(name: string): Promise<void> {
    modules.add(name)
    const to = global.locale.value as Language
    const load = loaded.has(`${to}:${name}`) ? undefined : sources.modules(name, to)
    if (!load) return
    const { default: messages } = await load()
    global.mergeLocaleMessage(to, { [name]: messages })
    loaded.add(`${to}:${name}`)
  }
  async function use(to: Language): Promise<void> {
    await loadBase(to)
    global.locale.value = to
    await Promise.all([...modules].map(loadModule))
  }
  return { i18n, loadModule, use }
}
export type Words = ReturnType<typeof createWords>

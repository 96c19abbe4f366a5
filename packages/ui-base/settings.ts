// How this person wants to see the product, on this device: language, light or dark, elder mode. Nothing of it leaves the device.

import { reactive, watch } from 'vue'

export const languages = ['zh-CN', 'en-US'] as const
export type Language = (typeof languages)[number]
export const themes = ['auto', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]
export type Settings = { language: Language; theme: Theme; elder: boolean }

const place = 'doorstep.settings'

/** Shared by all clients of one origin: a person who chose large type in one finds it in the next. */
export const settings = reactive<Settings>({ language: 'zh-CN', theme: 'auto', elder: false, ...remembered() })

function remembered(): Partial<Settings> {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? '{}') as Partial<Settings>
    return {
      ...(languages.includes(kept.language as Language) && { language: kept.language }),
      ...(themes.includes(kept.theme as Theme) && { theme: kept.theme }),
      ...(typeof kept.elder === 'boolean' && { elder: kept.elder }),
    }
  } catch {
    // Storage may be closed (private window, embedded view): the defaults are good.
    return {}
  }
}

/** Writes the settings onto `<html>` now and whenever they change. Elder mode is for the mobile clients only. */
export function applySettings(options: { elderAllowed: boolean }): void {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const paint = (): void => {
    const root = document.documentElement
    root.lang = settings.language
    root.dataset.theme = settings.theme === 'auto' ? (dark.matches ? 'dark' : 'light') : settings.theme
    root.toggleAttribute('data-elder', options.elderAllowed && settings.elder)
    const ground = getComputedStyle(root).getPropertyValue('--ground').trim()
    document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground)
  }
  paint()
  dark.addEventListener('change', paint)
  watch(settings, () => {
    paint()
    try {
      localStorage.setItem(place, JSON.stringify(settings))
    } catch {
      // Not kept: it holds until the page is closed.
    }
  })
}

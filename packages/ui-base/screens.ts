// What a module gives to a client: `export const screens = defineScreens({ … })` in modules/<name>/<client>/screens.ts

import type { Component } from 'vue'
import type { RouteRecordRaw } from 'vue-router'

export type NavItem = {
  /** Name of the route it leads to. */
  to: string
  /** Locale key inside the module's `nav` section, e.g. `matters.nav.board`: only that section is there from the first paint. */
  label: string
  /** Path of an icon from icons.ts. */
  icon: string
  /** Small numbers stand first. */
  order: number
  /** `tab`: the bar at the foot of a phone, at most five. `home`: a tile on the start page. `side`: the console's left column. */
  place: 'tab' | 'home' | 'side'
  /** Heading in the left column, a key of the console's own locales: `nav.groups.<group>`. */
  group?: string
  /** Permission of the role matrix; without it the entry is not shown. */
  may?: string
  /** Number beside the label; read inside a render, so it may follow a ref. 0 shows nothing. */
  count?: () => number
}

/** Screens that show pieces of other modules: a start page, a matter for staff, a matter for whoever reported it. */
export type PartPlace = 'day' | 'matter' | 'ownMatter'
export type Part = {
  on: PartPlace
  component: () => Promise<{ default: Component }>
  /** Small numbers stand first. */
  order: number
  /** Permission without which the piece is not even fetched. */
  may?: string
}

/** Where a notice or something that waits leads: `visits.notices.today`, `visits.done`; by how it begins, the first that fits. */
export type Opening = { begins: string; screen: string }

export type Screens = { module: string; routes: RouteRecordRaw[]; nav?: NavItem[]; parts?: Part[]; opens?: Opening[] }

/** Marks every route with its module, so that its words are there before the screen is. */
export function defineScreens(screens: Screens): Screens {
  return {
    ...screens,
    routes: screens.routes.map((route) => ({
      ...route,
      meta: { ...route.meta, module: screens.module },
    })) as RouteRecordRaw[],
  }
}

export const navOf = (all: readonly Screens[], place: NavItem['place']): NavItem[] =>
  all
    .flatMap((screens) => screens.nav ?? [])
    .filter((item) => item.place === place)
    .sort((a, b) => a.order - b.order)

/** Name of the screen where something of that name is looked at; its route takes the subject as `:id`, or nothing. */
export const screenFor = (all: readonly Screens[], name: string): string | undefined =>
  all.flatMap(({ opens = [] }) => opens).find(({ begins }) => name.startsWith(begins))?.screen

export const partsOf = (all: readonly Screens[], on: PartPlace): { part: Part; module: string }[] =>
  all
    .flatMap(({ parts = [], module }) => parts.map((part) => ({ part, module })))
    .filter(({ part }) => part.on === on)
    .sort((a, b) => a.part.order - b.part.order)

declare module 'vue-router' {
  interface RouteMeta {
    /** Module whose words the screen needs; set by defineScreens. */
    module?: string
    /** Other modules whose words the screen shows as well. */
    words?: string[]
    /** Locale key of the page title. */
    title?: string
    /** Name of the route that the back arrow leads to when there is no history. */
    back?: string
    /** Permission of the role matrix without which the screen is not shown. */
    may?: string
    /** May be seen without signing in. */
    public?: boolean
    /** No frame around it (print sheets, sign-in). */
    bare?: boolean
  }
}

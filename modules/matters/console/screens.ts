import { flag, kanban, list, map, plus } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** A matter stands open beside the board, the map or the register it was opened from: `/board/<id>`. */
export const screens = defineScreens({
  module: 'matters',
  opens: [{ begins: 'matters.', screen: 'matters' }],
  routes: [
    {
      path: '/board/:id?',
      name: 'board',
      component: () => import('./BoardScreen.vue'),
      meta: { title: 'matters.nav.board', may: 'matters.list' },
    },
    {
      path: '/map/:id?',
      name: 'map',
      component: () => import('./MapScreen.vue'),
      meta: { title: 'matters.nav.mapBoard', may: 'matters.list' },
    },
    {
      path: '/matters/:id?',
      name: 'matters',
      component: () => import('./LedgerScreen.vue'),
      meta: { title: 'matters.nav.ledger', may: 'matters.list' },
    },
    {
      path: '/supervision/:id?',
      name: 'supervision',
      component: () => import('./SupervisionScreen.vue'),
      meta: { title: 'matters.nav.supervision', may: 'matters.supervision' },
    },
    {
      path: '/register',
      name: 'register',
      component: () => import('./RegisterScreen.vue'),
      meta: { title: 'matters.nav.register', may: 'matters.register' },
    },
  ],
  nav: [
    {
      to: 'board',
      label: 'matters.nav.board',
      icon: kanban,
      order: 10,
      place: 'side',
      group: 'work',
      may: 'matters.list',
    },
    {
      to: 'map',
      label: 'matters.nav.mapBoard',
      icon: map,
      order: 11,
      place: 'side',
      group: 'work',
      may: 'matters.list',
    },
    {
      to: 'matters',
      label: 'matters.nav.ledger',
      icon: list,
      order: 12,
      place: 'side',
      group: 'work',
      may: 'matters.list',
    },
    {
      to: 'supervision',
      label: 'matters.nav.supervision',
      icon: flag,
      order: 13,
      place: 'side',
      group: 'work',
      may: 'matters.supervision',
    },
    {
      to: 'register',
      label: 'matters.nav.register',
      icon: plus,
      order: 14,
      place: 'side',
      group: 'work',
      may: 'matters.register',
    },
  ],
})

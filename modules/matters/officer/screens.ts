import { draftCount, needsEyes, waitingCount } from '@doorstep/browser'
import { list, map, plus, send } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'matters',
  opens: [{ begins: 'matters.', screen: 'matter' }],
  routes: [
    {
      path: '/matters',
      name: 'matters',
      component: () => import('../shared/QueueScreen.vue'),
      meta: { title: 'matters.nav.queue', back: 'home' },
    },
    {
      path: '/matters/:id',
      name: 'matter',
      component: () => import('../shared/StaffMatterScreen.vue'),
      meta: { title: 'matters.nav.matter', back: 'matters' },
    },
    {
      path: '/register',
      name: 'register',
      component: () => import('./RegisterScreen.vue'),
      meta: { title: 'matters.nav.register', back: 'home' },
    },
    {
      path: '/map',
      name: 'map',
      component: () => import('./MapScreen.vue'),
      meta: { title: 'matters.nav.map', back: 'home' },
    },
    {
      path: '/outbox',
      name: 'outbox',
      component: () => import('../shared/OutboxScreen.vue'),
      meta: { title: 'matters.nav.outbox', back: 'home' },
    },
  ],
  nav: [
    { to: 'matters', label: 'matters.nav.queue', icon: list, order: 10, place: 'tab', may: 'matters.list' },
    { to: 'register', label: 'matters.nav.register', icon: plus, order: 20, place: 'tab', may: 'matters.register' },
    { to: 'map', label: 'matters.nav.map', icon: map, order: 30, place: 'home', may: 'matters.list' },
    {
      to: 'outbox',
      label: 'matters.nav.outbox',
      icon: send,
      order: 90,
      place: 'home',
      count: () => waitingCount.value + needsEyes.value.length + draftCount.value,
    },
  ],
})

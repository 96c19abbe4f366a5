import { bell } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'
import { unread } from './unread.ts'

export const screens = defineScreens({
  module: 'notices',
  routes: [
    {
      path: '/inbox',
      name: 'inbox',
      component: () => import('./InboxScreen.vue'),
      meta: { title: 'notices.inbox.title', may: 'notices.own', back: 'home' },
    },
  ],
  nav: [
    {
      to: 'inbox',
      label: 'notices.nav.inbox',
      icon: bell,
      order: 80,
      place: 'tab',
      may: 'notices.own',
      count: () => unread.value,
    },
    {
      to: 'inbox',
      label: 'notices.nav.inbox',
      icon: bell,
      order: 5,
      place: 'side',
      may: 'notices.own',
      count: () => unread.value,
    },
  ],
})

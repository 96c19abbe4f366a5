import { chat, send } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'reach',
  routes: [
    {
      path: '/deliveries',
      name: 'reach.deliveries',
      component: () => import('./DeliveriesScreen.vue'),
      meta: { title: 'reach.deliveries.title', may: 'reach.inspect' },
    },
    {
      path: '/robots',
      name: 'reach.robots',
      component: () => import('./RobotsScreen.vue'),
      meta: { title: 'reach.robots.title', may: 'reach.robots' },
    },
  ],
  nav: [
    {
      to: 'reach.deliveries',
      label: 'reach.nav.deliveries',
      icon: send,
      order: 84,
      place: 'side',
      group: 'system',
      may: 'reach.inspect',
    },
    {
      to: 'reach.robots',
      label: 'reach.nav.robots',
      icon: chat,
      order: 85,
      place: 'side',
      group: 'system',
      may: 'reach.robots',
    },
  ],
})

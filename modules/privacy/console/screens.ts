import { clock, inbox, shield } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

const may = 'privacy.inspect'
export const screens = defineScreens({
  module: 'privacy',
  routes: [
    {
      path: '/retention',
      name: 'privacy.retention',
      component: () => import('./RetentionScreen.vue'),
      meta: { title: 'privacy.nav.retention', may },
    },
    {
      path: '/data-requests',
      name: 'privacy.requests',
      component: () => import('./RequestsScreen.vue'),
      meta: { title: 'privacy.nav.requests', may },
    },
    {
      path: '/breaches',
      name: 'privacy.breaches',
      component: () => import('./BreachesScreen.vue'),
      meta: { title: 'privacy.nav.breaches', may },
    },
  ],
  nav: [
    {
      to: 'privacy.retention',
      label: 'privacy.nav.retention',
      icon: clock,
      order: 86,
      place: 'side',
      group: 'system',
      may,
    },
    {
      to: 'privacy.requests',
      label: 'privacy.nav.requests',
      icon: inbox,
      order: 87,
      place: 'side',
      group: 'system',
      may,
    },
    {
      to: 'privacy.breaches',
      label: 'privacy.nav.breaches',
      icon: shield,
      order: 88,
      place: 'side',
      group: 'system',
      may,
    },
  ],
})

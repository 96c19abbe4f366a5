import { calendar, clock } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'calendar',
  routes: [
    {
      path: '/calendar',
      name: 'calendar',
      component: () => import('./DaysScreen.vue'),
      meta: { title: 'calendar.nav.days', may: 'calendar.read' },
    },
    {
      path: '/limits',
      name: 'calendar.limits',
      component: () => import('./LimitsScreen.vue'),
      meta: { title: 'calendar.nav.limits', may: 'calendar.read' },
    },
  ],
  nav: [
    {
      to: 'calendar',
      label: 'calendar.nav.days',
      icon: calendar,
      order: 82,
      place: 'side',
      group: 'system',
      may: 'calendar.read',
    },
    {
      to: 'calendar.limits',
      label: 'calendar.nav.limits',
      icon: clock,
      order: 84,
      place: 'side',
      group: 'system',
      may: 'calendar.read',
    },
  ],
})

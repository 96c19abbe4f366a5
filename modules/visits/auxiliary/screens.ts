import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** Those that an officer asked them along to, and no others. */
export const screens = defineScreens({
  module: 'visits',
  routes: [
    {
      path: '/visits',
      name: 'visits',
      component: () => import('../shared/CalendarScreen.vue'),
      meta: { title: 'visits.nav.along', back: 'home', may: 'visits.read' },
    },
    {
      path: '/visits/:id',
      name: 'visit',
      component: () => import('../shared/VisitScreen.vue'),
      meta: { title: 'visits.nav.visit', back: 'visits', may: 'visits.read', words: ['matters'] },
    },
  ],
  parts: [{ on: 'day', component: () => import('../shared/DayPart.vue'), order: 10, may: 'visits.read' }],
  opens: [{ begins: 'visits.', screen: 'visit' }],
})

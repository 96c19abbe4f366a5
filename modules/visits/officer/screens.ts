import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'visits',
  routes: [
    {
      path: '/visits',
      name: 'visits',
      component: () => import('../shared/CalendarScreen.vue'),
      meta: { title: 'visits.nav.calendar', back: 'home', may: 'visits.read' },
    },
    {
      path: '/visits/:id',
      name: 'visit',
      component: () => import('../shared/VisitScreen.vue'),
      meta: { title: 'visits.nav.visit', back: 'visits', may: 'visits.read', words: ['matters'] },
    },
    {
      path: '/route',
      name: 'visits.route',
      component: () => import('./RouteScreen.vue'),
      meta: { title: 'visits.nav.route', back: 'home', may: 'visits.do' },
    },
    {
      path: '/plan-visit',
      name: 'visits.plan',
      component: () => import('./PlanScreen.vue'),
      meta: { title: 'visits.nav.plan', back: 'visits', may: 'visits.plan', words: ['matters'] },
    },
  ],
  parts: [
    { on: 'day', component: () => import('../shared/DayPart.vue'), order: 10, may: 'visits.read' },
    { on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 20, may: 'visits.read' },
  ],
  opens: [
    { begins: 'visits.notices.today', screen: 'visits.route' },
    { begins: 'visits.', screen: 'visit' },
  ],
})

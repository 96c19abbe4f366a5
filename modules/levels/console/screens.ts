import { alert, chart, settings } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'levels',
  routes: [
    {
      path: '/levels/:id?',
      name: 'levels',
      component: () => import('./BoardScreen.vue'),
      meta: { title: 'levels.nav.board', may: 'levels.list', words: ['matters'] },
    },
    {
      path: '/levels-figures',
      name: 'levels.figures',
      component: () => import('./FiguresScreen.vue'),
      meta: { title: 'levels.nav.figures', may: 'levels.list' },
    },
    {
      path: '/levels-table',
      name: 'levels.table',
      component: () => import('./TableScreen.vue'),
      meta: { title: 'levels.nav.table', may: 'levels.list' },
    },
  ],
  nav: [
    {
      to: 'levels',
      label: 'levels.nav.board',
      icon: alert,
      order: 12,
      place: 'side',
      group: 'work',
      may: 'levels.list',
    },
    {
      to: 'levels.figures',
      label: 'levels.nav.figures',
      icon: chart,
      order: 60,
      place: 'side',
      group: 'insight',
      may: 'levels.list',
    },
    {
      to: 'levels.table',
      label: 'levels.nav.table',
      icon: settings,
      order: 85,
      place: 'side',
      group: 'system',
      may: 'levels.configure',
    },
  ],
  parts: [{ on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 10, may: 'levels.list' }],
  opens: [{ begins: 'levels.', screen: 'matters' }],
})

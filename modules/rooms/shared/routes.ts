import { board } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** The round of the boards, the same on every phone that may go it. */
export const round = defineScreens({
  module: 'rooms',
  routes: [
    {
      path: '/boards',
      name: 'boards',
      component: () => import('./BoardsScreen.vue'),
      meta: { title: 'rooms.nav.round', back: 'home', may: 'rooms.boards' },
    },
    {
      path: '/boards/:id',
      name: 'board',
      component: () => import('./BoardScreen.vue'),
      meta: { title: 'rooms.nav.round', back: 'boards', may: 'rooms.boards' },
    },
  ],
  nav: [{ to: 'boards', label: 'rooms.nav.round', icon: board, order: 40, place: 'home', may: 'rooms.boards' }],
})

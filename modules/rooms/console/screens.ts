import { board, room } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'rooms',
  routes: [
    {
      path: '/rooms/:area?',
      name: 'rooms',
      component: () => import('./RoomsScreen.vue'),
      meta: { title: 'rooms.nav.rooms' },
    },
    {
      path: '/boards/:id?',
      name: 'boards',
      component: () => import('./BoardsScreen.vue'),
      meta: { title: 'rooms.nav.boards', may: 'rooms.boards' },
    },
  ],
  nav: [
    { to: 'rooms', label: 'rooms.nav.rooms', icon: room, order: 10, place: 'side', group: 'places' },
    {
      to: 'boards',
      label: 'rooms.nav.boards',
      icon: board,
      order: 20,
      place: 'side',
      group: 'places',
      may: 'rooms.boards',
    },
  ],
})

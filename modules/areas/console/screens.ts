import { map, upload } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'areas',
  routes: [
    {
      path: '/areas',
      name: 'areas',
      component: () => import('./AreasScreen.vue'),
      meta: { title: 'areas.nav.areas', may: 'areas.read' },
    },
    {
      path: '/areas/import',
      name: 'areas.import',
      component: () => import('./ImportScreen.vue'),
      meta: { title: 'areas.nav.import', back: 'areas', may: 'areas.edit' },
    },
  ],
  nav: [
    { to: 'areas', label: 'areas.nav.areas', icon: map, order: 40, place: 'side', group: 'places', may: 'areas.read' },
    {
      to: 'areas.import',
      label: 'areas.nav.import',
      icon: upload,
      order: 80,
      place: 'side',
      group: 'system',
      may: 'areas.edit',
    },
  ],
})

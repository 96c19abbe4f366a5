import { download, upload } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'ledgers',
  routes: [
    {
      path: '/imports',
      name: 'ledgers.imports',
      component: () => import('./ImportsScreen.vue'),
      meta: { title: 'ledgers.nav.imports', may: 'ledgers.import' },
    },
    {
      path: '/imports/:id',
      name: 'ledgers.import',
      component: () => import('./ImportScreen.vue'),
      meta: { title: 'ledgers.nav.imports', back: 'ledgers.imports', may: 'ledgers.import', words: ['matters'] },
    },
    {
      path: '/exports',
      name: 'ledgers.exports',
      component: () => import('./ExportScreen.vue'),
      meta: { title: 'ledgers.nav.exports', may: 'ledgers.export', words: ['matters'] },
    },
  ],
  nav: [
    {
      to: 'ledgers.imports',
      label: 'ledgers.nav.imports',
      icon: upload,
      order: 82,
      place: 'side',
      group: 'system',
      may: 'ledgers.import',
    },
    {
      to: 'ledgers.exports',
      label: 'ledgers.nav.exports',
      icon: download,
      order: 60,
      place: 'side',
      group: 'insight',
      may: 'ledgers.export',
    },
  ],
})

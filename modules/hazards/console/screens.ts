import { shield } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** A hazard stands open beside the ledger it was opened from: `/hazards/<id>`. */
export const screens = defineScreens({
  module: 'hazards',
  routes: [
    {
      path: '/hazards/:id?',
      name: 'hazards',
      component: () => import('./LedgerScreen.vue'),
      meta: { title: 'hazards.nav.ledger', may: 'hazards.list', words: ['matters'] },
    },
  ],
  nav: [
    {
      to: 'hazards',
      label: 'hazards.nav.ledger',
      icon: shield,
      order: 13,
      place: 'side',
      group: 'work',
      may: 'hazards.list',
    },
  ],
  parts: [{ on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 5, may: 'hazards.read' }],
  opens: [{ begins: 'hazards.', screen: 'hazards' }],
})

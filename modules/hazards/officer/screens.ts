import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** On the phone a hazard stands on the page of its matter. */
export const screens = defineScreens({
  module: 'hazards',
  routes: [],
  parts: [{ on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 5, may: 'hazards.read' }],
  opens: [{ begins: 'hazards.', screen: 'matter' }],
})

import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** A desk sees on the matter when somebody goes there next; going is done on the phone. */
export const screens = defineScreens({
  module: 'visits',
  routes: [],
  parts: [{ on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 20, may: 'visits.read' }],
})

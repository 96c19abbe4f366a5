import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** On the phone a colour stands on the page of its matter. */
export const screens = defineScreens({
  module: 'levels',
  routes: [],
  parts: [{ on: 'matter', component: () => import('../shared/MatterPart.vue'), order: 10, may: 'levels.list' }],
  opens: [{ begins: 'levels.', screen: 'matter' }],
})

import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** Whoever reported a matter sees its colour, and may object. */
export const screens = defineScreens({
  module: 'levels',
  routes: [],
  parts: [{ on: 'ownMatter', component: () => import('./OwnPart.vue'), order: 10 }],
  opens: [{ begins: 'levels.', screen: 'matter' }],
})

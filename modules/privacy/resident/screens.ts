import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** Everything a person may do about their own data; also for whoever holds a receipt and has no account. */
export const screens = defineScreens({
  module: 'privacy',
  routes: [
    {
      path: '/my-data',
      name: 'privacy.mine',
      component: () => import('./MyDataScreen.vue'),
      meta: { title: 'privacy.nav.mine', public: true, back: 'privacy', words: ['people', 'consents'] },
    },
  ],
})

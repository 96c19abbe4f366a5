import { bell } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

/** The same in every client; on a phone the way to it is the own account. */
export const screens = defineScreens({
  module: 'reach',
  routes: [
    {
      path: '/reach',
      name: 'reach.settings',
      component: () => import('./SettingsScreen.vue'),
      meta: { title: 'reach.settings.title', may: 'reach.own', back: 'people.account', words: ['consents'] },
    },
  ],
  nav: [
    {
      to: 'reach.settings',
      label: 'reach.nav.settings',
      icon: bell,
      order: 91,
      place: 'side',
      group: 'system',
      may: 'reach.own',
    },
  ],
})

import { inbox, settings } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'findings',
  routes: [
    {
      path: '/findings/:id?',
      name: 'findings',
      component: () => import('./InboxScreen.vue'),
      meta: { title: 'findings.nav.inbox', may: 'findings.read' },
    },
    {
      path: '/findings-rules',
      name: 'findings.rules',
      component: () => import('./RulesScreen.vue'),
      meta: { title: 'findings.nav.rules', may: 'findings.rules' },
    },
  ],
  nav: [
    {
      to: 'findings',
      label: 'findings.nav.inbox',
      icon: inbox,
      order: 16,
      place: 'side',
      group: 'work',
      may: 'findings.read',
    },
    {
      to: 'findings.rules',
      label: 'findings.nav.rules',
      icon: settings,
      order: 86,
      place: 'side',
      group: 'system',
      may: 'findings.configure',
    },
  ],
  opens: [{ begins: 'findings.', screen: 'findings' }],
})

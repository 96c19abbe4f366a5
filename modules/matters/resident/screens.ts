import { list, plus, search } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'matters',
  opens: [{ begins: 'matters.', screen: 'matter' }],
  routes: [
    {
      path: '/report',
      name: 'report',
      component: () => import('../shared/ReportScreen.vue'),
      meta: { public: true, title: 'matters.nav.report', back: 'home' },
    },
    {
      path: '/sent/:id',
      name: 'sent',
      component: () => import('../shared/SentScreen.vue'),
      meta: { public: true, title: 'matters.nav.sent', back: 'home' },
    },
    {
      path: '/track',
      name: 'track',
      component: () => import('../shared/TrackScreen.vue'),
      meta: { public: true, title: 'matters.nav.track', back: 'home' },
    },
    {
      path: '/matters',
      name: 'matters',
      component: () => import('../shared/MineScreen.vue'),
      meta: { title: 'matters.nav.mine', back: 'home' },
    },
    {
      path: '/matters/:id',
      name: 'matter',
      component: () => import('../shared/MatterScreen.vue'),
      meta: { public: true, title: 'matters.nav.matter', back: 'home' },
    },
  ],
  nav: [
    { to: 'report', label: 'matters.nav.report', icon: plus, order: 10, place: 'tab' },
    { to: 'matters', label: 'matters.nav.mine', icon: list, order: 20, place: 'tab' },
    { to: 'report', label: 'matters.nav.report', icon: plus, order: 10, place: 'home' },
    { to: 'track', label: 'matters.nav.track', icon: search, order: 20, place: 'home' },
  ],
})

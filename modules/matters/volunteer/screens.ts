import { needsEyes, waitingCount } from '@doorstep/browser'
import { list, plus, send } from '@doorstep/ui-base/icons.ts'
import { defineScreens } from '@doorstep/ui-base/screens.ts'

export const screens = defineScreens({
  module: 'matters',
  opens: [{ begins: 'matters.', screen: 'matter' }],
  routes: [
    {
      path: '/report',
      name: 'report',
      component: () => import('../shared/ReportScreen.vue'),
      meta: { title: 'matters.nav.reportSeen', back: 'home' },
    },
    {
      path: '/sent/:id',
      name: 'sent',
      component: () => import('../shared/SentScreen.vue'),
      meta: { title: 'matters.nav.sent', back: 'home' },
    },
    {
      path: '/matters',
      name: 'matters',
      component: () => import('../shared/MineScreen.vue'),
      meta: { title: 'matters.nav.myReports', back: 'home' },
    },
    {
      path: '/matters/:id',
      name: 'matter',
      component: () => import('../shared/MatterScreen.vue'),
      meta: { title: 'matters.nav.matter', back: 'matters' },
    },
    {
      path: '/track',
      name: 'track',
      component: () => import('../shared/TrackScreen.vue'),
      meta: { title: 'matters.nav.track', back: 'home' },
    },
    {
      path: '/outbox',
      name: 'outbox',
      component: () => import('../shared/OutboxScreen.vue'),
      meta: { title: 'matters.nav.outbox', back: 'home' },
    },
  ],
  nav: [
    { to: 'report', label: 'matters.nav.reportSeen', icon: plus, order: 10, place: 'tab' },
    { to: 'matters', label: 'matters.nav.myReports', icon: list, order: 20, place: 'tab' },
    {
      to: 'outbox',
      label: 'matters.nav.outbox',
      icon: send,
      order: 90,
      place: 'home',
      count: () => waitingCount.value + needsEyes.value.length,
    },
  ],
})
